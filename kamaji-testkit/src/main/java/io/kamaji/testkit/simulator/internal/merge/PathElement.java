package io.kamaji.testkit.simulator.internal.merge;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.Shape.ListOf;
import io.kamaji.testkit.simulator.internal.schema.Shape.Relation;
import io.kamaji.testkit.simulator.internal.schema.Shape.Scalar;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;

/**
 * One step of a path of managed fields, in the notation of FieldsV1: {@code f:name} a field, {@code k:{"name":"x"}} the item
 * of a keyed list, {@code v:"x"} the item of a set. Ordered as the API prints them. Immutable and thread-safe.
 */
public record PathElement(String code) implements Comparable<PathElement> {

    /** A field or the key of a map. */
    public static PathElement field(String name) {
        return new PathElement("f:" + name);
    }

    /**
     * The step to an item of a set or of a keyed list; a missing key has its declared default.
     *
     * @throws IllegalArgumentException if a keyed item has none of its keys
     */
    public static PathElement item(ListOf list, JsonValue item) {
        if (list.relation() == Relation.SET) {
            return new PathElement("v:" + item.toJson());
        }
        var object = item.asObject()
                .orElseThrow(
                        () -> new IllegalArgumentException("element: associative list with keys may not have non-map"));
        var keys = new LinkedHashMap<String, JsonValue>();
        list.keys().stream().sorted().forEach(key -> {
            var value = object.members().get(key);
            if (value != null) {
                keys.put(key, value);
            } else if (list.items().member(key) instanceof Scalar scalar
                    && scalar.fallback().isPresent()) {
                keys.put(key, JsonValue.of(scalar.fallback()));
            }
        });
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "element: associative list with keys has an element that omits key field "
                            + list.keys().stream().map(key -> '"' + key + '"').collect(Collectors.joining(", "))
                            + " (and doesn't have default value)");
        }
        return new PathElement("k:" + new JsonObject(keys).toJson());
    }

    boolean isField() {
        return code.startsWith("f:");
    }

    /** The name of a field. */
    String name() {
        return code.substring(2);
    }

    /** As messages print it: {@code .name}, {@code [name="x"]}, {@code [="x"]}. */
    public String display() {
        if (isField()) {
            return "." + name();
        } else if (code.startsWith("v:")) {
            return "[=" + name() + "]";
        }
        return JsonObject.parse(name()).members().entrySet().stream()
                .map(key -> key.getKey() + "=" + key.getValue().toJson())
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public int compareTo(PathElement other) {
        int kind = Integer.compare("fkvi".indexOf(code.charAt(0)), "fkvi".indexOf(other.code.charAt(0)));
        return kind != 0 ? kind : code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
