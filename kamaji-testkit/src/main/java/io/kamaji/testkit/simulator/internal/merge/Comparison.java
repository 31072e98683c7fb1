package io.kamaji.testkit.simulator.internal.merge;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.Shape;
import io.kamaji.testkit.simulator.internal.schema.Shape.ListOf;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths in which two states of an object differ. Immutable and thread-safe. */
public record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

    /** What changed from one state to the next. */
    public static Comparison of(JsonObject before, JsonObject after, Shape shape) {
        var walk = new Walk();
        walk.compare(before, after, shape, List.of(), false);
        return new Comparison(walk.added.set(), walk.modified.set(), walk.removed.set());
    }

    public boolean isSame() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    /** Added and modified paths: what a writer set. */
    public FieldSet written() {
        return added.union(modified);
    }

    /** This comparison without what is at or below the given paths. */
    public Comparison without(FieldSet ignored) {
        return new Comparison(
                added.withoutTreesOf(ignored), modified.withoutTreesOf(ignored), removed.withoutTreesOf(ignored));
    }

    private static final class Walk {
        private final Collector added = new Collector();
        private final Collector modified = new Collector();
        private final Collector removed = new Collector();

        void compare(
                @Nullable JsonValue before,
                @Nullable JsonValue after,
                Shape declared,
                List<PathElement> path,
                boolean whole) {
            var shape = declared.of(after == null || after instanceof JsonValue.Null ? before : after);
            if (shape.isLeaf() || whole || isVoid(before) && isVoid(after) || !sameKind(before, after)) {
                leaf(before, after, path);
                return;
            }
            if (shape instanceof ListOf list) {
                var old = index(list, before);
                var now = index(list, after);
                keys(old, now)
                        .forEach(step ->
                                compare(old.get(step), now.get(step), list.items(), Collector.plus(path, step), false));
            } else {
                var old = members(before);
                var now = members(after);
                keys(old, now)
                        .forEach(name -> compare(
                                old.get(name),
                                now.get(name),
                                shape.member(name),
                                Collector.plus(path, PathElement.field(name)),
                                false));
            }
            if (before == null) {
                added.add(path);
            } else if (after == null) {
                removed.add(path);
            }
        }

        private void leaf(@Nullable JsonValue before, @Nullable JsonValue after, List<PathElement> path) {
            if (before == null) {
                added.add(path);
            } else if (after == null) {
                removed.add(path);
            } else if (!before.equals(after)) {
                modified.add(path);
            }
        }

        private static boolean sameKind(@Nullable JsonValue before, @Nullable JsonValue after) {
            return before == null
                    || after == null
                    || before instanceof JsonValue.Null
                    || after instanceof JsonValue.Null
                    || before.getClass() == after.getClass();
        }

        private static boolean isVoid(@Nullable JsonValue value) {
            return value == null
                    || value instanceof JsonValue.Null
                    || value instanceof JsonObject object && object.isEmpty()
                    || value instanceof JsonArray array && array.isEmpty();
        }

        private static <K> LinkedHashSet<K> keys(Map<K, ?> old, Map<K, ?> now) {
            var keys = new LinkedHashSet<>(old.keySet());
            keys.addAll(now.keySet());
            return keys;
        }

        private static Map<String, JsonValue> members(@Nullable JsonValue value) {
            return value instanceof JsonObject object ? object.members() : Map.of();
        }

        private static Map<PathElement, JsonValue> index(ListOf list, @Nullable JsonValue value) {
            var items = new LinkedHashMap<PathElement, JsonValue>();
            if (value instanceof JsonArray array) {
                array.forEach(item -> items.put(PathElement.item(list, item), item));
            }
            return items;
        }
    }
}
