package io.kamaji.api.json;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A JSON array. Immutable and thread-safe. */
public record JsonArray(List<JsonValue> items) implements JsonValue, Iterable<JsonValue> {

    /** {@code []}. */
    public static final JsonArray EMPTY = new JsonArray(List.of());

    public JsonArray {
        items = List.copyOf(items);
    }

    /** An array of the given Java values, each as {@link JsonValue#of(Object)} takes it. */
    public static JsonArray of(Object... values) {
        return new JsonArray(Stream.of(values).map(JsonValue::of).toList());
    }

    public int size() {
        return items.size();
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    public JsonValue get(int index) {
        return items.get(index);
    }

    /** The items that are objects. */
    public Stream<JsonObject> objects() {
        return items.stream().flatMap(item -> item.asObject().stream());
    }

    /** The items that are strings. */
    public List<String> texts() {
        return items.stream().flatMap(item -> item.asText().stream()).toList();
    }

    /** This array with each item replaced. */
    public JsonArray map(UnaryOperator<JsonValue> change) {
        return new JsonArray(items.stream().map(change).toList());
    }

    public Stream<JsonValue> stream() {
        return items.stream();
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return items.iterator();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
