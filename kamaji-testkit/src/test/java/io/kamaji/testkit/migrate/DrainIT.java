package io.kamaji.testkit.migrate;

import static io.kamaji.testkit.Eventually.until;
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
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.custom.CustomResourceFront;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.datastore.LocalKine;
import io.kamaji.testkit.datastore.PostgresServer;
import io.kamaji.testkit.node.RealBinaries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tenants of real processes leave a real etcd that drains for a real PostgreSQL, awake and asleep. */
class DrainIT {
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final String DRAIN = "{metadata: {labels: {platform.kamaji.io/drain: 'true'}}}";
    private static final ObjectRef ETCD = ResourceTypes.DATA_STORE.ref("etcd");

    private final List<AutoCloseable> open = new ArrayList<>();
    private EtcdServer etcd;
    private ApiServerSimulator simulator;
    private ClusterClient kubectl;

    @BeforeEach
    void start() {
        RealBinaries.assume("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kine");
        Real.skipUnless(LocalKine.unavailable());
        Real.skipUnless(
                EtcdServer.available() && PostgresServer.available()
                        ? Optional.empty()
                        : Optional.of("no etcd, or no PostgreSQL: set KAMAJI_BINARIES, install postgresql"));
        etcd = keep(EtcdServer.start());
        simulator = keep(ApiServerSimulator.start());
        kubectl = keep(AdminCluster.kubeconfig(simulator.kubeconfig()).connect());
        keep(ProcessNode.builder(kubectl).start());
        var migration = MigrationOptions.builder().kine(LocalKine.create()).build();
        keep(Kamaji.connect(AdminCluster.kubeconfig(simulator.kubeconfig()))).installDefinitions();
        keep(CustomResourceFront.builder()
                .build()
                .on(Operator.builder(AdminCluster.kubeconfig(simulator.kubeconfig())))
                .migration(migration)
                .start());
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(0, closeable);
        return closeable;
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    private void declare(String name, DataStore store) {
        kubectl.create(store.toBuilder()
                .metadata(metadata -> metadata.name(name))
                .build()
                .toCustomResource());
        await(
                ResourceTypes.DATA_STORE.ref(name),
                "ready",
                status -> status.bool("ready").orElse(false));
    }

    private static TenantControlPlane tenant(String name, int replicas) {
        return TenantControlPlane.builder("default", name)
                .kubernetesVersion(RealBinaries.KUBERNETES)
                .loadBalancer()
                .replicas(replicas)
                .build();
    }

    private void await(ObjectRef ref, String what, Predicate<JsonObject> status) {
        until(
                ref + " " + what,
                LONG,
                () -> kubectl.get(ref)
                        .map(live -> live.object("status"))
                        .filter(status)
                        .isPresent());
    }

    private static ObjectRef ref(String tenant) {
        return ResourceTypes.TENANT_CONTROL_PLANE.ref("default", tenant);
    }

    private static Predicate<JsonObject> holds(String condition) {
        return status -> status.array("conditions")
                .objects()
                .anyMatch(each -> each.text("type").equals(Optional.of(condition))
                        && each.text("status").equals(Optional.of("True")));
    }

    private static Predicate<JsonObject> isIn(String dataStore) {
        return status -> status.text("storage", "dataStoreName").equals(Optional.of(dataStore));
    }

    private static Predicate<JsonObject> sleeps() {
        return status -> status.text("kubernetesResources", "version", "status").equals(Optional.of("Sleeping"));
    }

    @Test
    void drain_realEtcd_itsTenantsEndOnPostgresWithTheirObjects() {
        declare("etcd", etcd.dataStore());
        kubectl.create(tenant("awake", 1).toCustomResource());
        kubectl.create(tenant("asleep", 1).toCustomResource());
        await(ref("awake"), "ready", holds("Ready"));
        await(ref("asleep"), "ready", holds("Ready"));
        try (var kamaji = Kamaji.connect(AdminCluster.kubeconfig(simulator.kubeconfig()))) {
            var content = TenantContent.create(kamaji, tenant("awake", 1), 100);
            var sleeping = TenantContent.create(kamaji, tenant("asleep", 1), 50);
            scale("asleep", 0);
            await(ref("asleep"), "asleep", sleeps());
            declare("postgresql", keep(PostgresServer.start()).dataStore());

            kubectl.patch(ETCD, PatchType.MERGE, JsonObject.parse(DRAIN), "");

            await(ref("awake"), "moved", isIn("postgresql").and(holds("Ready")));
            await(ref("asleep"), "moved", isIn("postgresql").and(sleeps()));
            assertThat(TenantContent.of(kamaji, tenant("awake", 1))).isEqualTo(content);
            await(ETCD, "drained", holds("Drained"));
            assertThat(etcd.control("get", "", "--prefix", "--keys-only").strip())
                    .isEmpty();

            kubectl.delete(ETCD, Preconditions.NONE);
            until("no DataStore etcd", LONG, () -> kubectl.get(ETCD).isEmpty());
            scale("asleep", 1);
            await(ref("asleep"), "awake again", holds("Ready"));
            assertThat(TenantContent.of(kamaji, tenant("asleep", 1))).isEqualTo(sleeping);
        }
    }

    private void scale(String tenant, int replicas) {
        kubectl.patch(
                ref(tenant),
                PatchType.MERGE,
                JsonObject.parse("{spec: {controlPlane: {deployment: {replicas: " + replicas + "}}}}"),
                "");
    }
}
