package io.kamaji.api.schema;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A structural schema of a CRD (the part of OpenAPI v3 that apiextensions.k8s.io/v1 allows), without its CEL rules: defaults,
 * checks and unknown members of JSON values. A part that is only {@code $ref} is one of {@link EmbeddedTypes}; other parts with
 * {@code x-kubernetes-preserve-unknown-fields} are not looked into. Immutable and thread-safe. Source: Kubernetes, "Specifying a
 * structural schema".
 */
public final class StructuralSchema {
    private final JsonObject json;
    private final JsonObject properties;

    /** Made when they are asked for: most values have few of the members that a schema knows. */
    private final Map<String, StructuralSchema> parts = new ConcurrentHashMap<>();

    private StructuralSchema(JsonObject json) {
        this.json = json;
        this.properties = json.object("properties");
    }

    /** The schema that this JSON is: the value of {@code openAPIV3Schema} or of a part of it. */
    public static StructuralSchema of(JsonObject openApi) {
        return openApi.text("$ref").map(EmbeddedTypes::named).orElseGet(() -> new StructuralSchema(openApi));
    }

    /** The schema as JSON. */
    public JsonObject toJson() {
        return json;
    }

    /** The schema of a member, or empty if it has none. */
    public Optional<StructuralSchema> property(String name) {
        return properties.get(name).flatMap(JsonValue::asObject).map(property -> part("." + name, property));
    }

    /** The schemas of all members. */
    public Map<String, StructuralSchema> properties() {
        var all = new LinkedHashMap<String, StructuralSchema>();
        properties.members().keySet().forEach(name -> property(name).ifPresent(schema -> all.put(name, schema)));
        return all;
    }

    /** The schema of an array's items. */
    public Optional<StructuralSchema> items() {
        return part("items");
    }

    /** The schema of a map's values. */
    public Optional<StructuralSchema> additionalProperties() {
        return part("additionalProperties");
    }

    private Optional<StructuralSchema> part(String keyword) {
        return json.get(keyword).flatMap(JsonValue::asObject).map(schema -> part(keyword, schema));
    }

    private StructuralSchema part(String key, JsonObject schema) {
        return parts.computeIfAbsent(key, any -> of(schema));
    }

    /** Whether members that the schema does not name are part of the value. */
    public boolean preservesUnknown() {
        return json.bool("x-kubernetes-preserve-unknown-fields").orElse(false)
                || json.bool("x-kubernetes-embedded-resource").orElse(false);
    }

    /**
     * The value without what is null where the schema names a member: no field is nullable, and the API server leaves them out so
     * that a default applies. A null of a part that the schema does not know stays; one of a member without any schema goes.
     */
    public JsonValue withoutNulls(JsonValue value) {
        if (value instanceof JsonArray array) {
            return items().<JsonValue>map(item -> array.map(item::withoutNulls)).orElse(array);
        } else if (value instanceof JsonObject object) {
            var kept = new LinkedHashMap<String, JsonValue>();
            object.members().forEach((name, member) -> {
                var property = property(name);
                if (member != JsonValue.NULL) {
                    var schema = property.or(this::additionalProperties);
                    kept.put(name, schema.map(it -> it.withoutNulls(member)).orElse(member));
                } else if (property.isEmpty() && additionalProperties().isEmpty() && preservesUnknown()) {
                    kept.put(name, member);
                } else if (property.isEmpty()) { // in a map no default is applied later
                    json.get("additionalProperties", "default").ifPresent(it -> kept.put(name, it));
                }
            });
            return new JsonObject(kept);
        }
        return value;
    }

    /**
     * The value with every default that applies, at every depth: a default fills a member that is missing in an object that is
     * there, and defaults inside of a default apply too.
     */
    public JsonValue applyDefaults(JsonValue value) {
        if (value instanceof JsonArray array) {
            return items().<JsonValue>map(item -> array.map(item::applyDefaults))
                    .orElse(array);
        } else if (value instanceof JsonObject object) {
            var filled = new LinkedHashMap<>(object.members());
            properties.members().keySet().forEach(name -> {
                var given = object.members().getOrDefault(name, JsonValue.NULL);
                var member = given == JsonValue.NULL ? properties.get(name, "default") : Optional.of(given);
                member.ifPresent(
                        it -> filled.put(name, property(name).orElseThrow().applyDefaults(it)));
            });
            return new JsonObject(filled);
        }
        return value;
    }

    /**
     * As much of the value as this schema can read: what is of another type is left out, and a required member that is missing is
     * the zero value that a Go client would read. Empty if the value itself is of another type.
     */
    public Optional<JsonValue> readable(JsonValue value) {
        return Lenient.read(this, value);
    }

    /** Everything that is wrong with the value, in the words of the API server. Paths start with the given one. */
    public List<Violation> violations(String path, JsonValue value) {
        return SchemaCheck.full().check(this, path, value);
    }

    /** Only what keeps the value from being read: wrong types and formats, and members that are required but missing. */
    public List<Violation> shapeViolations(String path, JsonValue value) {
        return SchemaCheck.shape().check(this, path, value);
    }

    /** Each member that the schema does not name, with its path. */
    public List<Violation> unknownMembers(String path, JsonValue value) {
        return SchemaCheck.unknown().check(this, path, value);
    }
}
