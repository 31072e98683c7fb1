package io.kamaji.testkit.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.observe.TenantAccess;
import io.kamaji.testkit.simulator.internal.admission.Addresses;
import io.kamaji.testkit.simulator.internal.rest.Api;
import io.kamaji.testkit.simulator.internal.rest.ApiError;
import io.kamaji.testkit.simulator.internal.rest.Call;
import io.kamaji.testkit.simulator.internal.rest.Cluster;
import io.kamaji.testkit.simulator.internal.rest.Deleter;
import io.kamaji.testkit.simulator.internal.rest.Reader;
import io.kamaji.testkit.simulator.internal.rest.Writer;
import io.kamaji.testkit.simulator.internal.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * An API for each tenant, known by the tenant's CA, with the simulator's rules and without HTTP: so many that each could not
 * have a server. Thread-safe.
 */
final class TenantApis {
    private static final int WINDOW = 10;

    private final Map<String, Api> apis = new ConcurrentHashMap<>();
    private final AtomicLong writes = new AtomicLong();

    TenantAccess access() {
        return (superAdmin, endpoints) ->
                new Client(apis.computeIfAbsent(superAdmin.certificateAuthorityPem(), ca -> api()));
    }

    /** An object of the tenant's own cluster, of each that has it. */
    List<JsonObject> find(ObjectRef ref) {
        return apis.values().stream()
                .flatMap(api -> new Client(api).get(ref).stream())
                .toList();
    }

    int count() {
        return apis.size();
    }

    /** How many writes all of them have seen. */
    long writes() {
        return writes.get();
    }

    private static Api api() {
        var cluster = new Cluster(new Store(WINDOW), Clock.systemUTC(), new Addresses(40));
        var writer = new Writer(cluster);
        var api = new Api(cluster, writer, new Deleter(cluster, writer), new Reader(cluster));
        for (var name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            api.answer(call(
                    "POST",
                    "/api/v1/namespaces",
                    Map.of(),
                    "application/json",
                    ResourceTypes.NAMESPACE.ref(name),
                    JsonObject.of("apiVersion", "v1", "kind", "Namespace", "metadata", JsonObject.of("name", name))));
        }
        return api;
    }

    private static Call call(
            String method, String path, Map<String, String> query, String contentType, ObjectRef ref, JsonValue body) {
        return new Call(
                method,
                path,
                query,
                Map.of("content-type", contentType, "user-agent", "kamaji-java/test"),
                body.toJson());
    }

    /** What a client of HTTP would ask. */
    private final class Client implements ClusterClient {
        private final Api api;

        Client(Api api) {
            this.api = api;
        }

        private JsonObject ask(
                String method, String path, Map<String, String> query, String type, ObjectRef ref, JsonValue body) {
            try {
                var call = call(method, path, query, type, ref, body);
                if (call.isWrite()) {
                    writes.incrementAndGet();
                }
                return api.answer(call).body();
            } catch (ApiError e) {
                throw new ClusterException(
                        e.code(),
                        e.status().text("reason").orElse(""),
                        method + " " + path + ": " + e.getMessage(),
                        ref,
                        e.code() >= 500 ? Duration.ofSeconds(1) : null,
                        null);
            }
        }

        private static String path(ObjectRef ref) {
            return ResourceTypes.of(ref.apiVersion(), ref.kind()).orElseThrow().path(ref);
        }

        private static String collection(ObjectRef ref) {
            return ResourceTypes.of(ref.apiVersion(), ref.kind())
                    .orElseThrow()
                    .path(ref.namespace().orElse(""));
        }

        @Override
        public Optional<JsonObject> get(ObjectRef ref) {
            try {
                return Optional.of(ask("GET", path(ref), Map.of(), "", ref, JsonObject.EMPTY));
            } catch (ClusterException e) {
                if (e.isNotFound()) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        @Override
        public Listing list(ListRequest request) {
            var query = new LinkedHashMap<String, String>();
            query.put("labelSelector", request.labelSelector());
            var list = ask(
                    "GET",
                    request.type().path(request.namespace().orElse("")),
                    query,
                    "",
                    ObjectRef.of("v1", "List", "all"),
                    JsonObject.EMPTY);
            return new Listing(
                    list.array("items")
                            .objects()
                            .map(item -> typed(request.type(), item))
                            .toList(),
                    list.text("metadata", "resourceVersion").orElse(""));
        }

        private static JsonObject typed(ResourceType type, JsonObject object) {
            return JsonObject.of("apiVersion", type.apiVersion(), "kind", type.kind())
                    .plus(object.without("apiVersion").without("kind"));
        }

        @Override
        public JsonObject create(JsonObject object) {
            var ref = ObjectRef.of(object);
            return ask("POST", collection(ref), Map.of("fieldManager", "kamaji"), "application/json", ref, object);
        }

        @Override
        public JsonObject replace(JsonObject object) {
            var ref = ObjectRef.of(object);
            return ask("PUT", path(ref), Map.of("fieldManager", "kamaji"), "application/json", ref, object);
        }

        @Override
        public JsonObject apply(JsonObject object, ApplyOptions options) {
            var ref = ObjectRef.of(object);
            var query = new LinkedHashMap<>(
                    Map.of("fieldManager", options.fieldManager(), "force", Boolean.toString(options.force())));
            if (options.dryRun()) {
                query.put("dryRun", "All");
            }
            return ask("PATCH", path(ref), query, "application/apply-patch+yaml", ref, object);
        }

        @Override
        public JsonObject patch(ObjectRef ref, PatchType type, JsonValue patch, String subresourceOrEmpty) {
            var path = path(ref) + (subresourceOrEmpty.isEmpty() ? "" : "/" + subresourceOrEmpty);
            return ask("PATCH", path, Map.of("fieldManager", "kamaji"), type.mediaType(), ref, patch);
        }

        @Override
        public boolean delete(ObjectRef ref, DeleteOptions options) {
            try {
                ask("DELETE", path(ref), Map.of(), "application/json", ref, JsonObject.EMPTY);
                return true;
            } catch (ClusterException e) {
                if (e.isNotFound()) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public boolean watch(
                ListRequest request, String resourceVersion, Duration atMost, Predicate<WatchEvent> seenEnough) {
            throw new UnsupportedOperationException("nobody watches tenants");
        }

        @Override
        public String raw(String path) {
            return "ok";
        }

        @Override
        public String server() {
            return "in memory";
        }

        @Override
        public void close() {}
    }
}
