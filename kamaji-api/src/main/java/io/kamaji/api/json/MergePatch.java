package io.kamaji.api.json;

import java.util.LinkedHashMap;

/** JSON merge patches. Stateless. Source: RFC 7386. */
public final class MergePatch {
    private MergePatch() {}

    /**
     * What makes the second of the first, as little as it takes: members that are gone are null in it, arrays are told as a
     * whole; empty if they are equal.
     */
    public static JsonObject between(JsonObject from, JsonObject to) {
        var patch = new LinkedHashMap<String, JsonValue>();
        from.members().keySet().stream().filter(name -> !to.has(name)).forEach(name -> patch.put(name, JsonValue.NULL));
        to.members().forEach((name, value) -> {
            var before = from.members().get(name);
            if (before instanceof JsonObject object && value instanceof JsonObject changed) {
                var inner = between(object, changed);
                if (!inner.isEmpty()) {
                    patch.put(name, inner);
                }
            } else if (!value.equals(before)) {
                patch.put(name, value);
            }
        });
        return new JsonObject(patch);
    }
}
