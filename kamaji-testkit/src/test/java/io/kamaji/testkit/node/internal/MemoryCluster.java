package io.kamaji.testkit.node.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** As much of an API as a node needs, in memory: versions, generations, events in order, watches from a version on. */
final class MemoryCluster implements ClusterClient {
    private final Map<ObjectRef, JsonObject> objects = new LinkedHashMap<>();
    private final List<WatchEvent> events = new ArrayList<>();
    private final Map<String, Integer> writes = new HashMap<>();
    private long version;
    private boolean closed;

    @Override
    public synchronized Optional<JsonObject> get(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    @Override
    public synchronized Listing list(ListRequest request) {
        return new Listing(
                objects.values().stream()
                        .filter(object -> matches(request, object))
                        .toList(),
                String.valueOf(version));
    }

    private static boolean matches(ListRequest request, JsonObject object) {
        return object.text("kind").equals(Optional.of(request.type().kind()))
                && (request.namespace().isEmpty() || request.namespace().equals(object.text("metadata", "namespace")));
    }

    @Override
    public synchronized JsonObject create(JsonObject object) {
        var ref = ObjectRef.of(object);
        if (objects.containsKey(ref)) {
            throw new ClusterException(409, "AlreadyExists", ref + " exists", ref, null, null);
        }
        return store(
                "ADDED",
                object.update(
                        "metadata",
                        metadata -> metadata.with("uid", "uid-" + (version + 1)).with("generation", 1)));
    }

    private JsonObject store(String event, JsonObject object) {
        version++;
        writes.merge(event + " " + object.text("kind").orElse(""), 1, Integer::sum);
        var stored = object.update("metadata", metadata -> metadata.with("resourceVersion", String.valueOf(version)));
        if (event.equals("DELETED")) {
            objects.remove(ObjectRef.of(stored));
        } else {
            objects.put(ObjectRef.of(stored), stored);
        }
        events.add(new WatchEvent(event, stored));
        notifyAll();
        return stored;
    }

    @Override
    public synchronized JsonObject replace(JsonObject object) {
        var old = need(ObjectRef.of(object));
        var generation = old.number("metadata", "generation").orElse(0L)
                + (old.object("spec").equals(object.object("spec")) ? 0 : 1);
        return store(
                "MODIFIED",
                object.update(
                                "metadata",
                                metadata ->
                                        old.object("metadata").plus(metadata).with("generation", generation))
                        .with("status", old.get("status")));
    }

    private JsonObject need(ObjectRef ref) {
        return get(ref).orElseThrow(() -> new ClusterException(404, "NotFound", ref + " not found", ref, null, null));
    }

    @Override
    public JsonObject apply(JsonObject object, ApplyOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized JsonObject patch(ObjectRef ref, PatchType type, JsonValue patch, String subresource) {
        var old = need(ref);
        if (type == PatchType.JSON) {
            var operation = patch.asArray().orElseThrow().objects().findFirst().orElseThrow();
            return store("MODIFIED", old.with("status", operation.get("value")));
        }
        return replace(merge(old, patch.asObject().orElseThrow()));
    }

    private static JsonObject merge(JsonObject target, JsonObject patch) {
        var merged = target;
        for (var entry : patch.members().entrySet()) {
            var value = entry.getValue();
            merged = merged.with(
                    entry.getKey(),
                    value.asObject()
                            .<JsonValue>map(object -> merge(target.object(entry.getKey()), object))
                            .orElse(value));
        }
        return merged;
    }

    @Override
    public synchronized boolean delete(ObjectRef ref, Preconditions preconditions) {
        var old = objects.get(ref);
        if (old == null) {
            return false;
        }
        if (preconditions.uid().isPresent() && !preconditions.uid().equals(old.text("metadata", "uid"))) {
            throw new ClusterException(409, "Conflict", "uid of " + ref, ref, null, null);
        }
        store("DELETED", old);
        return true;
    }

    @Override
    public boolean watch(
            ListRequest request, String resourceVersion, Duration atMost, Predicate<WatchEvent> seenEnough) {
        var next = Integer.parseInt(resourceVersion);
        while (true) {
            WatchEvent event;
            synchronized (this) {
                while (events.size() <= next && !closed) {
                    try {
                        wait(1000);
                    } catch (InterruptedException e) {
                        throw new ClusterException(0, "Unreachable", "interrupted", null, null, e);
                    }
                }
                if (closed) {
                    return false;
                }
                event = events.get(next++);
            }
            if (matches(request, event.object()) && seenEnough.test(event)) {
                return true;
            }
        }
    }

    /** Requests that changed something, by event and kind. */
    synchronized Map<String, Integer> writes() {
        return Map.copyOf(writes);
    }

    synchronized List<JsonObject> all(String kind) {
        return objects.values().stream()
                .filter(object -> object.text("kind").equals(Optional.of(kind)))
                .toList();
    }

    @Override
    public String raw(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String server() {
        return "memory";
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
