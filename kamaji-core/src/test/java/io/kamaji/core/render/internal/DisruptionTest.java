package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.setting.Settings;
import io.kamaji.core.render.Scenarios;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DisruptionTest {

    @Test
    void contribute_twoReplicas_letsOneGoAtATime() {
        var budget = Scenarios.named("minimal-etcd").object("PodDisruptionBudget", "blue");
        assertThat(budget.number("spec", "maxUnavailable")).contains(1L);
        assertThat(budget.texts("spec", "selector", "matchLabels")).containsEntry("kamaji.clastix.io/name", "blue");
    }

    @Test
    void contribute_switchedOff_hasNone() {
        var annotations = Map.of(Settings.DISRUPTION_BUDGET.key(), "false");
        assertThat(Scenarios.named("minimal-etcd")
                        .with("metadata.annotations", annotations)
                        .find("PodDisruptionBudget", "blue"))
                .isEmpty();
    }

    @Test
    void contribute_oneReplicaOrNone_hasNone() {
        assertThat(Scenarios.named("minimal-sqlite").find("PodDisruptionBudget", "blue"))
                .isEmpty();
        assertThat(Scenarios.named("sleeping").find("PodDisruptionBudget", "blue"))
                .isEmpty();
    }
}
