package io.kamaji.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorConfigTest {

    @Test
    void of_nothingSaid_hasTheDefaults() {
        var config = OperatorConfig.of(List.of(), Map.of());

        assertThat(config.kubeconfig()).isEmpty();
        assertThat(config.workers()).isEqualTo(4);
        assertThat(config.resync()).isEqualTo(Duration.ofHours(10));
        assertThat(config.drainAtOnce()).isEqualTo(2);
        assertThat(config.leaderElect()).isTrue();
        assertThat(config.ownNamespace()).isEqualTo("kamaji-system");
        assertThat(config.metrics().orElseThrow().getPort()).isEqualTo(8080);
        assertThat(config.health().orElseThrow().getPort()).isEqualTo(8081);
        assertThat(config.webhook().orElseThrow().getPort()).isEqualTo(9443);
        assertThat(config.logLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void of_argumentsEnvironmentAndFile_countInThatOrder(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("config.yaml"), """
                datastore: file
                log-level: debug
                max-concurrent-tcp-reconciles: 9
                """);

        var config = OperatorConfig.of(
                List.of("--config=" + file, "--datastore=argument"),
                Map.of("KAMAJI_DATASTORE", "environment", "KAMAJI_LOG_LEVEL", "warn", "POD_NAMESPACE", "there"));

        assertThat(config.dataStore()).contains("argument");
        assertThat(config.logLevel()).isEqualTo(Level.WARNING);
        assertThat(config.workers()).isEqualTo(9);
        assertThat(config.ownNamespace()).isEqualTo("there");
    }

    /** As the Go operator's chart and cozystack start it. */
    @Test
    void of_argumentsOfTheGoOperator_areAccepted() {
        var config = OperatorConfig.of(
                List.of(
                        "--health-probe-bind-address=:8081",
                        "--leader-elect",
                        "--metrics-bind-address=:8080",
                        "--tmp-directory=/tmp/kamaji",
                        "--datastore=default",
                        "--disable-telemetry",
                        "--cache-resync-period=1h30m",
                        "--certificate-expiration-deadline=48h",
                        "--migrate-image=docker.io/clastix/kamaji:latest"),
                Map.of());

        assertThat(config.resync()).isEqualTo(Duration.ofMinutes(90));
        assertThat(config.canaries()).isEmpty();
        assertThat(config.renewBefore()).contains(Duration.ofHours(48));
        assertThat(config.idle())
                .containsExactlyInAnyOrder(Flag.TMP_DIRECTORY, Flag.DISABLE_TELEMETRY, Flag.MIGRATE_IMAGE);
    }

    @Test
    void of_severalThatCantBeUsed_areAllTold() {
        assertThatThrownBy(() -> OperatorConfig.of(
                        List.of(
                                "--no-such-flag",
                                "--leader-elect=perhaps",
                                "--max-concurrent-tcp-reconciles=0",
                                "--upgrade-at-once=-1",
                                "--canary-tenants=team-a/blue,red",
                                "--drain-at-once=many",
                                "--certificate-expiration-deadline=23h",
                                "--metrics-bind-address=8080",
                                "--log-level=loud",
                                "stray"),
                        Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "--no-such-flag: there is no such flag",
                        "--leader-elect=perhaps: not true or false",
                        "--max-concurrent-tcp-reconciles=0: not a number from 1",
                        "--upgrade-at-once=-1: not a number from 0",
                        "--canary-tenants=team-a/blue,red: not tenants as",
                        "--drain-at-once=many: not a number from 0",
                        "--certificate-expiration-deadline=23h: not a duration of at least 24h",
                        "--metrics-bind-address=8080: not an address",
                        "--log-level=loud: not one of",
                        "stray: there is no such flag");
    }

    @Test
    void of_addressZero_isServedNowhere() {
        assertThat(OperatorConfig.of(List.of("--webhook-bind-address=0"), Map.of())
                        .webhook())
                .isEmpty();
    }
}
