package io.kamaji.api.boundary;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value around a custom resource of Kamaji's own group: name, annotations of that group and spec; what else a server or another
 * client keeps in its metadata is left out. Immutable and thread-safe.
 */
abstract sealed class PlatformResource permits Boundaries, TenantClass {
    private static final String GROUP = "platform.kamaji.io/";

    /** Group and version of the custom resource. */
    public static final String API_VERSION = GROUP + "v1alpha1";

    private final JsonObject resource;

    PlatformResource(JsonObject resource) {
        this.resource = resource;
    }

    /** Its name. */
    public String name() {
        return resource.text("metadata", "name").orElseThrow();
    }

    /** The custom resource, as it was given. */
    public JsonObject toJsonObject() {
        return resource;
    }

    /** The custom resource in YAML. */
    public String toYaml() {
        return resource.toYaml();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlatformResource that && resource.equals(that.resource);
    }

    @Override
    public int hashCode() {
        return resource.hashCode();
    }

    @Override
    public String toString() {
        return resource.text("kind").orElseThrow() + " " + name();
    }

    /**
     * How resources of a kind are read.
     *
     * @param rules what is wrong with one, beyond its schema
     */
    record Form(String kind, StructuralSchema schema, Function<JsonObject, List<Violation>> rules) {

        /** One of which nothing is said but the name. */
        JsonObject named(String name) {
            return JsonObject.of("apiVersion", API_VERSION, "kind", kind)
                    .with("metadata", JsonObject.of("name", name))
                    .with("spec", JsonObject.EMPTY);
        }

        /**
         * The resource in a document.
         *
         * @throws InvalidSpecException with everything that is wrong with it
         */
        JsonObject read(JsonObject document) {
            var found = new ArrayList<Violation>();
            need(document, "apiVersion", API_VERSION, found);
            need(document, "kind", kind, found);
            var name = document.text("metadata", "name").orElse("");
            if (name.isEmpty()) {
                found.add(new Violation("metadata.name", JsonValue.NULL, "Required value"));
            }
            var annotations = new LinkedHashMap<>(document.texts("metadata", "annotations"));
            annotations.keySet().removeIf(key -> !key.startsWith(GROUP));
            var metadata = JsonObject.of("name", name).with("annotations", annotations.isEmpty() ? null : annotations);
            var spec = schema.withoutNulls(document).asObject().flatMap(it -> it.get("spec"));
            var resource = named(name).with("metadata", metadata).with("spec", spec);
            found.addAll(schema.violations("", resource));
            schema.property("spec")
                    .ifPresent(part -> found.addAll(part.unknownMembers("spec", spec.orElse(JsonValue.NULL))));
            found.addAll(rules.apply(resource));
            if (!found.isEmpty()) {
                throw new InvalidSpecException(kind + " " + name, found);
            }
            return resource;
        }

        private static void need(JsonObject document, String name, String expected, List<Violation> found) {
            if (!document.text(name).equals(Optional.of(expected))) {
                found.add(new Violation(name, document.get(name).orElse(JsonValue.NULL), "must be " + expected));
            }
        }
    }
}
