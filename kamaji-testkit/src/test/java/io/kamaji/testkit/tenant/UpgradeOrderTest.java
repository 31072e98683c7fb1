package io.kamaji.testkit.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tenant is told of a version once its API server runs it. Both clusters are simulated, rollouts are the test's. */
class UpgradeOrderTest {
    private static final ObjectRef DEPLOYMENT = ObjectRef.of("apps/v1", "Deployment", "default", "blue");
    private static final ObjectRef CONFIG = ObjectRef.of("v1", "ConfigMap", "kube-system", "kubeadm-config");
    private static final ObjectRef GET_NODES =
            ObjectRef.of("rbac.authorization.k8s.io/v1", "ClusterRole", "kubeadm:get-nodes");

    private final ApiServerSimulator adminSide = ApiServerSimulator.start();
    private final ApiServerSimulator tenantSide = ApiServerSimulator.start();
    private ClusterClient admin;
    private ClusterClient inside;
    private Kamaji kamaji;

    @BeforeEach
    void connect() {
        var cluster = AdminCluster.kubeconfig(adminSide.kubeconfig());
        var tenantCluster = AdminCluster.kubeconfig(tenantSide.kubeconfig());
        admin = cluster.connect();
        inside = tenantCluster.connect();
        for (var name : List.of("kube-system", "kube-public")) {
            var namespace = ObjectRef.of("v1", "Namespace", name);
            if (inside.get(namespace).isEmpty()) {
                inside.create(JsonObject.of(
                        "apiVersion", "v1", "kind", "Namespace", "metadata", JsonObject.of("name", name)));
            }
        }
        var store = DataStore.sqlite("embedded", sqlite -> {}).build();
        kamaji = Kamaji.connect(
                cluster,
                settings -> settings.dataStores(DataStoreSource.of(store))
                        .access((kubeconfig, endpoints) -> tenantCluster.connect()));
    }

    @AfterEach
    void close() {
        kamaji.close();
        inside.close();
        admin.close();
        tenantSide.close();
        adminSide.close();
    }

    @Test
    void reconcile_newVersion_isToldOnlyAfterTheRollout() {
        var old = ProcessTenant.spec("1.35.4");
        create(old);
        assertThat(told()).contains("v1.35.4");

        var young = ProcessTenant.spec("1.36.3");
        kamaji.tenant(young).reconcile();
        assertThat(told()).as("in the pass that writes the Deployment").contains("v1.35.4");

        rollout("2", 1);
        kamaji.tenant(young).reconcile();
        assertThat(told()).as("while pods are exchanged").contains("v1.35.4");

        rollout("2", 0);
        kamaji.tenant(young).reconcile();
        assertThat(told()).contains("v1.36.3");
    }

    @Test
    void reconcile_firstRolloutWithOnePodMissing_isJoinableAlready() {
        var tenant = ProcessTenant.spec("1.36.3");
        kamaji.tenant(tenant).reconcile();
        kamaji.tenant(tenant).reconcile();
        rollout("1", 1);

        kamaji.tenant(tenant).reconcile();

        assertThat(told()).contains("v1.36.3");
    }

    @Test
    void reconcile_rolloutOfAKnownVersion_stillMends() {
        var tenant = ProcessTenant.spec("1.36.3");
        create(tenant);
        var changed = tenant.toBuilder()
                .apiServer(server -> server.arg("--audit-log-maxage", "30"))
                .build();
        kamaji.tenant(changed).reconcile();
        rollout("2", 1);
        inside.delete(GET_NODES, Preconditions.NONE);

        kamaji.tenant(changed).reconcile();

        assertThat(inside.get(GET_NODES)).isPresent();
    }

    private void create(TenantControlPlane tenant) {
        kamaji.tenant(tenant).reconcile();
        kamaji.tenant(tenant).reconcile();
        rollout("1", 0);
        kamaji.tenant(tenant).reconcile();
    }

    private Optional<String> told() {
        return inside.get(CONFIG)
                .flatMap(config -> config.text("data", "ClusterConfiguration"))
                .flatMap(text -> JsonObject.parse(text).text("kubernetesVersion"));
    }

    /** As a Deployment's controller would have it. */
    private void rollout(String revision, int unavailable) {
        var annotations = JsonObject.of("deployment.kubernetes.io/revision", revision);
        var noted = admin.patch(
                DEPLOYMENT,
                PatchType.MERGE,
                JsonObject.EMPTY.withAt(List.of("metadata", "annotations"), annotations),
                "");
        var status = JsonObject.of("observedGeneration", noted.number("metadata", "generation"))
                .with("replicas", 1 + unavailable)
                .with("updatedReplicas", 1)
                .with("readyReplicas", 1)
                .with("availableReplicas", 1)
                .with("unavailableReplicas", unavailable);
        admin.patch(DEPLOYMENT, PatchType.MERGE, JsonObject.of("status", status), "status");
    }
}
