package io.kamaji.api.boundary;

import io.kamaji.api.CustomResource;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.schema.StructuralSchema;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Named defaults of tenants' specs, some of them locked, as a StorageClass is for volumes: the custom resource {@code TenantClass},
 * whose spec can't be changed. A default stands where the spec is silent, or says just what the CRD has for a default, since an API
 * server has that filled in already. Lists are taken whole. Immutable and thread-safe.
 */
public final class TenantClass {
    /** Kind of the custom resource. */
    public static final String KIND = "TenantClass";

    /** The annotation of a tenant by which it names its class. */
    public static final String ANNOTATION = "platform.kamaji.io/class";

    /** The annotation of the class of tenants that name none, {@code true} then. */
    public static final String IS_DEFAULT = "platform.kamaji.io/is-default-class";

    private static final StructuralSchema SCHEMA = BoundaryDefinitions.schema(BoundaryDefinitions.tenantClass());
    private static final JsonObject SILENT =
            TenantControlPlane.builder().build().effective().toJsonObject().object("spec");

    private final JsonObject resource;

    private TenantClass(JsonObject resource) {
        this.resource = resource;
    }

    /**
     * Reads a {@code TenantClass} in YAML or JSON.
     *
     * @throws IllegalArgumentException if the text is neither
     * @throws InvalidSpecException with everything that is wrong with it, its defaults included
     */
    public static TenantClass parse(String yamlOrJson) {
        return of(JsonObject.parse(yamlOrJson));
    }

    /** As {@link #parse}, from a document that was read already. */
    public static TenantClass of(JsonObject document) {
        var found = new ArrayList<>(SCHEMA.violations("", document));
        if (!document.text("kind").equals(Optional.of(KIND))
                || !document.text("apiVersion").equals(Optional.of(Boundaries.API_VERSION))) {
            found.add(new Violation(
                    "kind",
                    document.get("kind").orElse(JsonValue.NULL),
                    "must be " + KIND + " of " + Boundaries.API_VERSION));
        }
        var created = new TenantClass(document);
        for (var path : created.locked()) {
            if (created.locked(path).isEmpty()) {
                found.add(new Violation("spec.locked", JsonValue.of(path), "is none of the defaults"));
            }
        }
        if (found.isEmpty()) {
            found.addAll(created.wrongDefaults());
        }
        if (!found.isEmpty()) {
            throw new InvalidSpecException(KIND + " " + created.name(), found);
        }
        return created;
    }

    /** What a spec made of the defaults alone could not be read for. */
    private List<Violation> wrongDefaults() {
        try {
            TenantControlPlane.of(JsonObject.of("apiVersion", CustomResource.API_VERSION, "kind", "TenantControlPlane")
                    .with("metadata", JsonObject.of("name", "any"))
                    .with("spec", defaults()));
            return List.of();
        } catch (InvalidSpecException e) {
            return e.violations().stream()
                    .filter(violation -> violation.path().startsWith("spec.") && violation.value() != JsonValue.NULL)
                    .map(violation -> new Violation(
                            "spec.defaults" + violation.path().substring("spec".length()),
                            violation.value(),
                            violation.message()))
                    .toList();
        }
    }

    /** Its name. */
    public String name() {
        return resource.text("metadata", "name").orElse("");
    }

    /** Whether it is the class of tenants that name none. */
    public boolean isDefault() {
        return resource.text("metadata", "annotations", IS_DEFAULT).equals(Optional.of("true"));
    }

    /** The part of a spec that stands where the spec is silent. */
    public JsonObject defaults() {
        return resource.object("spec", "defaults");
    }

    /** Places within the spec that must be as the defaults have them. */
    public List<String> locked() {
        return resource.array("spec", "locked").texts();
    }

    private Optional<JsonValue> locked(String path) {
        return defaults().get(path.split("\\."));
    }

    /** The tenant with the defaults where it is silent. */
    public TenantControlPlane apply(TenantControlPlane tenant) {
        return TenantControlPlane.of(
                tenant.toCustomResource().update("spec", spec -> filled(spec, defaults(), SILENT)));
    }

    private static JsonObject filled(JsonObject given, JsonObject defaults, JsonObject silent) {
        var filled = given;
        for (var member : defaults.members().entrySet()) {
            var name = member.getKey();
            var said = given.get(name)
                    .filter(value -> !value.equals(silent.get(name).orElse(JsonValue.NULL)));
            if (member.getValue() instanceof JsonObject inner
                    && given.get(name).filter(JsonObject.class::isInstance).isPresent()) {
                filled = filled.with(name, filled(given.object(name), inner, silent.object(name)));
            } else if (said.isEmpty()) {
                filled = filled.with(name, member.getValue());
            }
        }
        return filled;
    }

    /** Whatever of a tenant, as it was given, is locked and other than the class has it. */
    public List<Violation> check(TenantControlPlane tenant) {
        var spec = apply(tenant).toJsonObject().object("spec");
        var found = new ArrayList<Violation>();
        for (var path : locked()) {
            var wanted = locked(path).orElseThrow();
            var said = spec.get(path.split("\\.")).orElse(JsonValue.NULL);
            if (!said.equals(wanted)) {
                found.add(new Violation(
                        "spec." + path, said, "must be " + SpecPath.text(wanted) + " (class " + name() + ", locked)"));
            }
        }
        return found;
    }

    /** The custom resource. */
    public JsonObject toJsonObject() {
        return resource;
    }

    /** The custom resource in YAML. */
    public String toYaml() {
        return resource.toYaml();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TenantClass that && resource.equals(that.resource);
    }

    @Override
    public int hashCode() {
        return resource.hashCode();
    }

    @Override
    public String toString() {
        return KIND + " " + name();
    }
}
