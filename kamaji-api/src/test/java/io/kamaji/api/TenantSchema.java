package io.kamaji.api;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.stream.Collectors;

/** Looks into the tenant's CRD. */
final class TenantSchema {
    private TenantSchema() {}

    static JsonObject at(String... path) {
        var schema = CustomResourceDefinitions.schema(CustomResourceDefinitions.tenantControlPlane())
                .toJson()
                .object("properties", "spec");
        for (var name : path) {
            schema = schema.object("properties", name);
        }
        return schema;
    }

    static String unsupported(String... path) {
        return "Unsupported value, supported values: "
                + at(path).object("items").array("enum").stream()
                        .map(JsonValue::toJson)
                        .collect(Collectors.joining(", "));
    }
}
