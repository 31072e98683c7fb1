package io.kamaji.core.render;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Exposure;
import io.kamaji.core.component.Registry;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecView;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Acceptance;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.render.internal.Assembler;
import io.kamaji.core.render.internal.BuiltIn;
import io.kamaji.core.render.internal.SpecLimits;
import io.kamaji.core.render.internal.UserMounts;
import io.kamaji.pki.CertificateSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Renders a tenant control plane: a pure function of the spec and the inputs to manifests. Immutable and thread-safe, if the
 * components and changes it was given are.
 */
public final class ControlPlaneRenderer {
    private final List<Component> components;
    private final Map<String, List<UnaryOperator<JsonObject>>> changes;
    private final Registry registry;

    private ControlPlaneRenderer(Builder builder) {
        components = List.copyOf(builder.components);
        var declarations = new LinkedHashMap<String, Declaration>();
        declarations.put(Assembler.NAME, Assembler.DECLARATION);
        components.forEach(component -> declarations.put(component.name(), component.declares()));
        registry = Registry.of(declarations);
        var copy = new LinkedHashMap<String, List<UnaryOperator<JsonObject>>>();
        builder.changes.forEach((kind, list) -> copy.put(kind, List.copyOf(list)));
        changes = Map.copyOf(copy);
    }

    /** With the built-in components. */
    public static ControlPlaneRenderer standard() {
        var builder = new Builder();
        BuiltIn.COMPONENTS.forEach(builder::add);
        return builder.build();
    }

    /** A builder with the components and changes of this one. */
    public Builder toBuilder() {
        var builder = new Builder();
        components.forEach(builder::add);
        changes.forEach((kind, list) -> list.forEach(change -> builder.customize(kind, change)));
        return builder;
    }

    /**
     * Judges a spec by itself: what can never run, what was probably not meant. Settings that can't be read are left out, as
     * {@link TenantControlPlane#validate()} tells them.
     */
    public SpecFindings check(TenantControlPlane tenant) {
        var spec = SpecView.of(tenant.withReadableSettings());
        var found = new SpecFindings();
        SpecLimits.check(spec, registry, found);
        // a change of the user's own may bring volumes that only rendering shows
        if (changes.isEmpty()) {
            found.refuse(UserMounts.unknown(spec.tree(), registry.volumes()));
        }
        components.forEach(component -> component.rules().forEach(rule -> rule.check(spec, found)));
        return found;
    }

    /** Judges what {@link #check(TenantControlPlane)} could not: what the tenant's store, and a kine of that image, can't do. */
    public SpecFindings checkPlaced(TenantControlPlane tenant, DataStoreBinding storage, String kineImage) {
        var spec = SpecView.of(tenant, storage, kineImage);
        var found = new SpecFindings();
        SpecLimits.checkPlaced(spec, found);
        components.forEach(component -> component.placedRules().forEach(rule -> rule.check(spec, found)));
        return found;
    }

    /**
     * Where a tenant is reached, or what that waits for.
     *
     * @param observed the admin cluster's objects, as far as they were seen
     * @throws IllegalStateException if no component is an {@link Exposure}
     */
    public Endpoints endpoints(
            TenantControlPlane tenant, DataStoreBinding storage, Function<ObjectRef, Optional<JsonObject>> observed) {
        var view = TenantView.of(tenant, storage);
        for (var component : components) {
            if (component instanceof Exposure exposure && exposure.enabledFor(view)) {
                view = view.at(exposure.resolve(view, observed));
            }
        }
        return view.endpoints();
    }

    /**
     * Whether fronts take the routes to a tenant, in the order of its ways; none where nobody is asked.
     *
     * @param endpoints where it is reached
     * @param observed the admin cluster's objects, as far as they were seen
     */
    public List<Acceptance> acceptances(
            TenantControlPlane tenant,
            Endpoints endpoints,
            DataStoreBinding storage,
            Function<ObjectRef, Optional<JsonObject>> observed) {
        var view = TenantView.of(tenant, storage).at(endpoints);
        return enabled(view).stream()
                .flatMap(component -> component instanceof Exposure way ? Stream.of(way) : Stream.empty())
                .flatMap(way -> way.acceptance(view, observed).stream())
                .toList();
    }

    /**
     * The certificates that the tenant needs, in order; those whose subject alternative names are not known yet are left
     * out.
     */
    public List<CertificateSpec> certificates(
            TenantControlPlane tenant, Endpoints endpoints, DataStoreBinding storage) {
        var view = TenantView.of(tenant, storage).at(endpoints);
        return enabled(view).stream()
                .flatMap(component -> component.declares().credentials().stream())
                .filter(credential -> credential.isCertificate() && credential.isNeededBy(view))
                .flatMap(credential -> credential.specification(view).value().stream())
                .distinct()
                .toList();
    }

    /**
     * Renders everything.
     *
     * @throws IllegalStateException if two components contribute the same container, one extends a container that is not there,
     *     or one contributes what it does not declare
     */
    public Rendered render(TenantControlPlane tenant, RenderInputs inputs) {
        var view = TenantView.of(tenant, inputs.storage()).at(inputs.endpoints());
        var context = new RenderContext(view, inputs.credentials(), inputs.kineImage());
        return new Assembler(view, registry, inputs.owner(), this::customized).assemble(enabled(view), context);
    }

    /** What its components declare, and the frame that holds them. */
    public Registry registry() {
        return registry;
    }

    private List<Component> enabled(TenantView view) {
        return components.stream()
                .filter(component -> component.enabledFor(view))
                .toList();
    }

    private JsonObject customized(String kind, JsonObject tree) {
        var changed = tree;
        for (var change : changes.getOrDefault(kind, List.of())) {
            changed = change.apply(changed);
        }
        return changed;
    }

    /** Builds a {@link ControlPlaneRenderer}; not thread-safe. */
    public static final class Builder {
        private final List<Component> components = new ArrayList<>();
        private final Map<String, List<UnaryOperator<JsonObject>>> changes = new LinkedHashMap<>();

        private Builder() {}

        /**
         * One more component, after the others.
         *
         * @throws IllegalArgumentException if there is one of that name
         */
        public Builder add(Component component) {
            if (components.stream().anyMatch(other -> other.name().equals(component.name()))) {
                throw new IllegalArgumentException("a component named " + component.name() + " is there already");
            }
            components.add(component);
            return this;
        }

        /**
         * A last change of every object of a kind, after everything but the checksums; it must be pure and leave kind, name
         * and namespace alone.
         */
        public Builder customize(String kind, UnaryOperator<JsonObject> change) {
            changes.computeIfAbsent(kind, unused -> new ArrayList<>()).add(change);
            return this;
        }

        /** Builds. */
        public ControlPlaneRenderer build() {
            return new ControlPlaneRenderer(this);
        }
    }
}
