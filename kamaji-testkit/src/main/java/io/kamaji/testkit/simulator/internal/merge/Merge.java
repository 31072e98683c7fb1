package io.kamaji.testkit.simulator.internal.merge;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.Shape;
import io.kamaji.testkit.simulator.internal.schema.Shape.ListOf;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Structured merge: lays what an applier says over a live object, and takes paths out of an object. */
public final class Merge {
    private Merge() {}

    /** The live value with the applied one laid over it, lists merged item by item where their keys are declared. */
    public static JsonObject merge(JsonObject live, JsonObject applied, Shape shape) {
        return (JsonObject) over(live, applied, shape);
    }

    private static JsonValue over(JsonValue live, JsonValue applied, Shape declared) {
        var shape = declared.of(applied);
        if (shape.isLeaf() || live.getClass() != applied.getClass()) {
            return applied;
        } else if (live instanceof JsonObject before && applied instanceof JsonObject after) {
            var members = new LinkedHashMap<>(before.members());
            after.members().forEach((name, value) -> {
                var old = members.get(name);
                members.put(name, old == null ? value : over(old, value, shape.member(name)));
            });
            return new JsonObject(members);
        }
        return list((JsonArray) live, (JsonArray) applied, (ListOf) shape);
    }

    /**
     * Common items and new ones in the applier's order. A live item of its own keeps its place between the common items; a
     * common item that moved does not hold it back.
     */
    private static JsonArray list(JsonArray live, JsonArray applied, ListOf list) {
        var before = index(live, list);
        var after = index(applied, list);
        var common = new ArrayDeque<>(after.keySet());
        common.removeIf(step -> !before.containsKey(step));
        var now = new ArrayDeque<>(after.keySet());
        var merged = new LinkedHashMap<PathElement, JsonValue>();
        for (var step : before.keySet()) {
            if (!after.containsKey(step)) {
                merged.put(step, get(before, step));
                continue;
            }
            var next = step.equals(common.peek());
            while (next && !now.isEmpty() && !merged.containsKey(step)) {
                take(now.remove(), before, after, merged, list);
            }
            common.removeAll(merged.keySet());
        }
        now.forEach(step -> take(step, before, after, merged, list));
        return new JsonArray(List.copyOf(merged.values()));
    }

    private static void take(
            PathElement step,
            Map<PathElement, JsonValue> before,
            Map<PathElement, JsonValue> after,
            Map<PathElement, JsonValue> merged,
            ListOf list) {
        var value = get(after, step);
        merged.put(step, before.containsKey(step) ? over(get(before, step), value, list.items()) : value);
    }

    private static JsonValue get(Map<PathElement, JsonValue> items, PathElement step) {
        return items.getOrDefault(step, JsonValue.NULL);
    }

    private static Map<PathElement, JsonValue> index(JsonArray array, ListOf list) {
        var items = new LinkedHashMap<PathElement, JsonValue>();
        array.forEach(item -> items.put(PathElement.item(list, item), item));
        return items;
    }

    /** The object without what is at the paths of the set. */
    public static JsonObject remove(JsonObject object, FieldSet paths, Shape shape) {
        return (JsonObject) without(object, paths, shape);
    }

    private static JsonValue without(JsonValue value, FieldSet paths, Shape declared) {
        var shape = declared.of(value);
        if (paths.isEmpty() || shape.isLeaf()) {
            return value;
        } else if (value instanceof JsonObject object) {
            var members = new LinkedHashMap<String, JsonValue>();
            object.members().forEach((name, member) -> {
                var step = PathElement.field(name);
                if (!paths.has(step)) {
                    members.put(name, without(member, paths.at(step), shape.member(name)));
                }
            });
            return new JsonObject(members);
        } else if (value instanceof JsonArray array && shape instanceof ListOf list) {
            var items = new LinkedHashSet<JsonValue>();
            array.forEach(item -> {
                var step = PathElement.item(list, item);
                if (!paths.has(step)) {
                    items.add(without(item, paths.at(step), list.items()));
                }
            });
            return new JsonArray(List.copyOf(items));
        }
        return value;
    }
}
