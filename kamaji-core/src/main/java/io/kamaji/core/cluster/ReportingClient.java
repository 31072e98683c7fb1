package io.kamaji.core.cluster;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.ClusterCall.Verb;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener of every call to a cluster. A list of several pages is one call. The listener is called by the thread
 * that called, before it returns; what it throws is logged and goes no further. Thread-safe if the listener is.
 */
public final class ReportingClient implements ClusterClient {
    private static final Logger LOG = LoggerFactory.getLogger(ReportingClient.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final ClusterClient client;
    private final String cluster;
    private final Consumer<? super ClusterCall> listener;

    private ReportingClient(ClusterClient client, String cluster, Consumer<? super ClusterCall> listener) {
        this.client = client;
        this.cluster = cluster;
        this.listener = listener;
    }

    /**
     * A client that tells.
     *
     * @param cluster label of the cluster in what is told
     */
    public static ClusterClient of(ClusterClient client, String cluster, Consumer<? super ClusterCall> listener) {
        return new ReportingClient(client, cluster, listener);
    }

    @Override
    public Optional<JsonObject> get(ObjectRef ref) {
        return told(Verb.GET, type(ref), ref.namespace(), () -> client.get(ref), found -> found.isPresent());
    }

    @Override
    public Listing list(ListRequest request) {
        return told(
                Verb.LIST, Optional.of(request.type()), request.namespace(), () -> client.list(request), all -> true);
    }

    @Override
    public JsonObject create(JsonObject object) {
        return written(Verb.CREATE, ObjectRef.of(object), () -> client.create(object));
    }

    @Override
    public JsonObject replace(JsonObject object) {
        return written(Verb.REPLACE, ObjectRef.of(object), () -> client.replace(object));
    }

    @Override
    public JsonObject apply(JsonObject object, ApplyOptions options) {
        return written(Verb.APPLY, ObjectRef.of(object), () -> client.apply(object, options));
    }

    @Override
    public JsonObject patch(ObjectRef ref, PatchType type, JsonValue patch, String subresourceOrEmpty) {
        return written(Verb.PATCH, ref, () -> client.patch(ref, type, patch, subresourceOrEmpty));
    }

    @Override
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        return told(Verb.DELETE, type(ref), ref.namespace(), () -> client.delete(ref, options), was -> was);
    }

    @Override
    public boolean watch(
            ListRequest request, String resourceVersion, Duration atMost, Predicate<WatchEvent> seenEnough) {
        return told(
                Verb.WATCH,
                Optional.of(request.type()),
                request.namespace(),
                () -> client.watch(request, resourceVersion, atMost, seenEnough),
                ended -> true);
    }

    @Override
    public ClusterClient within(Budget budget) {
        return new ReportingClient(client.within(budget), cluster, listener);
    }

    @Override
    public Optional<ResourceType> type(String apiVersion, String kind) {
        return client.type(apiVersion, kind);
    }

    @Override
    public String raw(String path) {
        return told(Verb.RAW, Optional.empty(), Optional.empty(), () -> client.raw(path), text -> true);
    }

    @Override
    public String server() {
        return client.server();
    }

    @Override
    public void close() {
        client.close();
    }

    private static Optional<ResourceType> type(ObjectRef ref) {
        return ResourceTypes.of(ref.apiVersion(), ref.kind());
    }

    private JsonObject written(Verb verb, ObjectRef ref, Supplier<JsonObject> call) {
        return told(verb, type(ref), ref.namespace(), call, answer -> true);
    }

    private <T> T told(
            Verb verb, Optional<ResourceType> type, Optional<String> namespace, Supplier<T> call, Predicate<T> found) {
        var began = System.nanoTime();
        var code = 0;
        try {
            var answer = call.get();
            code = found.test(answer) ? OK : NOT_FOUND;
            return answer;
        } catch (ClusterException e) {
            code = e.code();
            throw e;
        } finally {
            tell(new ClusterCall(cluster, verb, type, namespace, code, Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    private void tell(ClusterCall call) {
        try {
            listener.accept(call);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed on {}", call, e);
        }
    }
}
