package io.kamaji.api.rules;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Finds the values at a path: {@code a.b} is a member, {@code a[]} each item of an array, <code>a{}</code> each member of
 * an object. Stateless.
 */
final class Places {
    private Places() {}

    /** Calls with the path and the value of every place that is there. */
    static void each(JsonObject tree, String path, BiConsumer<String, JsonValue> found) {
        walk("", tree, List.of(path.split("\\.")), found);
    }

    private static void walk(String at, JsonValue value, List<String> path, BiConsumer<String, JsonValue> found) {
        if (path.isEmpty()) {
            found.accept(at, value);
            return;
        }
        var step = path.get(0);
        var rest = path.subList(1, path.size());
        var many = step.endsWith("[]") || step.endsWith("{}");
        var name = many ? step.substring(0, step.length() - 2) : step;
        var here = at.isEmpty() ? name : at + "." + name;
        var member = value.asObject().flatMap(object -> object.get(name)).orElse(JsonValue.NULL);
        if (!many) {
            if (member != JsonValue.NULL) {
                walk(here, member, rest, found);
            }
        } else if (member instanceof JsonArray array && step.endsWith("[]")) {
            for (int i = 0; i < array.size(); i++) {
                walk(here + "[" + i + "]", array.get(i), rest, found);
            }
        } else if (member instanceof JsonObject object && step.endsWith("{}")) {
            object.members().forEach((key, inner) -> walk(here + "[" + key + "]", inner, rest, found));
        }
    }
}
