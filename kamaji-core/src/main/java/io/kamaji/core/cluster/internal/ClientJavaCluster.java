package io.kamaji.core.cluster.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClientLimits;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A cluster reached with client-java's ApiClient (address, TLS, credentials) and plain HTTP: objects stay JSON trees, so a
 * server newer than client-java is no problem. Writes carry field manager {@code kamaji}. Lists come in pages of 500.
 * Thread-safe; holds threads only while a request is under way and up to a minute after.
 */
public final class ClientJavaCluster implements ClusterClient {
    private static final String MANAGER = "kamaji";
    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    /** What Kubernetes sets in each pod. */
    private static final String POD_MARK = "KUBERNETES_SERVICE_HOST";

    private final Http http;
    private final Discovery discovery;

    private ClientJavaCluster(ApiClient client, ClientLimits limits) {
        this(new Http(client, limits), new Discovery());
    }

    private ClientJavaCluster(Http http, Discovery discovery) {
        this.http = http;
        this.discovery = discovery;
    }

    public static ClientJavaCluster kubeconfig(Path file, ClientLimits limits) {
        return new ClientJavaCluster(KubeconfigText.client(file), limits);
    }

    public static ClientJavaCluster kubeconfig(String yaml, ClientLimits limits) {
        return new ClientJavaCluster(KubeconfigText.client(yaml), limits);
    }

    public static ClientJavaCluster inCluster(ClientLimits limits) {
        var what = "service account of this pod";
        if (System.getenv(POD_MARK) == null) {
            throw KubeconfigText.unusable(what, "this is no pod: " + POD_MARK + " is not set", null);
        }
        try {
            return new ClientJavaCluster(ClientBuilder.cluster().build(), limits);
        } catch (IOException | RuntimeException e) {
            throw KubeconfigText.unusable(what, String.valueOf(e.getMessage()), e);
        }
    }

    public static ClientJavaCluster of(ApiClient client, ClientLimits limits) {
        return new ClientJavaCluster(client, limits);
    }

    @Override
    public Optional<JsonObject> get(ObjectRef ref) {
        return discovery
                .find(http, ref.apiVersion(), ref.kind())
                .map(type -> http.send(Http.Call.of("GET", path(type, ref), ref)))
                .filter(answer -> !answer.isNotFound())
                .map(answer -> answer.object(ref));
    }

    @Override
    public ClusterClient within(Budget budget) {
        return new ClientJavaCluster(http.within(budget), discovery);
    }

    @Override
    public Listing list(ListRequest request) {
        return new Pages(http, request).read();
    }

    @Override
    public JsonObject create(JsonObject object) {
        var ref = ObjectRef.of(object);
        var type = type(ref);
        return write(
                "POST",
                type.path(namespace(type, ref)),
                ref,
                query("fieldManager", MANAGER),
                object,
                "application/json");
    }

    @Override
    public JsonObject replace(JsonObject object) {
        var ref = ObjectRef.of(object);
        return write("PUT", path(type(ref), ref), ref, query("fieldManager", MANAGER), object, "application/json");
    }

    @Override
    public JsonObject apply(JsonObject object, ApplyOptions options) {
        var ref = ObjectRef.of(object);
        var query = query(
                "fieldManager", options.fieldManager(),
                "force", Boolean.toString(options.force()),
                "dryRun", options.dryRun() ? "All" : "");
        return write("PATCH", path(type(ref), ref), ref, query, object, "application/apply-patch+yaml");
    }

    @Override
    public JsonObject patch(ObjectRef ref, PatchType patchType, JsonValue patch, String subresourceOrEmpty) {
        var path = path(type(ref), ref) + (subresourceOrEmpty.isEmpty() ? "" : "/" + subresourceOrEmpty);
        return write("PATCH", path, ref, query("fieldManager", MANAGER), patch, patchType.mediaType());
    }

    @Override
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        var type = discovery.find(http, ref.apiVersion(), ref.kind());
        if (type.isEmpty()) {
            return false;
        }
        var must = options.preconditions();
        var conditions = JsonObject.of("uid", must.uid(), "resourceVersion", must.resourceVersion());
        var body = JsonObject.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "DeleteOptions",
                        "propagationPolicy",
                        options.orphan() ? "Orphan" : "Background",
                        "preconditions",
                        conditions.isEmpty() ? null : conditions)
                .with("gracePeriodSeconds", options.gracePeriod().map(Duration::toSeconds));
        var answer =
                http.send(Http.Call.of("DELETE", path(type.get(), ref), ref).body(body.toJson(), "application/json"));
        return !answer.isNotFound() && !answer.json().isEmpty();
    }

    @Override
    public boolean watch(
            ListRequest request, String resourceVersion, Duration atMost, Predicate<WatchEvent> seenEnough) {
        var query = query(
                "watch",
                "true",
                "allowWatchBookmarks",
                "true",
                "labelSelector",
                request.labelSelector(),
                "resourceVersion",
                resourceVersion,
                "timeoutSeconds",
                Long.toString(Math.max(1, atMost.toSeconds())));
        var call = Http.Call.of("GET", request.type().path(request.namespace().orElse("")), null)
                .query(query)
                .accept(request.metadataOnly() ? METADATA_ONLY : "application/json");
        return http.stream(call, atMost, line -> {
            var event = line.json();
            var object = event.object("object");
            if (event.text("type").equals(Optional.of("ERROR"))) {
                var code = object.number("code").orElse(500L).intValue();
                throw Failures.refused(call, code, null, object.toJson());
            }
            return seenEnough.test(new WatchEvent(event.text("type").orElse(""), Pages.typed(request.type(), object)));
        });
    }

    @Override
    public Optional<ResourceType> type(String apiVersion, String kind) {
        return discovery.find(http, apiVersion, kind);
    }

    @Override
    public String raw(String path) {
        return http.expect(Http.Call.of("GET", path, null).accept("*/*")).body();
    }

    @Override
    public String server() {
        return http.server();
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonObject write(
            String method, String path, ObjectRef ref, Map<String, String> query, JsonValue body, String contentType) {
        var call = Http.Call.of(method, path, ref).query(query).body(body.toJson(), contentType);
        return http.expect(call).object(ref);
    }

    private ResourceType type(ObjectRef ref) {
        return discovery
                .find(http, ref.apiVersion(), ref.kind())
                .orElseThrow(() -> new ClusterException(
                        404,
                        "NotFound",
                        "the cluster at " + server() + " does not serve " + ref.apiVersion() + " " + ref.kind()
                                + " (install its custom resource definition)",
                        ref,
                        null,
                        null));
    }

    private static String path(ResourceType type, ObjectRef ref) {
        if (!ref.name().matches("[^/?#%]+") || ref.name().matches("\\.{1,2}")) {
            throw new IllegalArgumentException("no name of an object: " + ref);
        }
        namespace(type, ref);
        return type.path(ref);
    }

    private static String namespace(ResourceType type, ObjectRef ref) {
        if (type.namespaced() && ref.namespace().isEmpty()) {
            throw new IllegalArgumentException(ref + " is in no namespace, but its kind needs one");
        }
        return ref.namespace().orElse("");
    }

    private static Map<String, String> query(String... namesAndValues) {
        var query = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                query.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return query;
    }
}
