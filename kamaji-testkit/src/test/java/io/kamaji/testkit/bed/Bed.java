package io.kamaji.testkit.bed;

import static io.kamaji.testkit.Eventually.until;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.Real;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real admin cluster, as the environment names it: {@code KAMAJI_TEST_ADMIN_KUBECONFIG}, {@code KAMAJI_TEST_AUDIT_LOG}
 * (one JSON line per request), {@code KAMAJI_TEST_STORES} (a folder per datastore server with its {@code endpoint}).
 */
public final class Bed {
    private static final String NAMESPACE = "kamaji-system";

    private final Path kubeconfig;
    private final Path auditLog;
    private final Path stores;

    private Bed(Path kubeconfig, Path auditLog, Path stores) {
        this.kubeconfig = kubeconfig;
        this.auditLog = auditLog;
        this.stores = stores;
    }

    /** The cluster, or the test is skipped with the reason; with {@code kamaji.requireReal=true} it fails. */
    public static Bed require() {
        return new Bed(path("KAMAJI_TEST_ADMIN_KUBECONFIG"), path("KAMAJI_TEST_AUDIT_LOG"), path("KAMAJI_TEST_STORES"));
    }

    /** A folder or file that the environment names, or the test is skipped with the reason. */
    static Path require(String variable) {
        return path(variable);
    }

    private static Path path(String variable) {
        var value = Optional.ofNullable(System.getenv(variable)).filter(text -> !text.isEmpty());
        Real.skipUnless(
                value.isPresent()
                        ? Optional.empty()
                        : Optional.of("no real admin cluster: " + variable + " is not set"));
        return Path.of(value.get());
    }

    public AdminCluster admin() {
        return AdminCluster.kubeconfig(kubeconfig);
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    /** A datastore server whose credentials are in a Secret of its name in namespace kamaji-system. */
    public DataStore etcd(String name) {
        return store("etcd", name).build();
    }

    /** The same for a driver whose administrator has a password. */
    public DataStore withPassword(String driver, String name) {
        return store(driver, name).basicAuth(NAMESPACE, name).build();
    }

    private DataStore.Builder store(String driver, String name) {
        return DataStore.builder()
                .metadata(m -> m.name(name))
                .spec(spec -> spec.driver(driver)
                        .endpoints(List.of(read(stores.resolve(name).resolve("endpoint")))))
                .certificateAuthority(
                        ContentRef.secret(NAMESPACE, name, "ca.crt"), ContentRef.secret(NAMESPACE, name, "ca.key"))
                .clientCertificate(NAMESPACE, name);
    }

    /** Looks into a datastore server of driver etcd. */
    EtcdRemains remains(String name) {
        var server = stores.resolve(name);
        return new EtcdRemains(server, read(server.resolve("endpoint")));
    }

    /**
     * A volume in a folder of this machine, which is the cluster's node, under a storage class of its own name. What a killed
     * run left of that name is taken away first; deleting it is the caller's.
     */
    static ObjectRef volume(ClusterClient admin, String name, Path folder) {
        var volume = ObjectRef.of("v1", "PersistentVolume", name);
        admin.delete(volume, Preconditions.NONE);
        until(
                "the end of the old volume",
                Duration.ofMinutes(1),
                () -> admin.get(volume).isEmpty());
        admin.create(JsonObject.parse("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: %1$s}
                spec:
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteOnce]
                  storageClassName: %1$s
                  persistentVolumeReclaimPolicy: Retain
                  hostPath: {path: %2$s}
                """.formatted(name, folder)));
        return volume;
    }

    /** Makes a namespace if it is not there. */
    public static void namespace(ClusterClient admin, String name) {
        var object = JsonObject.of("apiVersion", "v1", "kind", "Namespace", "metadata", JsonObject.of("name", name));
        if (admin.get(io.kamaji.api.ObjectRef.of(object)).isEmpty()) {
            admin.create(object);
        }
    }

    /** The requests that one user made for objects of a namespace since a moment, each once, by audit id. */
    Map<String, String> audited(String user, String namespace, Instant since) {
        var verbs = new LinkedHashMap<String, String>();
        for (var of : List.of(namespace, NAMESPACE)) {
            audit(of, since).stream()
                    .filter(event -> event.text("user", "username").equals(Optional.of(user)))
                    .forEach(event -> verbs.put(
                            event.text("auditID").orElseThrow(),
                            event.text("verb").orElseThrow()));
        }
        return verbs;
    }

    /** What the API server says of requests for objects of a namespace since a moment; watches are told twice. */
    List<JsonObject> audit(String namespace, Instant since) {
        var named = "\"namespace\":\"" + namespace + "\"";
        return read(auditLog)
                .lines()
                .filter(line -> line.contains(named))
                .map(JsonObject::parse)
                .filter(event -> event.text("objectRef", "namespace").equals(Optional.of(namespace)))
                .filter(event -> event.text("requestReceivedTimestamp")
                        .filter(at -> !Instant.parse(at).isBefore(since))
                        .isPresent())
                .toList();
    }

    static long writes(Map<String, String> audited) {
        return audited.values().stream()
                .filter(verb -> !List.of("get", "list", "watch").contains(verb))
                .count();
    }

    /** ReplicaSets of a tenant's Deployment: one per revision. */
    static int revisions(ClusterClient admin, String namespace, String tenant) {
        return admin.list(ClusterClient.ListRequest.of(
                        ResourceTypes.REPLICA_SET, namespace, "kamaji.clastix.io/name=" + tenant))
                .items()
                .size();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
