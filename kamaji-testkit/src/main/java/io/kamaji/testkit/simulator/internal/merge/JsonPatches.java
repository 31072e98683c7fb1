package io.kamaji.testkit.simulator.internal.merge;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonOperation;
import io.kamaji.api.json.JsonValue;
import java.util.LinkedHashMap;

/** JSON merge patch (RFC 7386) and JSON patch (RFC 6902). */
public final class JsonPatches {
    private JsonPatches() {}

    /** RFC 7386. */
    public static JsonValue merge(JsonValue target, JsonValue patch) {
        if (!(patch instanceof JsonObject changes)) {
            return patch;
        }
        var members =
                new LinkedHashMap<>(target.asObject().orElse(JsonObject.EMPTY).members());
        changes.members().forEach((name, value) -> {
            if (value instanceof JsonValue.Null) {
                members.remove(name);
            } else {
                members.put(name, merge(members.getOrDefault(name, JsonValue.NULL), value));
            }
        });
        return new JsonObject(members);
    }

    /**
     * RFC 6902.
     *
     * @throws IllegalArgumentException if an operation can't be done or a test fails
     */
    public static JsonValue patch(JsonValue target, JsonArray operations) {
        return JsonOperation.applyAll(operations, target);
    }
}
