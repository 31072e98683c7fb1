package io.kamaji.examples.component;

import static io.kamaji.testkit.assertion.KamajiAssertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a component does to a tenant, seen in an admin cluster inside of this JVM. */
class AuditLogTest {
    private final DataStore store =
            DataStore.sqlite("embedded", sqlite -> sqlite.volume("emptyDir")).build();
    private final TenantControlPlane tenant = TenantControlPlane.builder("default", "tenant-a")
            .kubernetesVersion("1.36.3")
            .loadBalancer()
            .replicas(1)
            .dataStore("embedded")
            .build();
    private ApiServerSimulator simulator;

    @BeforeEach
    void start() {
        simulator = ApiServerSimulator.start();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Kamaji kamaji(boolean audited) {
        return Kamaji.connect(
                AdminCluster.kubeconfig(simulator.kubeconfig()),
                settings -> settings.dataStores(DataStoreSource.of(store))
                        .renderer(standard -> audited
                                ? standard.toBuilder().add(new AuditLog()).build()
                                : standard));
    }

    @Test
    void render_withComponent_hasPolicyAndFlags() {
        try (var kamaji = kamaji(true)) {
            var rendered = kamaji.tenant(tenant).render();
            assertThat(rendered).hasManifest("ConfigMap", "tenant-a-audit");
            assertThat(rendered)
                    .manifest("Deployment", "tenant-a")
                    .hasArgument("kube-apiserver", "--audit-policy-file=/etc/kubernetes/audit/policy.yaml");
        }
    }

    @Test
    void plan_componentAddedToARunningTenant_addsAConfigMapAndRollsPods() {
        try (var before = kamaji(false);
                var after = kamaji(true)) {
            before.tenant(tenant).reconcile();
            before.tenant(tenant).reconcile();
            assertThat(before.tenant(tenant).plan()).writesNothing();
            var plan = after.tenant(tenant).plan();
            System.out.println(plan);
            assertThat(plan)
                    .has(Action.CREATE, "ConfigMap", "tenant-a-audit")
                    .updates("Deployment")
                    .leavesAlone("Secret");
            after.apply(plan);
            assertThat(after.tenant(tenant).plan()).writesNothing();
            // taken away again once no pod mounts it
            assertThat(before.tenant(tenant).plan()).has(Action.WAIT, "ConfigMap", "tenant-a-audit");
        }
    }
}
