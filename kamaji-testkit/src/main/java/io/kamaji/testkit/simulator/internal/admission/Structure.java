package io.kamaji.testkit.simulator.internal.admission;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.LinkedHashMap;

/**
 * The structural schema of a custom kind: prunes what it does not declare and sets its defaults. Source: the Kubernetes
 * documentation on structural schemas. Stateless and thread-safe.
 */
public final class Structure {
    private Structure() {}

    /** The object pruned and with defaults. */
    public static JsonObject fill(JsonObject object, JsonObject schema) {
        var properties = schema.update(
                "properties", p -> p.without("metadata").without("apiVersion").without("kind"));
        var body = object.without("metadata").without("apiVersion").without("kind");
        var filled = (JsonObject) value(body, properties);
        return JsonObject.of(
                        "apiVersion",
                        object.get("apiVersion"),
                        "kind",
                        object.get("kind"),
                        "metadata",
                        object.get("metadata"))
                .plus(filled);
    }

    private static JsonValue value(JsonValue value, JsonObject schema) {
        if (value instanceof JsonArray array) {
            return schema.has("items") ? array.map(item -> value(item, schema.object("items"))) : array;
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        var keep = schema.bool("x-kubernetes-preserve-unknown-fields").orElse(false);
        var properties = schema.object("properties");
        var members = new LinkedHashMap<String, JsonValue>();
        object.members().forEach((name, member) -> {
            if (properties.has(name)) {
                members.put(name, value(member, properties.object(name)));
            } else if (schema.get("additionalProperties").isPresent()) {
                members.put(name, value(member, schema.object("additionalProperties")));
            } else if (keep || schema.bool("x-kubernetes-embedded-resource").orElse(false)) {
                members.put(name, member);
            }
        });
        properties.members().forEach((name, property) -> {
            var fallback = property.asObject().flatMap(p -> p.get("default"));
            if (fallback.isPresent() && !members.containsKey(name)) {
                members.put(name, value(fallback.get(), properties.object(name)));
            }
        });
        return new JsonObject(members);
    }
}
