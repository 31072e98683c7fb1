package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodSettingsTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");

    @Test
    void strategy_default_isBlueGreen() {
        assertThat(ETCD.deployment().object("spec", "strategy"))
                .isEqualTo(JsonObject.parse("type: RollingUpdate\nrollingUpdate: {maxSurge: 100%, maxUnavailable: 0}"));
    }

    @Test
    void strategy_storeForOnePod_isRecreateWhateverIsGiven() {
        var sqlite = Scenarios.named("minimal-sqlite")
                .with("spec.controlPlane.deployment.strategy", JsonObject.of("type", "RollingUpdate"));
        assertThat(sqlite.deployment().object("spec", "strategy")).isEqualTo(JsonObject.of("type", "Recreate"));
    }

    @Test
    void contribute_emptyLists_areLeftOut() {
        var pod = ETCD.with("spec.controlPlane.deployment.tolerations", List.of())
                .with("spec.controlPlane.deployment.nodeSelector", JsonObject.EMPTY)
                .pod();
        assertThat(pod.members())
                .containsOnlyKeys("serviceAccountName", "terminationGracePeriodSeconds", "containers", "volumes");
    }

    @Test
    void contribute_spreadWithoutSelector_getsThePods() {
        var spread = Scenarios.named("everything").pod().array("topologySpreadConstraints");
        assertThat(spread.objects().findFirst().orElseThrow().texts("labelSelector", "matchLabels"))
                .containsEntry("kamaji.clastix.io/name", "blue");
    }

    @Test
    void deployment_podLabels_keepTheSelectorWhateverIsGiven() {
        var labels = JsonObject.of("kamaji.clastix.io/name", "other", "tier", "x");
        assertThat(ETCD.with("spec.controlPlane.deployment.podAdditionalMetadata.labels", labels)
                        .deployment()
                        .texts("spec", "template", "metadata", "labels"))
                .containsEntry("kamaji.clastix.io/name", "blue")
                .containsEntry("tier", "x");
    }
}
