package io.kamaji.api.schema;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A structural schema of a CRD (the part of OpenAPI v3 that apiextensions.k8s.io/v1 allows), without its CEL rules: defaults,
 * checks and unknown members of JSON values. Embedded types with {@code x-kubernetes-preserve-unknown-fields} are not looked
 * into. Immutable and thread-safe. Source: Kubernetes, "Specifying a structural schema".
 */
public final class StructuralSchema {
    private final JsonObject json;
    private final Map<String, StructuralSchema> properties;
    private final Optional<JsonValue> defaultValue;
    private final Optional<StructuralSchema> items;
    private final Optional<StructuralSchema> additionalProperties;

    private StructuralSchema(JsonObject json) {
        this.json = json;
        var members = new LinkedHashMap<String, StructuralSchema>();
        json.object("properties")
                .members()
                .forEach((name, schema) -> schema.asObject().ifPresent(object -> members.put(name, of(object))));
        this.properties = Collections.unmodifiableMap(members);
        this.defaultValue = json.get("default");
        this.items = json.get("items").flatMap(JsonValue::asObject).map(StructuralSchema::of);
        this.additionalProperties =
                json.get("additionalProperties").flatMap(JsonValue::asObject).map(StructuralSchema::of);
    }

    /** The schema that this JSON is: the value of {@code openAPIV3Schema} or of a part of it. */
    public static StructuralSchema of(JsonObject openApi) {
        return new StructuralSchema(openApi);
    }

    /** The schema as JSON. */
    public JsonObject toJson() {
        return json;
    }

    /** The schema of a member, or empty if it has none. */
    public Optional<StructuralSchema> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /** The schemas of all members. */
    public Map<String, StructuralSchema> properties() {
        return properties;
    }

    /** The schema of an array's items. */
    public Optional<StructuralSchema> items() {
        return items;
    }

    /** The schema of a map's values. */
    public Optional<StructuralSchema> additionalProperties() {
        return additionalProperties;
    }

    /** Whether members that the schema does not name are part of the value. */
    public boolean preservesUnknown() {
        return json.bool("x-kubernetes-preserve-unknown-fields").orElse(false)
                || json.bool("x-kubernetes-embedded-resource").orElse(false);
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
            properties.forEach((name, schema) -> {
                var given = object.members().getOrDefault(name, JsonValue.NULL);
                var member = given == JsonValue.NULL ? schema.defaultValue : Optional.of(given);
                member.ifPresent(it -> filled.put(name, schema.applyDefaults(it)));
            });
            return new JsonObject(filled);
        }
        return value;
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
