package io.kamaji.api.boundary;

import io.kamaji.api.CustomResource;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Named defaults of tenants' specs, some of them locked, as a StorageClass is for volumes: the custom resource {@code TenantClass},
 * whose spec can't be changed. A default stands where the spec is silent, or says just what the CRD has for a default, since an API
 * server has that filled in already. Lists are taken whole. Immutable and thread-safe.
 */
public final class TenantClass extends PlatformResource {
    /** Kind of the custom resource. */
    public static final String KIND = "TenantClass";

    /** The annotation of a tenant by which it names its class. */
    public static final String ANNOTATION = "platform.kamaji.io/class";

    /** The annotation of the class of tenants that name none, {@code true} then. */
    public static final String IS_DEFAULT = "platform.kamaji.io/is-default-class";

    private static final Form FORM = new Form(
            KIND,
            BoundaryDefinitions.schema(BoundaryDefinitions.tenantClass()),
            resource -> new TenantClass(resource).wrong());
    private static final JsonObject SILENT =
            TenantControlPlane.builder().build().effective().toJsonObject().object("spec");

    private TenantClass(JsonObject resource) {
        super(resource);
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

    /** As {@link #parse}, from a document that was read already; what a server added to its metadata is left out. */
    public static TenantClass of(JsonObject document) {
        return new TenantClass(FORM.read(document));
    }

    private List<Violation> wrong() {
        var found = new ArrayList<>(wrongDefaults());
        for (var path : locked()) {
            if (locked(path).isEmpty()) {
                found.add(new Violation("spec.locked", JsonValue.of(path), "is none of the defaults"));
            }
        }
        return found;
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

    /** A builder in which nothing is said but the name. */
    public static Builder builder(String name) {
        return new Builder(FORM.named(name));
    }

    /** A builder with all of this said. */
    public Builder toBuilder() {
        return new Builder(toJsonObject());
    }

    /** Whether it is the class of tenants that name none. */
    public boolean isDefault() {
        return toJsonObject().text("metadata", "annotations", IS_DEFAULT).equals(Optional.of("true"));
    }

    /** The part of a spec that stands where the spec is silent. */
    public JsonObject defaults() {
        return toJsonObject().object("spec", "defaults");
    }

    /** Places within the spec that must be as the defaults have them. */
    public List<String> locked() {
        return toJsonObject().array("spec", "locked").texts();
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

    /** Says what tenants of a class have; each call replaces what was said of that before, unless it says otherwise. Not thread-safe. */
    public static final class Builder extends ResourceBuilder<Builder> {
        private Builder(JsonObject resource) {
            super(resource);
        }

        @Override
        Builder self() {
            return this;
        }

        /** Sets a default by its place within a tenant's spec, such as {@code kubernetes.version}. */
        public Builder byDefault(String path, Object value) {
            return set("defaults." + path, value);
        }

        /** As {@link #byDefault}, of which a tenant can't have another. */
        public Builder locked(String path, Object value) {
            return byDefault(path, value).append("locked", path);
        }

        /** Whether it is the class of tenants that name none; default: no. */
        public Builder isDefault(boolean yes) {
            return annotation(IS_DEFAULT, String.valueOf(yes));
        }

        /**
         * The value.
         *
         * @throws InvalidSpecException with everything that is wrong with it
         */
        public TenantClass build() {
            return of(resource());
        }
    }
}
