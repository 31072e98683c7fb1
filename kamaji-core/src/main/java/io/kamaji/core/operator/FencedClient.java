package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.ResourceType;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Begins no write without a lease, ends each before the lease does, and remembers what was written. Reads are not
 * held up. Thread-safe.
 */
final class FencedClient implements ClusterClient {
    private final ClusterClient client;
    private final Fences fences;
    private final OwnWrites own;

    FencedClient(ClusterClient client, Fences fences, OwnWrites own) {
        this.client = client;
        this.fences = fences;
        this.own = own;
    }

    /** The client for one write. */
    private ClusterClient writer(ObjectRef ref) {
        return client.within(Budget.ofTime("the rest of a lease", fences.require(ref)));
    }

    @Override
    public JsonObject create(JsonObject object) {
        return own.note(writer(ObjectRef.of(object)).create(object));
    }

    @Override
    public JsonObject replace(JsonObject object) {
        return own.note(writer(ObjectRef.of(object)).replace(object));
    }

    @Override
    public JsonObject apply(JsonObject object, ApplyOptions options) {
        return options.dryRun()
                ? client.apply(object, options)
                : own.note(writer(ObjectRef.of(object)).apply(object, options));
    }

    @Override
    public JsonObject patch(ObjectRef ref, PatchType type, JsonValue patch, String subresourceOrEmpty) {
        return own.note(writer(ref).patch(ref, type, patch, subresourceOrEmpty));
    }

    @Override
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        var writer = writer(ref);
        own.noteDeletion(ref);
        return writer.delete(ref, options);
    }

    @Override
    public Optional<JsonObject> get(ObjectRef ref) {
        return client.get(ref);
    }

    @Override
    public Listing list(ListRequest request) {
        return client.list(request);
    }

    @Override
    public boolean watch(
            ListRequest request, String resourceVersion, Duration atMost, Predicate<WatchEvent> seenEnough) {
        return client.watch(request, resourceVersion, atMost, seenEnough);
    }

    @Override
    public ClusterClient within(Budget budget) {
        return new FencedClient(client.within(budget), fences, own);
    }

    @Override
    public Optional<ResourceType> type(String apiVersion, String kind) {
        return client.type(apiVersion, kind);
    }

    @Override
    public String raw(String path) {
        return client.raw(path);
    }

    @Override
    public String server() {
        return client.server();
    }

    /** Does nothing: the operator closes what it opened. */
    @Override
    public void close() {}
}
