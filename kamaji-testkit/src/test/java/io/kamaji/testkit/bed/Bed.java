package io.kamaji.testkit.bed;

import io.kamaji.api.DataStore;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ResourceTypes;
import io.kamaji.testkit.Real;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        var secret = JsonObject.of("namespace", "kamaji-system", "name", name);
        return DataStore.of(JsonObject.of(
                "apiVersion",
                "kamaji.clastix.io/v1alpha1",
                "kind",
                "DataStore",
                "metadata",
                JsonObject.of("name", name),
                "spec",
                JsonObject.of(
                        "driver", "etcd",
                        "endpoints", List.of(read(stores.resolve(name).resolve("endpoint"))),
                        "tlsConfig",
                                JsonObject.of(
                                        "certificateAuthority",
                                                JsonObject.of(
                                                        "certificate", reference(secret, "ca.crt"),
                                                        "privateKey", reference(secret, "ca.key")),
                                        "clientCertificate",
                                                JsonObject.of(
                                                        "certificate", reference(secret, "tls.crt"),
                                                        "privateKey", reference(secret, "tls.key"))))));
    }

    /** Looks into a datastore server of driver etcd. */
    EtcdRemains remains(String name) {
        var server = stores.resolve(name);
        return new EtcdRemains(server, read(server.resolve("endpoint")));
    }

    private static JsonObject reference(JsonObject secret, String key) {
        return JsonObject.of("secretReference", secret.with("keyPath", key));
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
        for (var line : read(auditLog).split("\n")) {
            var event = line.isBlank() ? JsonObject.EMPTY : JsonObject.parse(line);
            var at = event.text("requestReceivedTimestamp").map(Instant::parse).orElse(Instant.MIN);
            var of = event.text("objectRef", "namespace").orElse("");
            if (event.text("user", "username").equals(Optional.of(user))
                    && (of.equals(namespace) || of.equals("kamaji-system"))
                    && !at.isBefore(since)) {
                verbs.put(
                        event.text("auditID").orElseThrow(), event.text("verb").orElseThrow());
            }
        }
        return verbs;
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
