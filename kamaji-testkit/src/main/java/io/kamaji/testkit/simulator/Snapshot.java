package io.kamaji.testkit.simulator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The objects at one time. Immutable and thread-safe.
 *
 * @param objects by resource, namespace and name
 */
public record Snapshot(List<JsonObject> objects) {
    private static final Set<String> VOLATILE = Set.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "lastTransitionTime",
            "lastUpdateTime",
            "time");

    /** Those of a namespace. */
    public Snapshot in(String namespace) {
        return where(object -> object.text("metadata", "namespace").orElse("").equals(namespace));
    }

    /** Those of a kind. */
    public Snapshot ofKind(String kind) {
        return where(object -> object.text("kind").orElse("").equals(kind));
    }

    /** Those that fulfil a condition. */
    public Snapshot where(Predicate<JsonObject> condition) {
        return new Snapshot(objects.stream().filter(condition).toList());
    }

    public Optional<JsonObject> get(ObjectRef ref) {
        return objects.stream()
                .filter(object -> ObjectRef.of(object).equals(ref))
                .findFirst();
    }

    public int size() {
        return objects.size();
    }

    /** What it is and where, in order. */
    public List<ObjectRef> refs() {
        return objects.stream().map(ObjectRef::of).toList();
    }

    /** The objects without what differs from run to run: uids, resourceVersions and timestamps, those of references too. */
    public Map<ObjectRef, JsonObject> normalised() {
        var normalised = new LinkedHashMap<ObjectRef, JsonObject>();
        objects.forEach(object -> normalised.put(ObjectRef.of(object), (JsonObject) normalise(object)));
        return normalised;
    }

    /** A value without uids, resourceVersions and timestamps at any depth. */
    public static JsonValue normalise(JsonValue value) {
        if (value instanceof JsonObject object) {
            var members = new LinkedHashMap<String, JsonValue>();
            object.members().forEach((name, member) -> {
                if (!VOLATILE.contains(name) || member instanceof JsonObject) {
                    members.put(name, normalise(member));
                }
            });
            return new JsonObject(members);
        }
        return value instanceof JsonArray array ? array.map(Snapshot::normalise) : value;
    }
}
