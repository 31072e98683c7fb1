package io.kamaji.testkit.simulator.internal.schema;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.schema.Shape.ListOf;
import io.kamaji.testkit.simulator.internal.schema.Shape.MapOf;
import io.kamaji.testkit.simulator.internal.schema.Shape.Relation;
import io.kamaji.testkit.simulator.internal.schema.Shape.Struct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of custom kinds, from their structural schema. Stateless and thread-safe. */
public final class CustomShape {
    private CustomShape() {}

    /** The shape of a kind; an empty schema says nothing. */
    public static Shape of(String kind, JsonObject schema) {
        var fields = new LinkedHashMap<String, Shape>();
        fields.put("apiVersion", Shape.ANY);
        fields.put("kind", Shape.ANY);
        schema.object("properties")
                .members()
                .forEach((name, property) ->
                        fields.put(name, shape(property.asObject().orElse(JsonObject.EMPTY))));
        if (schema.isEmpty()) {
            fields.put("spec", Shape.ANY);
            fields.put("status", Shape.ANY);
        }
        fields.put("metadata", Schema.builtIn().code("meta.v1.ObjectMeta+"));
        return new Struct(kind, () -> fields, false, false);
    }

    private static Shape shape(JsonObject schema) {
        var atomic = schema.text("x-kubernetes-map-type").orElse("").equals("atomic");
        if (schema.text("type").orElse("").equals("array")) {
            return list(schema);
        } else if (schema.get("additionalProperties")
                .flatMap(JsonValue::asObject)
                .isPresent()) {
            return new MapOf(shape(schema.object("additionalProperties")), atomic);
        } else if (!schema.object("properties").isEmpty()
                && !schema.bool("x-kubernetes-preserve-unknown-fields").orElse(false)) {
            var fields = new LinkedHashMap<String, Shape>();
            schema.object("properties")
                    .members()
                    .forEach((name, property) ->
                            fields.put(name, shape(property.asObject().orElse(JsonObject.EMPTY))));
            return new Struct("", () -> Map.copyOf(fields), atomic, false);
        }
        return atomic ? new Shape.Any(true) : Shape.ANY;
    }

    private static Shape list(JsonObject schema) {
        var items = shape(schema.object("items"));
        var keys = schema.array("x-kubernetes-list-map-keys").texts();
        return switch (schema.text("x-kubernetes-list-type").orElse("atomic")) {
            case "map" ->
                new ListOf(withFallbacks(items, keys, schema.object("items", "properties")), Relation.KEYED, keys);
            case "set" -> new ListOf(items, Relation.SET, List.of());
            default -> new ListOf(items, Relation.ATOMIC, List.of());
        };
    }

    /** A key with a default may be left out of an item. */
    private static Shape withFallbacks(Shape items, List<String> keys, JsonObject properties) {
        if (!(items instanceof Struct struct)) {
            return items;
        }
        var fields = new LinkedHashMap<>(struct.fields());
        for (var key : keys) {
            Optional<String> fallback = properties.object(key).text("default");
            fallback.ifPresent(text -> fields.put(key, new Shape.Scalar(Shape.Type.TEXT, fallback, false, true)));
        }
        return new Struct("", () -> Map.copyOf(fields), struct.atomic(), false);
    }
}
