package io.kamaji.api;

import io.kamaji.api.internal.Wire;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** How one kind is read and written. The shape of a document is checked by the CRD's schema before it becomes a value. */
final class ResourceKind<T extends CustomResource> {
    static final ResourceKind<TenantControlPlane> TENANT_CONTROL_PLANE = new ResourceKind<>(
            "TenantControlPlane",
            TenantControlPlane.class,
            CustomResourceDefinitions.tenantControlPlane(),
            List.of(
                    List.of("spec", "kubernetes", "kubelet"),
                    List.of("spec", "networkProfile"),
                    List.of("spec", "controlPlane", "deployment"),
                    List.of("spec", "addons")));
    static final ResourceKind<DataStore> DATA_STORE =
            new ResourceKind<>("DataStore", DataStore.class, CustomResourceDefinitions.dataStore(), List.of());
    static final ResourceKind<KubeconfigGenerator> KUBECONFIG_GENERATOR = new ResourceKind<>(
            "KubeconfigGenerator",
            KubeconfigGenerator.class,
            CustomResourceDefinitions.kubeconfigGenerator(),
            List.of());

    private final String name;
    private final Class<T> type;
    private final StructuralSchema schema;
    private final List<List<String>> parents;

    private ResourceKind(String name, Class<T> type, JsonObject definition, List<List<String>> parents) {
        this.name = name;
        this.type = type;
        this.parents = parents;
        var openApi = CustomResourceDefinitions.schema(definition).toJson();
        this.schema = StructuralSchema.of(openApi.update(
                "properties",
                properties -> properties.with("metadata", CustomResourceDefinitions.read("objectmeta.yaml"))));
    }

    T parse(String yamlOrJson, UnknownFields unknown) {
        return parse(JsonObject.parse(yamlOrJson), unknown);
    }

    T parse(JsonObject document, UnknownFields unknown) {
        var json = withoutNulls(document);
        var violations = new ArrayList<Violation>();
        need(json, "apiVersion", CustomResource.API_VERSION, violations);
        need(json, "kind", name, violations);
        if (!json.has("spec")) {
            violations.add(new Violation("spec", JsonValue.NULL, "Required value"));
        }
        violations.addAll(schema.shapeViolations("", json));
        if (unknown == UnknownFields.REFUSE) {
            violations.addAll(schema.unknownMembers("", json));
        }
        if (!violations.isEmpty()) {
            throw new InvalidSpecException(
                    name + " " + json.text("metadata", "name").orElse("without a name"), violations);
        }
        return Wire.value(json.without("apiVersion").without("kind"), type);
    }

    private static void need(JsonObject json, String name, String expected, List<Violation> violations) {
        var actual = json.get(name).orElse(JsonValue.NULL);
        if (actual == JsonValue.NULL) {
            violations.add(new Violation(name, actual, "Required value"));
        } else if (!actual.equals(JsonValue.of(expected))) {
            violations.add(new Violation(name, actual, "must be " + expected));
        }
    }

    /** An explicit null is as good as absent: no field is nullable, and the API server prunes them. */
    private static JsonObject withoutNulls(JsonObject object) {
        var kept = new LinkedHashMap<String, JsonValue>();
        object.members().forEach((name, value) -> {
            if (value != JsonValue.NULL) {
                kept.put(name, withoutNulls(value));
            }
        });
        return new JsonObject(kept);
    }

    private static JsonValue withoutNulls(JsonValue value) {
        return value instanceof JsonObject object
                ? withoutNulls(object)
                : value instanceof JsonArray array ? array.map(ResourceKind::withoutNulls) : value;
    }

    JsonObject toJsonObject(T value) {
        return JsonObject.of("apiVersion", CustomResource.API_VERSION, "kind", name)
                .plus(Wire.json(value));
    }

    JsonObject toCustomResource(T value) {
        var json = toJsonObject(value);
        for (var parent : parents) {
            if (json.get(parent.toArray(String[]::new)).isEmpty()) {
                json = json.withAt(parent, JsonObject.EMPTY);
            }
        }
        return json;
    }

    /** With the CRD's defaults. */
    JsonObject defaulted(T value) {
        return schema.applyDefaults(toCustomResource(value)).asObject().orElseThrow();
    }

    /** With the CRD's defaults, as a value. */
    T withDefaults(T value) {
        return Wire.value(defaulted(value).without("apiVersion").without("kind"), type);
    }

    /** What the schema has against the value once its defaults are applied. */
    List<Violation> schemaViolations(T value) {
        return schema.violations("", defaulted(value));
    }

    static <T extends CustomResource> T requireValid(T value) {
        var violations = value.validate();
        if (!violations.isEmpty()) {
            throw new InvalidSpecException(subject(value), violations);
        }
        return value;
    }

    private static String subject(CustomResource value) {
        var metadata = value.metadata();
        return metadata.namespace().map(namespace -> namespace + "/").orElse("")
                + metadata.name().orElse("an object without a name");
    }
}
