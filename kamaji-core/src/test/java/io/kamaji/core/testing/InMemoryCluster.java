package io.kamaji.core.testing;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.cluster.Observed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in a map, with one applier: what is applied replaces the object but for its identity and its foreign parts
 * are not modelled. Fails where it is told to. Not thread-safe.
 */
public final class InMemoryCluster implements ClusterClient {
    /** How a request fails: before it takes effect, or after. */
    public record Fault(int atRequest, int code, boolean afterEffect) {}

    private final Map<ObjectRef, JsonObject> objects = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private @Nullable Fault fault;
    private int version = 100;

    public Observed observed() {
        return new Observed(objects);
    }

    /** Requests so far, such as {@code POST v1 Secret tenants/blue-ca}. */
    public List<String> requests() {
        return requests;
    }

    public void failAt(Fault next) {
        fault = next;
        requests.clear();
    }

    /** As if somebody else had written it. */
    public void put(JsonObject object) {
        objects.put(ObjectRef.of(object), stored(object));
    }

    private JsonObject stored(JsonObject object) {
        var uid = Optional.ofNullable(objects.get(ObjectRef.of(object)))
                .flatMap(old -> old.text("metadata", "uid"))
                .orElse("uid-" + version);
        version++;
        return object.update(
                "metadata", meta -> meta.with("uid", uid).with("resourceVersion", Integer.toString(version)));
    }

    private <T> T request(String what, java.util.function.Supplier<T> effect) {
        requests.add(what);
        var now = fault != null && fault.atRequest() == requests.size() ? fault : null;
        if (now != null && !now.afterEffect()) {
            throw failure(now.code(), what);
        }
        var result = effect.get();
        if (now != null) {
            throw failure(now.code(), what);
        }
        return result;
    }

    private static ClusterException failure(int code, String what) {
        return new ClusterException(code, "Injected", code + " " + what, null, Duration.ofSeconds(1), null);
    }

    @Override
    public Optional<JsonObject> get(ObjectRef ref) {
        return request("GET " + ref, () -> Optional.ofNullable(objects.get(ref)));
    }

    @Override
    public Listing list(ListRequest request) {
        var items = objects.entrySet().stream()
                .filter(entry -> entry.getKey().kind().equals(request.type().kind()))
                .filter(entry -> request.namespace().isEmpty()
                        || request.namespace().equals(entry.getKey().namespace()))
                .map(Map.Entry::getValue)
                .toList();
        return request("LIST " + request.type().kind(), () -> new Listing(items, Integer.toString(version)));
    }

    @Override
    public JsonObject create(JsonObject object) {
        var ref = ObjectRef.of(object);
        return request("POST " + ref, () -> {
            if (objects.containsKey(ref)) {
                throw failure(409, "AlreadyExists " + ref);
            }
            put(object);
            return objects.get(ref);
        });
    }

    @Override
    public JsonObject replace(JsonObject object) {
        var ref = ObjectRef.of(object);
        return request("PUT " + ref, () -> {
            var old = Optional.ofNullable(objects.get(ref)).orElseThrow(() -> failure(404, "NotFound " + ref));
            if (!old.text("metadata", "resourceVersion").equals(object.text("metadata", "resourceVersion"))) {
                throw failure(409, "Conflict " + ref);
            }
            put(object);
            return objects.get(ref);
        });
    }

    @Override
    public JsonObject apply(JsonObject object, ApplyOptions options) {
        var ref = ObjectRef.of(object);
        return request((options.dryRun() ? "DRY " : "APPLY ") + ref, () -> {
            var old = objects.get(ref);
            var uid = object.text("metadata", "uid");
            if (uid.isPresent() && (old == null || !uid.equals(old.text("metadata", "uid")))) {
                throw failure(409, "uid mismatch " + ref);
            }
            if (old != null && !options.force() && !old.has("applied")) {
                throw failure(409, "conflict with another manager " + ref);
            }
            var entry = JsonObject.of(
                            "manager", options.fieldManager(),
                            "operation", "Apply",
                            "apiVersion", ref.apiVersion())
                    .with("fieldsV1", fields(stripped(object)));
            var applied = object.update("metadata", meta -> meta.with("managedFields", JsonArray.of(entry)));
            if (options.dryRun()) {
                return applied;
            }
            put(applied);
            return objects.get(ref);
        });
    }

    private static JsonObject stripped(JsonObject object) {
        return object.without("apiVersion")
                .without("kind")
                .update(
                        "metadata",
                        meta -> meta.without("name").without("namespace").without("uid"));
    }

    /** Lists of named objects are owned by item, other lists as a whole. */
    private static JsonObject fields(JsonValue value) {
        var owned = new LinkedHashMap<String, JsonValue>();
        if (value instanceof JsonObject object) {
            object.members().forEach((name, member) -> owned.put("f:" + name, fields(member)));
        } else if (value instanceof JsonArray items
                && items.stream().allMatch(item -> item instanceof JsonObject o && o.has("name"))) {
            items.objects()
                    .forEach(item -> owned.put(
                            "k:" + JsonObject.of("name", item.get("name")).toJson(), fields(item)));
        }
        return new JsonObject(owned);
    }

    @Override
    public JsonObject patch(ObjectRef ref, PatchType type, JsonValue patch, String subresourceOrEmpty) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        var preconditions = options.preconditions();
        return request("DELETE " + ref, () -> {
            var old = objects.get(ref);
            if (old != null
                    && (differs(preconditions.uid(), old.text("metadata", "uid"))
                            || differs(preconditions.resourceVersion(), old.text("metadata", "resourceVersion")))) {
                throw failure(409, "precondition " + ref);
            }
            return objects.remove(ref) != null;
        });
    }

    private static boolean differs(Optional<String> wanted, Optional<String> is) {
        return wanted.isPresent() && !wanted.equals(is);
    }

    @Override
    public boolean watch(
            ListRequest request, String resourceVersion, Duration atMost, Predicate<WatchEvent> seenEnough) {
        throw new UnsupportedOperationException();
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
    public void close() {}
}
