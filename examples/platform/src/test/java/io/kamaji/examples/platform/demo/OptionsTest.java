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
    void parse_identityProviderOfTheDemoForOtherMachines_isRefused() {
        assertThatThrownBy(() -> Options.parse(List.of("--listen", "0.0.0.0:8080"), Map.of()))
                .hasMessageContaining("anybody could be anybody");
    }

    @Test
    void parse_identityProviderWithoutTeams_isRefused() {
        assertThatThrownBy(() -> Options.parse(List.of("--oidc-issuer", "https://id.example.com"), Map.of()))
                .hasMessageContaining("--teams");
    }

    @Test
    void parse_everythingForReal_isUsed() {
        var options = Options.parse(
                List.of("--listen", "0.0.0.0:80", "--oidc-issuer", "https://id.example.com", "--teams", "teams"),
                Map.of());

        assertThat(options.host() + ":" + options.port()).isEqualTo("0.0.0.0:80");
        assertThat(options.scopes()).containsExactly("openid", "profile", "groups");
    }

    @Test
    void toString_withSecrets_showsNone() {
        var options = Options.parse(List.of(), Map.of("PLATFORM_OIDC_SECRET", "hush"));

        assertThat(options.secret("PLATFORM_OIDC_SECRET")).contains("hush");
        assertThat(options.toString()).doesNotContain("hush");
    }
}
