package io.kamaji.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.operator.OperatorStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorProcessTest {

    @Test
    void health_replicaThatFollows_isReady() {
        assertThat(OperatorProcess.health(stats(0, Duration.ZERO, Map.of()), false))
                .isEqualTo(new Health(true, true, List.of()));
    }

    /** As where a role lacks a right: a restart would be followed by the next. */
    @Test
    void health_watchThatHearsNothing_isNotReadyAndStaysAlive() {
        var health = OperatorProcess.health(stats(0, Duration.ZERO, Map.of("ingresses", Duration.ofHours(5))), false);

        assertThat(health.alive()).isTrue();
        assertThat(health.ready()).isFalse();
        assertThat(health.toString()).isEqualTo("no word of ingresses for 18000 s\n");
    }

    @Test
    void health_allWorkersStuck_isNotAlive() {
        assertThat(OperatorProcess.health(stats(4, Duration.ofMinutes(31), Map.of()), false)
                        .alive())
                .isFalse();
        assertThat(OperatorProcess.health(stats(3, Duration.ofMinutes(31), Map.of()), false)
                        .alive())
                .isTrue();
    }

    @Test
    void health_webhookWithoutCertificate_isNotReady() {
        assertThat(OperatorProcess.health(stats(0, Duration.ZERO, Map.of()), true)
                        .ready())
                .isFalse();
    }

    private static OperatorStats stats(int active, Duration oldest, Map<String, Duration> watches) {
        return new OperatorStats(Optional.empty(), 0, 1, 0, oldest, 0, active, 4, 0, 0, watches, Map.of());
    }
}
