package io.kamaji.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.core.access.BootstrapToken.Usage;
import io.kamaji.core.testing.InMemoryCluster;
import io.kamaji.pki.DiscoveryHash;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinTokensTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00.5Z");

    private final InMemoryCluster cluster = new InMemoryCluster();
    private final JoinTokens tokens = JoinTokens.create(() -> cluster, () -> NOW, new SecureRandom());

    @Test
    void create_standard_isGoodForADayAndBoth() {
        var token = tokens.create();

        assertThat(token.token()).matches("[a-z0-9]{6}\\.[a-z0-9]{16}");
        assertThat(token.expiration()).contains(Instant.parse("2030-01-02T00:00:00Z"));
        assertThat(token.usages()).containsExactlyInAnyOrder(Usage.values());
        assertThat(token.groups()).containsExactly(BootstrapToken.DEFAULT_GROUP);
        assertThat(tokens.list()).containsExactly(token);
    }

    @Test
    void create_asked_isStoredAsAsked() {
        var request = TokenRequest.builder()
                .withoutExpiration()
                .description("rack 7")
                .groups("system:bootstrappers:rack-7", "system:bootstrappers:all")
                .build();

        var token = tokens.create(request);

        assertThat(tokens.find(token.id())).contains(token);
        assertThat(token.expiration()).isEmpty();
        assertThat(token.description()).isEqualTo("rack 7");
        assertThat(token.groups()).hasSize(2);
    }

    @Test
    void revoke_token_isGoneOnce() {
        var token = tokens.create();

        assertThat(tokens.revoke(token.id())).isTrue();
        assertThat(tokens.revoke(token.id())).isFalse();
        assertThat(tokens.list()).isEmpty();
    }

    @Test
    void toString_tokenAndJoin_showNoSecret() {
        var token = tokens.create();
        var join = new Join("192.0.2.1:6443", token, List.of(new DiscoveryHash("sha256:" + "ab".repeat(32))));

        assertThat(join.toString()).contains(token.id()).doesNotContain(token.secret());
        assertThat(join.command())
                .isEqualTo("kubeadm join 192.0.2.1:6443 --token " + token.token()
                        + " --discovery-token-ca-cert-hash sha256:" + "ab".repeat(32));
    }

    @Test
    void request_thatIsNothing_isRefused() {
        assertThatThrownBy(() -> TokenRequest.builder().ttl(Duration.ZERO).build())
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> TokenRequest.builder().usages().build()).hasMessageContaining("good for something");
        assertThatThrownBy(() -> tokens.create(
                        TokenRequest.builder().groups("system:masters").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("system:masters");
    }

    @Test
    void usages_signingOnly_dropsTheGroups() {
        var token = tokens.create(TokenRequest.builder().usages(Usage.SIGNING).build());

        assertThat(token.groups()).isEmpty();
        assertThat(tokens.find(token.id())).contains(token);
    }
}
