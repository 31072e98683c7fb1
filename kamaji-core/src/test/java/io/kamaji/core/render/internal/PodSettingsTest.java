package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import java.util.Map;
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
                .with("spec.controlPlane.deployment.topologySpreadConstraints", List.of())
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
    void contribute_spreadNotGiven_isOverZonesAndNodesWhereThatCanBe() {
        assertThat(ETCD.pod().array("topologySpreadConstraints")).isEqualTo(JsonValue.parse("""
                - maxSkew: 1
                  topologyKey: topology.kubernetes.io/zone
                  whenUnsatisfiable: ScheduleAnyway
                  matchLabelKeys: [pod-template-hash]
                  labelSelector: {matchLabels: {kamaji.clastix.io/name: blue}}
                - maxSkew: 1
                  topologyKey: kubernetes.io/hostname
                  whenUnsatisfiable: ScheduleAnyway
                  matchLabelKeys: [pod-template-hash]
                  labelSelector: {matchLabels: {kamaji.clastix.io/name: blue}}
                """));
    }

    @Test
    void contribute_onePodOrTwo_isTheSamePod() {
        var replicas = "spec.controlPlane.deployment.replicas";
        assertThat(ETCD.with(replicas, 1).pod())
                .isEqualTo(ETCD.with(replicas, 2).pod());
    }

    @Test
    void contribute_spreadSwitchedOffOrStoreForOnePod_isNone() {
        var off = Map.of(Settings.SPREAD.key(), "false");
        assertThat(ETCD.with("metadata.annotations", off).pod().has("topologySpreadConstraints"))
                .isFalse();
        assertThat(Scenarios.named("minimal-sqlite").pod().has("topologySpreadConstraints"))
                .isFalse();
    }

    @Test
    void contribute_priorityClassByAnnotation_isThePods() {
        var annotations = Map.of(Settings.PRIORITY_CLASS.key(), "tenant-critical");
        assertThat(ETCD.with("metadata.annotations", annotations).pod().text("priorityClassName"))
                .contains("tenant-critical");
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
