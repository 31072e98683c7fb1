package io.kamaji.api.json;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose members keep their order. Immutable and thread-safe: each {@code with…} gives a new object.
 * Equality ignores the order of members.
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {

    /** <code>{}</code>. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * An object of alternating names and values, each value as {@link JsonValue#of(Object)} takes it; a member whose
     * value is null or an empty Optional is left out.
     */
    public static JsonObject of(@Nullable Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + Arrays.toString(namesAndValues));
        }
        var members = new LinkedHashMap<String, JsonValue>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            var value = JsonValue.of(namesAndValues[i + 1]);
            if (value != NULL) {
                members.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return new JsonObject(members);
    }

    /** Reads one YAML or JSON document that is an object. */
    public static JsonObject parse(String yamlOrJson) {
        return JsonValue.parse(yamlOrJson)
                .asObject()
                .orElseThrow(() -> new IllegalArgumentException("not an object: " + yamlOrJson));
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The value that the names lead to, object by object; empty if any of them is not there. */
    public Optional<JsonValue> get(String... path) {
        JsonValue at = this;
        for (var name : path) {
            at = at instanceof JsonObject object ? object.members.get(name) : null;
            if (at == null) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    /** The object at the path, or <code>{}</code>. */
    public JsonObject object(String... path) {
        return get(path).flatMap(JsonValue::asObject).orElse(EMPTY);
    }

    /** The array at the path, or {@code []}. */
    public JsonArray array(String... path) {
        return get(path).flatMap(JsonValue::asArray).orElse(JsonArray.EMPTY);
    }

    /** The string at the path, or empty if nothing or something else is there. */
    public Optional<String> text(String... path) {
        return get(path).flatMap(JsonValue::asText);
    }

    /** The whole number at the path, or empty if nothing or something else is there. */
    public Optional<Long> number(String... path) {
        return get(path).flatMap(JsonValue::asLong);
    }

    /** The boolean at the path, or empty if nothing or something else is there. */
    public Optional<Boolean> bool(String... path) {
        return get(path).flatMap(JsonValue::asBoolean);
    }

    /** The members of the object at the path that are strings, such as labels. */
    public Map<String, String> texts(String... path) {
        var texts = new LinkedHashMap<String, String>();
        object(path).members.forEach((name, value) -> value.asText().ifPresent(text -> texts.put(name, text)));
        return Collections.unmodifiableMap(texts);
    }

    /** This object with a member set; a null value or an empty Optional removes it. */
    public JsonObject with(String name, @Nullable Object value) {
        var json = JsonValue.of(value);
        var changed = new LinkedHashMap<>(members);
        if (json == NULL) {
            changed.remove(name);
        } else {
            changed.put(name, json);
        }
        return new JsonObject(changed);
    }

    /** This object with the value at the path set, objects on the way made where they are missing; null removes it. */
    public JsonObject withAt(List<String> path, @Nullable Object value) {
        var name = path.get(0);
        return path.size() == 1
                ? with(name, value)
                : with(name, object(name).withAt(path.subList(1, path.size()), value));
    }

    public JsonObject without(String name) {
        return with(name, null);
    }

    /** This object with the object at a name (or <code>{}</code>) replaced by what the change makes of it. */
    public JsonObject update(String name, UnaryOperator<JsonObject> change) {
        return with(name, change.apply(object(name)));
    }

    /** This object with the members of another set over its own, one level deep. */
    public JsonObject plus(JsonObject other) {
        var changed = new LinkedHashMap<>(members);
        changed.putAll(other.members);
        return new JsonObject(changed);
    }

    /** This object with all members, at every depth, in the order of their names. */
    public JsonObject sorted() {
        var sorted = new LinkedHashMap<String, JsonValue>();
        members.keySet().stream().sorted().forEach(name -> sorted.put(name, sorted(members.get(name))));
        return new JsonObject(sorted);
    }

    private static JsonValue sorted(@Nullable JsonValue value) {
        return value instanceof JsonObject object
                ? object.sorted()
                : value instanceof JsonArray array ? array.map(JsonObject::sorted) : JsonValue.of(value);
    }

    @Override
    public String toString() {
        return toJson();
    }
}
