package io.kamaji.testkit.bed;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.DataStoreSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A tenant of one pod on each kind of store of a real admin cluster: it gets ready, and what was written outlives the pod, or
 * the containers where the volume goes with the pod. The cluster's node is this machine.
 */
class BedStoresIT {
    private static final String NAMESPACE = "bed-stores-it";
    private static final ObjectRef WRITTEN = ObjectRef.of("v1", "ConfigMap", "default", "written");

    private final Bed bed = Bed.require();
    private ClusterClient admin;

    @BeforeEach
    void connect() {
        admin = bed.admin().connect();
        Bed.namespace(admin, NAMESPACE);
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @ParameterizedTest
    @CsvSource({"PostgreSQL, postgresql-bronze", "MySQL, mysql-bronze", "NATS, nats-bronze"})
    @Tag("long")
    void objects_podDeleted_areThere(String driver, String store) {
        outlives(bed.withPassword(driver, store), this::deletePod);
    }

    @Test
    void objects_onEtcd_podDeleted_areThere() {
        outlives(bed.etcd("etcd-bronze"), this::deletePod);
    }

    @Test
    void objects_onSqliteClaim_podDeleted_areThere(@TempDir Path folder) {
        var volume = Bed.volume(admin, NAMESPACE, folder);
        try {
            var store = DataStore.sqlite(
                    "sqlite-claim",
                    sqlite -> sqlite.volume("persistentVolumeClaim").storageClassName(NAMESPACE));
            outlives(store.build(), this::deletePod);
        } finally {
            admin.delete(volume, Preconditions.NONE);
        }
    }

    @Test
    void objects_onSqliteEmptyDir_containersKilled_areThere() {
        var store = DataStore.sqlite("sqlite-empty", sqlite -> sqlite.volume("emptyDir"));
        outlives(store.build(), BedStoresIT::killContainers);
    }

    private interface Restart {
        /** Ends what runs of a pod; whether what runs now is something else. */
        BooleanSupplier of(JsonObject pod) throws IOException;
    }

    private void outlives(DataStore store, Restart restart) {
        var name = store.metadata().name().orElseThrow();
        var tenant = TenantControlPlane.builder(NAMESPACE, name)
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .replicas(1)
                .dataStore(name)
                .build();
        try (var kamaji = Kamaji.connect(bed.admin(), settings -> settings.dataStores(DataStoreSource.of(store)))) {
            kamaji.tenant(tenant).delete(); // what a killed run left
            try {
                var start = System.nanoTime();
                kamaji.tenant(tenant).await(Duration.ofMinutes(2), pass -> {});
                var ready = System.nanoTime();
                try (var api = kamaji.tenant(tenant).client()) {
                    api.create(
                            JsonObject.parse(
                                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: written, namespace: default}, data: {key: value}}"));
                    var ended = System.nanoTime();
                    var others = restart.of(pod(name).orElseThrow());
                    until("other processes", Duration.ofMinutes(1), others);
                    until("an answer", Duration.ofMinutes(1), () -> read(api).isPresent());
                    System.out.printf(
                            "%s: ready after %.1f s, again %.1f s after its end%n",
                            name, (ready - start) / 1e9, (System.nanoTime() - ended) / 1e9);
                    assertThat(read(api).orElseThrow().text("data", "key")).contains("value");
                }
            } finally {
                kamaji.tenant(tenant).delete();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Optional<JsonObject> pod(String tenant) {
        return admin
                .list(ListRequest.of(ResourceTypes.POD, NAMESPACE, "kamaji.clastix.io/name=" + tenant))
                .items()
                .stream()
                .filter(pod -> pod.text("metadata", "deletionTimestamp").isEmpty())
                .filter(pod -> pod.array("status", "conditions")
                        .objects()
                        .anyMatch(condition -> condition.text("type").equals(Optional.of("Ready"))
                                && condition.text("status").equals(Optional.of("True"))))
                .findFirst();
    }

    private BooleanSupplier deletePod(JsonObject pod) {
        admin.delete(ObjectRef.of(pod), Preconditions.NONE);
        var name = pod.text("metadata", "labels", "kamaji.clastix.io/name").orElseThrow();
        return () -> pod(name).isPresent();
    }

    /** Ends kine and kube-apiserver, as a crash of both does; kubelet starts them again in the same pod. */
    private static BooleanSupplier killContainers(JsonObject pod) throws IOException {
        var before = new java.util.ArrayList<Long>();
        for (var process : ProcessHandle.allProcesses().toList()) {
            var program = process.info()
                    .command()
                    .map(Path::of)
                    .map(Path::getFileName)
                    .map(Path::toString)
                    .orElse("");
            if (java.util.List.of("kine", "kube-apiserver").contains(program) && isOf(pod, process.pid())) {
                process.destroyForcibly();
                before.add(process.pid());
            }
        }
        assertThat(before).hasSize(2);
        return () -> before.stream().noneMatch(id -> ProcessHandle.of(id).isPresent());
    }

    private static boolean isOf(JsonObject pod, long process) throws IOException {
        var group = Path.of("/proc/" + process + "/cgroup");
        return Files.exists(group)
                && Files.readString(group)
                        .replace('_', '-')
                        .contains(pod.text("metadata", "uid").orElseThrow());
    }

    private static Optional<JsonObject> read(ClusterClient api) {
        try {
            return api.get(WRITTEN);
        } catch (ClusterException e) {
            return Optional.empty();
        }
    }
}
