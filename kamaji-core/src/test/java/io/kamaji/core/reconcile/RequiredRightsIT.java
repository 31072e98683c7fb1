package io.kamaji.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterCall;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.reconcile.RequiredRights.Use;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.core.testing.RealApiServer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real API server refuses nothing to a user who has the roles that are asked for, and all to one who has not. */
class RequiredRightsIT {
    private static final String NAMESPACE = "tenants";
    private static final ObjectRef SERVICE = ObjectRef.of("v1", "Service", NAMESPACE, "blue");
    private static final ObjectRef DEPLOYMENT = ObjectRef.of("apps/v1", "Deployment", NAMESPACE, "blue");

    private static RealApiServer server;

    private final Queue<ClusterCall> calls = new ConcurrentLinkedQueue<>();

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
    void passes_withTheRolesOnly_areRefusedNothing() {
        var settings = ReconcilerSettings.builder()
                .dataStores(DataStoreSource.of(DataStore.sqlite("embedded").build()))
                .build();
        var reconciler = TenantReconciler.create(settings);
        var blue = TenantControlPlane.builder(NAMESPACE, "blue")
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded");
        try (var admin = server.connect();
                var platform = AdminCluster.kubeconfig(server.platformKubeconfig())
                        .listener(calls::add)
                        .connect()) {
            admin.create(JsonObject.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", NAMESPACE)));
            assertThatThrownBy(() -> reconciler.reconcile(blue.build(), platform))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContainingAll("403", "RBAC role");
            grant(admin);
            calls.clear();

            reconciler.reconcile(blue.build(), platform);
            admin.patch(
                    SERVICE,
                    PatchType.MERGE,
                    JsonObject.parse("{status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}}"),
                    "status");
            reconciler.reconcile(blue.build(), platform);
            assertThat(admin.get(DEPLOYMENT)).isPresent();
            reconciler.reconcile(blue.certSan("blue.example.com").build(), platform);
            reconciler.delete(blue.build(), platform);
            // as the controller manager does, which is not here
            admin.patch(DEPLOYMENT, PatchType.MERGE, JsonObject.parse("{metadata: {finalizers: null}}"), "");
            for (int i = 0; i < 3; i++) {
                reconciler.delete(blue.build(), platform);
            }

            assertThat(admin.get(DEPLOYMENT)).isEmpty();
            assertThat(calls)
                    .isNotEmpty()
                    .noneSatisfy(call -> assertThat(call.code()).isEqualTo(403));
        }
    }

    private static void grant(ClusterClient admin) {
        RequiredRights.of(ControlPlaneRenderer.standard().registry())
                .forUses(Set.of(Use.TENANTS))
                .roles("kamaji", List.of(NAMESPACE))
                .forEach(admin::create);
        admin.create(JsonObject.parse("""
                {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding,
                 metadata: {name: kamaji, namespace: tenants},
                 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: kamaji},
                 subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: platform}]}
                """));
    }
}
