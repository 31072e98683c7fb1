package io.kamaji.api;

import io.kamaji.api.json.JsonObject;
import java.util.Optional;

/** Which object of a cluster: {@code apps/v1 Deployment tenants/blue}. Immutable and thread-safe. */
public record ObjectRef(String apiVersion, String kind, Optional<String> namespace, String name) {

    /** A namespaced object. */
    public static ObjectRef of(String apiVersion, String kind, String namespace, String name) {
        return new ObjectRef(apiVersion, kind, Optional.of(namespace), name);
    }

    /** A cluster-scoped object. */
    public static ObjectRef of(String apiVersion, String kind, String name) {
        return new ObjectRef(apiVersion, kind, Optional.empty(), name);
    }

    /**
     * The object that this JSON is.
     *
     * @throws IllegalArgumentException if it has no apiVersion, kind or metadata.name
     */
    public static ObjectRef of(JsonObject object) {
        return new ObjectRef(
                need(object, "apiVersion"),
                need(object, "kind"),
                object.text("metadata", "namespace"),
                need(object, "metadata", "name"));
    }

    private static String need(JsonObject object, String... path) {
        return object.text(path)
                .orElseThrow(() -> new IllegalArgumentException("no " + String.join(".", path) + " in " + object));
    }

    @Override
    public String toString() {
        return apiVersion + " " + kind + " " + namespace.map(ns -> ns + "/").orElse("") + name;
    }
}
