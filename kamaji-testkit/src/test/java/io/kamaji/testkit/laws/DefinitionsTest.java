package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.api.DataStore;
import io.kamaji.api.KamajiException;
import io.kamaji.core.Kamaji;
import io.kamaji.core.apply.Definitions.State;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
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
