package io.kamaji.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.DataStore;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.testing.RealApiServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A fresh admin cluster that is a real API server: what it lacks is said and installed. */
class DefinitionsIT {
    private static RealApiServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RealApiServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void installDefinitions_freshCluster_servesTheKindsAndWritesNothingTheSecondTime() {
        try (var kamaji = Kamaji.connect(AdminCluster.kubeconfig(server.kubeconfig()));
                var client = server.connect()) {
            var tenant = TenantControlPlane.builder("missing", "blue")
                    .kubernetesVersion("1.36.3")
                    .replicas(1)
                    .loadBalancer()
                    .dataStore("embedded")
                    .build();
            assertThat(catchThrowableOfType(
                            KamajiException.class, () -> kamaji.tenant(tenant).plan()))
                    .hasMessageContainingAll("404 page not found", "call installDefinitions()");

            assertThat(kamaji.installDefinitions()).hasSize(3);
            client.create(DataStore.sqlite("embedded").build().toCustomResource());
            var versions = kamaji.definitions().states();
            assertThat(kamaji.installDefinitions()).isEmpty();

            assertThat(versions.values()).containsOnly(Definitions.State.CURRENT);
            assertThat(kamaji.tenant(tenant).plan().warnings())
                    .contains("there is no namespace missing: create it first");
            assertThat(catchThrowableOfType(
                            KamajiException.class,
                            () -> kamaji.apply(kamaji.tenant(tenant).plan())))
                    .hasMessageContainingAll("404 namespaces \"missing\" not found", "create namespace missing first");
        }
    }
}
