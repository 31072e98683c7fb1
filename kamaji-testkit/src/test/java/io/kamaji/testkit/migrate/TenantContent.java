package io.kamaji.testkit.migrate;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Objects in a tenant's namespace {@code default}, as its API reports them, without resourceVersions. */
public final class TenantContent {
    private static final List<String> PATHS = List.of(
            "/api/v1/namespaces/default/configmaps",
            "/api/v1/namespaces/default/secrets",
            "/api/v1/namespaces/default/events",
            "/apis/coordination.k8s.io/v1/namespaces/default/leases",
            "/apis/example.com/v1/namespaces/default/widgets");

    private static final String ROOTS = PATHS.get(0) + "/kube-root-ca.crt";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private TenantContent() {}

    /** Makes about so many objects of five kinds; gives the content then. */
    public static String create(Kamaji kamaji, TenantControlPlane tenant, int count) {
        var workers = Executors.newFixedThreadPool(8);
        try (var api = kamaji.tenant(tenant).client()) {
            api.create(definition());
            await(api, PATHS.get(4));
            await(api, ROOTS); // the controller manager's, and part of the content
            var done = new ArrayList<Future<?>>();
            done.add(workers.submit(() -> api.create(lease())));
            for (int i = 1; i < count; i++) {
                int number = i;
                done.add(workers.submit(() -> api.create(object(number))));
            }
            for (var each : done) {
                each.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            workers.shutdownNow();
        }
        return of(kamaji, tenant);
    }

    /** The content now. */
    public static String of(Kamaji kamaji, TenantControlPlane tenant) {
        try (var api = kamaji.tenant(tenant).client()) {
            var all = new StringBuilder();
            for (var path : PATHS) {
                all.append(await(api, path).replaceAll("\"resourceVersion\":\"\\d+\"", ""))
                        .append('\n');
            }
            return all.toString();
        }
    }

    /** A custom kind is served some time after its definition, and after each start. */
    private static String await(ClusterClient api, String path) {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return api.raw(path);
            } catch (ClusterException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                try {
                    Thread.sleep(200);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
        }
    }

    private static JsonObject named(String apiVersion, String kind, String name, Object... more) {
        var object = JsonObject.of(
                "apiVersion", apiVersion,
                "kind", kind,
                "metadata", JsonObject.of("namespace", "default", "name", name));
        var rest = JsonObject.of(more);
        for (var member : rest.members().entrySet()) {
            object = object.with(member.getKey(), member.getValue());
        }
        return object;
    }

    private static JsonObject object(int i) {
        var text = "value of " + i + " ".repeat(i % 300);
        return switch (i % 20) {
            case 0, 1 -> named("v1", "Secret", "s" + i, "stringData", JsonObject.of("key", text));
            case 2 ->
                named(
                        "v1",
                        "Event",
                        "e" + i,
                        "involvedObject",
                        JsonObject.of("kind", "Pod", "namespace", "default", "name", "p" + i),
                        "reason",
                        "Tried",
                        "message",
                        text);
            case 3, 4 -> named("example.com/v1", "Widget", "w" + i, "spec", JsonObject.of("text", text));
            default -> named("v1", "ConfigMap", "c" + i, "data", JsonObject.of("key", text));
        };
    }

    private static JsonObject lease() {
        return named(
                "coordination.k8s.io/v1",
                "Lease",
                "only",
                "spec",
                JsonObject.of("holderIdentity", "me", "leaseDurationSeconds", 60));
    }

    private static JsonObject definition() {
        var anything = JsonObject.of("type", "object", "x-kubernetes-preserve-unknown-fields", true);
        return JsonObject.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                JsonObject.of("name", "widgets.example.com"),
                "spec",
                JsonObject.of(
                        "group",
                        "example.com",
                        "scope",
                        "Namespaced",
                        "names",
                        JsonObject.of("plural", "widgets", "singular", "widget", "kind", "Widget"),
                        "versions",
                        List.of(JsonObject.of(
                                "name",
                                "v1",
                                "served",
                                true,
                                "storage",
                                true,
                                "schema",
                                JsonObject.of("openAPIV3Schema", anything)))));
    }
}
