package io.kamaji.core.plan;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields in which two objects differ, in words; items of lists are told apart by name where they have one, and
 * arguments by their flag. What the server keeps about an object (status, versions, times, managers) does not count.
 */
final class TreeDiff {
    private static final Set<String> BOOKKEEPING =
            Set.of("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink");
    private static final List<String> KEYS =
            List.of("name", "mountPath", "containerPort", "port", "key", "uid", "ip", "path", "type", "topologyKey");
    private static final int WIDTH = 100;

    private final boolean subset;
    private final List<FieldDiff> found = new ArrayList<>();

    private TreeDiff(boolean subset) {
        this.subset = subset;
    }

    /** All differences. */
    static List<FieldDiff> between(JsonObject before, JsonObject after) {
        var diff = new TreeDiff(false);
        diff.objects("", stripped(before), stripped(after));
        return List.copyOf(diff.found);
    }

    /** The differences in what the second object says; what only the first says does not count. */
    static List<FieldDiff> missing(JsonObject live, JsonObject wanted) {
        var diff = new TreeDiff(true);
        diff.objects("", stripped(live), stripped(wanted));
        return List.copyOf(diff.found);
    }

    private static JsonObject stripped(JsonObject object) {
        var meta = object.object("metadata");
        for (var name : BOOKKEEPING) {
            meta = meta.without(name);
        }
        return object.without("status").with("metadata", meta);
    }

    private void objects(String at, JsonObject before, JsonObject after) {
        var names = new LinkedHashSet<>(after.members().keySet());
        if (!subset) {
            names.addAll(before.members().keySet());
        }
        names.forEach(name -> values(FieldPath.member(at, name), before.get(name), after.get(name)));
    }

    private void values(String at, Optional<JsonValue> before, Optional<JsonValue> after) {
        if (before.equals(after)) {
            return;
        }
        var old = before.orElse(JsonValue.NULL);
        var now = after.orElse(JsonValue.NULL);
        if (old instanceof JsonObject a && now instanceof JsonObject b) {
            objects(at, a, b);
        } else if (old instanceof JsonArray a && now instanceof JsonArray b) {
            arrays(at, a, b);
        } else if (!Canonical.sameScalar(old, now, Canonical.Reading.QUANTITY) || !subset) {
            found.add(new FieldDiff(at, before.map(TreeDiff::print), after.map(TreeDiff::print)));
        }
    }

    private void arrays(String at, JsonArray before, JsonArray after) {
        var key = key(before, after);
        if (key.isEmpty()) {
            found.add(new FieldDiff(at, Optional.of(print(before)), Optional.of(print(after))));
            return;
        }
        var a = byKey(before, key.get());
        var b = byKey(after, key.get());
        var labels = new LinkedHashSet<>(b.keySet());
        if (!subset) {
            labels.addAll(a.keySet());
        }
        labels.forEach(label -> values(
                FieldPath.item(at, label), Optional.ofNullable(a.get(label)), Optional.ofNullable(b.get(label))));
        var orderBefore = a.keySet().stream().filter(b::containsKey).toList();
        var orderAfter = b.keySet().stream().filter(a::containsKey).toList();
        if (!orderBefore.equals(orderAfter)) {
            found.add(new FieldDiff(
                    at + " (order)",
                    Optional.of(String.join(" ", orderBefore)),
                    Optional.of(String.join(" ", orderAfter))));
        }
    }

    /** By what all items of both lists can be told apart. */
    private static Optional<Function<JsonValue, Optional<String>>> key(JsonArray before, JsonArray after) {
        Function<JsonValue, Optional<String>> flag =
                item -> item.asText().map(text -> text.startsWith("-") ? text.replaceFirst("=.*", "") : text);
        var candidates = new ArrayList<Function<JsonValue, Optional<String>>>();
        candidates.add(flag);
        KEYS.forEach(name -> candidates.add(
                item -> item.asObject().flatMap(object -> object.get(name)).map(TreeDiff::print)));
        return candidates.stream()
                .filter(key -> tellsApart(key, before) && tellsApart(key, after))
                .findFirst();
    }

    private static boolean tellsApart(Function<JsonValue, Optional<String>> key, JsonArray items) {
        return items.stream().allMatch(item -> key.apply(item).isPresent())
                && items.stream().map(key).distinct().count() == items.size();
    }

    private static Map<String, JsonValue> byKey(JsonArray items, Function<JsonValue, Optional<String>> key) {
        var map = new LinkedHashMap<String, JsonValue>();
        items.forEach(item -> map.put(key.apply(item).orElseThrow(), item));
        return map;
    }

    static String print(JsonValue value) {
        var text = value.asText().orElseGet(value::toJson);
        if (text.contains("\n")) {
            return "<" + text.lines().count() + " lines, " + Fingerprint.of(text) + ">";
        }
        if (text.isEmpty()) {
            return "\"\"";
        }
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH) + "… " + Fingerprint.of(text);
    }
}
