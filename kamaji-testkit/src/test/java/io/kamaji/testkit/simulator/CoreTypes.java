package io.kamaji.testkit.simulator;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The core/v1 types that a tenant's spec embeds, as kamaji-api ships them: from an API server's OpenAPI v3 without descriptions,
 * merge strategies and the zero values that it calls defaults; a reference names a type of the same document.
 */
final class CoreTypes {
    private static final List<String> ROOTS = List.of(
            "Affinity",
            "Container",
            "PodSecurityContext",
            "ResourceRequirements",
            "SecurityContext",
            "TopologySpreadConstraint",
            "Volume",
            "VolumeMount");
    private static final List<String> KEPT =
            List.of("type", "format", "required", "enum", "x-kubernetes-list-type", "x-kubernetes-list-map-keys");
    private static final Map<String, JsonObject> SCALARS = Map.of(
            "Quantity", JsonObject.of("format", "quantity"),
            "IntOrString", JsonObject.of("x-kubernetes-int-or-string", true),
            "FieldsV1", JsonObject.of("type", "object", "x-kubernetes-preserve-unknown-fields", true));

    private final JsonObject schemas;
    private final Map<String, JsonValue> derived = new TreeMap<>();

    private CoreTypes(JsonObject schemas) {
        this.schemas = schemas;
    }

    static JsonObject derive(JsonObject openApi) {
        var types = new CoreTypes(openApi.object("components", "schemas"));
        ROOTS.forEach(types::type);
        return new JsonObject(types.derived).sorted();
    }

    private void type(String name) {
        if (derived.containsKey(name)) {
            return;
        }
        derived.put(name, JsonObject.EMPTY); // types may hold themselves
        var full = schemas.members().keySet().stream()
                .filter(key -> key.endsWith("." + name))
                .filter(key -> key.startsWith("io.k8s.api.core.v1.") || key.startsWith("io.k8s.apimachinery."))
                .findFirst()
                .orElseThrow();
        derived.put(name, SCALARS.getOrDefault(name, schema(schemas.object(full))));
    }

    private JsonObject schema(JsonObject source) {
        var reference = source.text("$ref")
                .or(() -> source.array("allOf")
                        .objects()
                        .flatMap(part -> part.text("$ref").stream())
                        .findFirst());
        if (reference.isPresent()) {
            var name = reference.get().substring(reference.get().lastIndexOf('.') + 1);
            type(name);
            return JsonObject.of("$ref", name);
        }
        var schema = JsonObject.EMPTY;
        for (var name : KEPT) {
            schema = schema.with(name, source.get(name));
        }
        if (schema.has("enum")) { // an empty text is as good as none
            var values = new LinkedHashSet<>(schema.array("enum").items());
            values.add(JsonValue.of(""));
            schema = schema.with("enum", new JsonArray(List.copyOf(values)));
        }
        var given = source.get("default").flatMap(JsonValue::asText).filter(text -> !text.isEmpty());
        schema = schema.with("default", given);
        var properties = new TreeMap<String, JsonValue>();
        source.object("properties")
                .members()
                .forEach((name, property) ->
                        properties.put(name, schema(property.asObject().orElseThrow())));
        if (!properties.isEmpty()) {
            schema = schema.with("properties", new JsonObject(properties));
        }
        for (var inner : List.of("items", "additionalProperties")) {
            schema = schema.with(
                    inner, source.get(inner).flatMap(JsonValue::asObject).map(this::schema));
        }
        return schema;
    }
}
