package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.DataStore;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.Kamaji;
import io.kamaji.core.apply.Definitions;
import io.kamaji.core.apply.Definitions.State;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fresh admin cluster: what it lacks is said, and what makes up for it. */
class DefinitionsTest {
    private final ApiServerSimulator admin = ApiServerSimulator.start();
    private final Kamaji kamaji = Kamaji.connect(AdminCluster.kubeconfig(admin.kubeconfig()));

    @AfterEach
    void end() {
        kamaji.close();
        admin.close();
    }

    @Test
    void plan_freshCluster_saysWhatToInstall() {
        assertThat(catchThrowableOfType(
                        KamajiException.class,
                        () -> kamaji.tenant(Blue.spec().build()).plan()))
                .hasMessageContainingAll("call installDefinitions()", "datastores can also be given in code");
    }

    @Test
    void installDefinitions_twice_writesOnceAndIsServed() {
        assertThat(kamaji.definitions().states())
                .hasSize(3)
                .allSatisfy((ref, state) -> assertThat(state).isEqualTo(State.MISSING));

        assertThat(kamaji.installDefinitions()).hasSize(3);
        admin.requests().reset();
        assertThat(kamaji.installDefinitions()).isEmpty();

        assertThat(admin.requests().writes()).isZero();
        try (var client = AdminCluster.kubeconfig(admin.kubeconfig()).connect()) {
            client.create(DataStore.sqlite("embedded").build().toCustomResource());
        }
    }

    @Test
    void installDefinitions_somebodyElses_leavesThemAlone() {
        try (var client = AdminCluster.kubeconfig(admin.kubeconfig()).connect()) {
            client.apply(CustomResourceDefinitions.dataStore(), new ApplyOptions("helm", false, false));
        }

        assertThat(kamaji.installDefinitions()).hasSize(2);
        assertThat(kamaji.definitions().states().values())
                .containsExactlyInAnyOrder(State.CURRENT, State.FOREIGN, State.CURRENT);
    }

    @Test
    void installDefinitions_appliedByAnotherTool_areBroughtUpToDate() {
        try (var client = AdminCluster.kubeconfig(admin.kubeconfig()).connect()) {
            for (var document : JsonValue.parseAll(Definitions.toYaml())) {
                client.apply(document.asObject().orElseThrow(), new ApplyOptions("kubectl", false, false));
            }
            assertThat(kamaji.definitions().states().values()).containsOnly(State.CURRENT);
            var old = CustomResourceDefinitions.dataStore()
                    .withAt(List.of("metadata", "annotations", "kamaji.clastix.io/checksum"), "of an older version");
            client.apply(old, new ApplyOptions("kubectl", false, false));
        }

        assertThat(kamaji.installDefinitions()).containsExactly(ObjectRef.of(CustomResourceDefinitions.dataStore()));
        assertThat(kamaji.definitions().states().values()).containsOnly(State.CURRENT);
    }

    @Test
    void gaps_olderDefinition_areWhatWouldBeDroppedOrRefused() {
        assertThat(kamaji.definitions().gaps().values()).containsOnly(List.of("everything: it is not installed"));
        kamaji.installDefinitions();
        assertThat(kamaji.definitions().gaps()).isEmpty();
        var schema = List.of("schema", "openAPIV3Schema", "properties");
        var older = CustomResourceDefinitions.dataStore()
                .update(
                        "spec",
                        spec -> spec.with(
                                "versions",
                                spec.array("versions")
                                        .map(version -> version.asObject()
                                                .orElseThrow()
                                                .withAt(plus(schema, "spec", "properties", "sqlite"), null)
                                                .withAt(
                                                        plus(schema, "spec", "properties", "driver", "enum"),
                                                        List.of("etcd", "NATS"))
                                                .withAt(plus(schema, "status", "properties", "conditions"), null)
                                                .withAt(List.of("subresources"), null))));
        try (var client = AdminCluster.kubeconfig(admin.kubeconfig()).connect()) {
            client.apply(older, new ApplyOptions("helm", true, false));
        }

        assertThat(kamaji.definitions().gaps())
                .containsExactly(Map.entry(
                        ObjectRef.of(older),
                        List.of(
                                "subresources.status",
                                "spec.driver: MySQL",
                                "spec.driver: PostgreSQL",
                                "spec.driver: SQLite",
                                "spec.sqlite",
                                "status.conditions")));
    }

    private static List<String> plus(List<String> path, String... more) {
        return Stream.concat(path.stream(), Stream.of(more)).toList();
    }

    @Test
    void plan_missingNamespace_warns() {
        var spec = Blue.spec().replicas(1).dataStore("embedded").build();
        try (var inCode = Kamaji.connect(
                AdminCluster.kubeconfig(admin.kubeconfig()),
                settings -> settings.dataStores(DataStoreSource.of(Blue.SQLITE)))) {
            assertThat(inCode.tenant(spec).plan().warnings())
                    .contains("there is no namespace tenants: create it first");
        }
    }
}
