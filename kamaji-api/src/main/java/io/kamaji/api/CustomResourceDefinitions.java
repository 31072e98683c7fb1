package io.kamaji.api;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The CustomResourceDefinitions (apiextensions.k8s.io/v1) of the three kinds, as they are to be applied to an admin cluster;
 * wire-equal to the reference's but for additions: driver {@code SQLite} and the tenant's {@code status.conditions}. Embedded
 * Kubernetes types are not spelled out ({@code x-kubernetes-preserve-unknown-fields}). Thread-safe.
 */
public final class CustomResourceDefinitions {
    private CustomResourceDefinitions() {}

    /** All three: tenant control planes, datastores, kubeconfig generators. */
    public static List<JsonObject> all() {
        return List.of(tenantControlPlane(), dataStore(), kubeconfigGenerator());
    }

    /** {@code tenantcontrolplanes.kamaji.clastix.io}, namespaced. */
    public static JsonObject tenantControlPlane() {
        return Holder.TENANT_CONTROL_PLANE;
    }

    /** {@code datastores.kamaji.clastix.io}, cluster-scoped. */
    public static JsonObject dataStore() {
        return Holder.DATA_STORE;
    }

    /** {@code kubeconfiggenerators.kamaji.clastix.io}, cluster-scoped. */
    public static JsonObject kubeconfigGenerator() {
        return Holder.KUBECONFIG_GENERATOR;
    }

    /**
     * The schema of the only version of a CRD.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static StructuralSchema schema(JsonObject definition) {
        return definition
                .array("spec", "versions")
                .objects()
                .flatMap(version -> version.get("schema", "openAPIV3Schema").flatMap(JsonValue::asObject).stream())
                .map(StructuralSchema::of)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no schema in " + ObjectRef.of(definition)));
    }

    /**
     * A definition that this artifact ships, by its name.
     *
     * @throws IllegalStateException if there is none of that name
     */
    public static JsonObject named(String name) {
        return read("crds/" + name + ".json");
    }

    /** A JSON resource beside this class. */
    static JsonObject read(String name) {
        try (var in = CustomResourceDefinitions.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        static final JsonObject TENANT_CONTROL_PLANE = read("crds/tenantcontrolplanes.kamaji.clastix.io.json");
        static final JsonObject DATA_STORE = read("crds/datastores.kamaji.clastix.io.json");
        static final JsonObject KUBECONFIG_GENERATOR = read("crds/kubeconfiggenerators.kamaji.clastix.io.json");
    }
}
