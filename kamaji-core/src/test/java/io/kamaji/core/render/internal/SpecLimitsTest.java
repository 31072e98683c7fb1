package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecLimitsTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");

    private static List<String> paths(Scenarios.Scenario scenario) {
        return scenario.violations().stream().map(Violation::path).toList();
    }

    @Test
    void violations_goldenScenarios_haveNone() {
        for (var scenario : Scenarios.ALL) {
            assertThat(paths(scenario)).as(scenario.name()).isEmpty();
        }
    }

    @Test
    void violations_harmlessValues_areNone() {
        assertThat(paths(ETCD.with("spec.writePermissions.blockCreation", true)
                        .with("spec.addons", JsonObject.of("coreDNS", JsonObject.EMPTY))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "a/b/c", "/events#https://robber:2379", "/events,/secrets", "/a;b"})
    void violations_overrideThatKubeApiServerCantRead_isRefused(String resource) {
        var overrides = List.of(
                JsonObject.of("resource", "/events", "dataStore", "other"),
                JsonObject.of("resource", resource, "dataStore", "other"));
        assertThat(paths(ETCD.with("spec.dataStoreOverrides", overrides)))
                .containsExactly("spec.dataStoreOverrides[1].resource");
    }

    @Test
    void violations_namesOfOurs_areRefused() {
        var scenario = ETCD.with(
                        "spec.controlPlane.deployment.additionalContainers",
                        List.of(JsonObject.of("name", "fine"), JsonObject.of("name", "kube-apiserver")))
                .with("spec.controlPlane.deployment.additionalInitContainers", List.of(JsonObject.of("name", "kine")))
                .with(
                        "spec.controlPlane.deployment.additionalVolumes",
                        List.of(JsonObject.of("name", "etc-kubernetes-pki", "emptyDir", JsonObject.EMPTY)));
        assertThat(paths(scenario))
                .containsExactly(
                        "spec.controlPlane.deployment.additionalContainers[1].name",
                        "spec.controlPlane.deployment.additionalInitContainers[0].name",
                        "spec.controlPlane.deployment.additionalVolumes[0].name");
    }

    @Test
    void violations_moreReplicasThanTheStoreServes_isRefused() {
        var sqlite = Scenarios.named("minimal-sqlite");
        assertThat(paths(sqlite.with("spec.controlPlane.deployment.replicas", 2)))
                .containsExactly("spec.controlPlane.deployment.replicas");
        assertThat(paths(sqlite.with("spec.controlPlane.deployment.replicas", null)))
                .isEmpty();
    }

    /** Every volume and container that is rendered is a name that users can't take. */
    @Test
    void violations_renderedNames_areAllInTheTable() {
        for (var scenario : List.of("minimal-etcd", "minimal-sqlite", "postgresql-kine", "addons")) {
            var pod = Scenarios.named(scenario).pod();
            for (var name : names(pod, "volumes")) {
                assertThat(paths(ETCD.with(
                                "spec.controlPlane.deployment.additionalVolumes",
                                List.of(JsonObject.of("name", name)))))
                        .as(name)
                        .hasSize(1);
            }
            for (var name : names(pod, "containers")) {
                assertThat(paths(ETCD.with(
                                "spec.controlPlane.deployment.additionalContainers",
                                List.of(JsonObject.of("name", name)))))
                        .as(name)
                        .hasSize(1);
            }
        }
    }

    private static List<String> names(JsonObject pod, String list) {
        return pod.array(list)
                .objects()
                .map(item -> item.text("name").orElseThrow())
                .toList();
    }
}
