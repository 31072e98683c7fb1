package io.kamaji.examples.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void parse_nothing_bringsEverythingAlong() {
        var options = Options.parse(List.of(), Map.of());

        assertThat(options.host() + ":" + options.port()).isEqualTo("127.0.0.1:8080");
        assertThat(options.kubeconfig()).isEmpty();
        assertThat(options.database()).isEmpty();
        assertThat(options.issuer()).isEmpty();
    }

    @Test
    void parse_severalWrongFlags_tellsAllAtOnce() {
        var wrong = List.of("--listen", "here", "--colour", "--home", "not a URL", "--teams");

        assertThatThrownBy(() -> Options.parse(wrong, Map.of()))
                .hasMessageContainingAll(
                        "--listen here", "--colour: there is no such flag", "--home not a URL", "--teams: ");
    }

    @Test
    void toString_withSecrets_showsNone() {
        var options = Options.parse(List.of(), Map.of("PLATFORM_OIDC_SECRET", "hush"));

        assertThat(options.secret("PLATFORM_OIDC_SECRET")).contains("hush");
        assertThat(options.toString()).doesNotContain("hush");
    }
}
