package io.kamaji.testkit.cluster;

import static io.kamaji.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.DataStoreServer;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.datastore.MariaDbServer;
import io.kamaji.testkit.datastore.NatsServer;
import io.kamaji.testkit.datastore.PostgresServer;
import io.kamaji.testkit.node.RealBinaries;
import io.kamaji.testkit.node.RunningPod;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A tenant on each kind of store, as processes: it gets ready, and what was written outlives its pods. Schema and user are the
 * oddest that a spec may give there: what the contract of the drivers allows must go through the pod's arguments, variables,
 * certificates and kube-apiserver too.
 */
class EveryStoreIT {
    private static final String VERSION = RealBinaries.KUBERNETES;
    private static final ObjectRef WRITTEN = ObjectRef.of("v1", "ConfigMap", "default", "written");

    /** {@code $} begins what the kubelet expands, comma and plus what a name in a certificate is cut at. */
    private static final String ODD = " #a, +=b<>;$(id)$$x\"'`\\%2f&?@!~{|}";

    private static final String WIDE = ODD + "ä日🦊";
    private static final String LONG = WIDE + "x".repeat(190);

    /** A server of each kind, and what may be given there; SQLite has none. */
    enum Store {
        ETCD(EtcdServer::available, EtcdServer::start, LONG + ": ", LONG + ":/ "),
        POSTGRESQL(PostgresServer::available, PostgresServer::start, WIDE + ": ", WIDE + ":/ "),
        MARIADB(MariaDbServer::available, MariaDbServer::start, ODD + ":", ODD + "/"),
        NATS(NatsServer::available, NatsServer::start, "A-_9", WIDE + ":/ ");

        private final BooleanSupplier available;
        private final Supplier<DataStoreServer> start;
        private final String schema;
        private final String user;

        Store(BooleanSupplier available, Supplier<DataStoreServer> start, String schema, String user) {
            this.available = available;
            this.start = start;
            this.schema = schema;
            this.user = user;
        }
    }

    @ParameterizedTest
    @EnumSource
    void objects_podsDeleted_areThere(Store store) {
        Real.skipUnless(RunningTenant.missing(VERSION, StoreKind.SQLITE));
        Real.skipUnless(store.available.getAsBoolean() ? Optional.empty() : Optional.of("no binaries of " + store));
        try (var server = store.start.get()) {
            outlives(server.dataStore(), store.schema, store.user, EveryStoreIT::deletePods);
        }
    }

    @ParameterizedTest
    @EnumSource
    void objects_onSqlite_areThereAfterWhatTheVolumeOutlives(SqliteVolume volume) {
        Real.skipUnless(RunningTenant.missing(VERSION, StoreKind.SQLITE));
        var store = DataStore.sqlite("sqlite", sqlite -> sqlite.volume(volume.name));
        outlives(store.build(), LONG + ": ", LONG + ":/ ", volume.restart);
    }

    /** An emptyDir outlives containers, a claim pods too. */
    enum SqliteVolume {
        EMPTY_DIR("emptyDir", EveryStoreIT::killContainers),
        CLAIM("persistentVolumeClaim", EveryStoreIT::deletePods);

        private final String name;
        private final Restart restart;

        SqliteVolume(String name, Restart restart) {
            this.name = name;
            this.restart = restart;
        }
    }

    private interface Restart {
        void of(RunningTenant tenant, RunningPod pod);
    }

    private static void outlives(DataStore store, String schema, String user, Restart restart) {
        try (var tenant = RunningTenant.on(
                VERSION,
                store,
                base -> base.spec(spec -> spec.dataStoreSchema(schema).dataStoreUsername(user)))) {
            var api = tenant.tenant().client();
            api.create(
                    JsonObject.parse(
                            "{apiVersion: v1, kind: ConfigMap, metadata: {name: written, namespace: default}, data: {key: value}}"));
            var before = tenant.node().pods().get(0);
            assertThat(tenant.node()
                            .argv(before.name(), "kube-apiserver")
                            .orElseThrow()
                            .started())
                    .contains("--etcd-prefix=/" + schema);
            var start = System.nanoTime();
            restart.of(tenant, before);
            eventually("other processes", Duration.ofMinutes(1), () -> others(tenant, before));
            var read = eventually("an answer", Duration.ofSeconds(30), () -> read(api));
            System.out.printf(
                    "%s: ready after %.1f s, again %.1f s after its end%n",
                    store.metadata().name().orElseThrow(),
                    tenant.tenant().startup().toMillis() / 1e3,
                    (System.nanoTime() - start) / 1e9);
            assertThat(read.text("data", "key")).contains("value");
        }
    }

    private static void deletePods(RunningTenant tenant, RunningPod pod) {
        var ref = ObjectRef.of("v1", "Pod", pod.namespace(), pod.name());
        assertThat(tenant.admin().delete(ref, Preconditions.NONE)).isTrue();
    }

    private static void killContainers(RunningTenant tenant, RunningPod pod) {
        assertThat(pod.processes()).containsKeys("kine", "kube-apiserver");
        pod.processes().values().forEach(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static Optional<RunningPod> others(RunningTenant tenant, RunningPod before) {
        return tenant.node().pods().stream()
                .filter(RunningPod::ready)
                .filter(pod -> pod.processes().containsKey("kube-apiserver"))
                .filter(pod -> !before.processes().containsValue(pod.processes().get("kube-apiserver")))
                .findFirst();
    }

    private static Optional<JsonObject> read(ClusterClient api) {
        try {
            return api.get(WRITTEN);
        } catch (ClusterException e) {
            return Optional.empty();
        }
    }
}
