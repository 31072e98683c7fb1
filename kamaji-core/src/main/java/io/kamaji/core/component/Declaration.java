package io.kamaji.core.component;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.component.Handling.Presence;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All that must be known of a component by whoever is not it: whatever the tenant, and also where the component is off, so
 * that what it left is found. Immutable and thread-safe.
 */
public final class Declaration {
    /** Says nothing: a component that only changes the pod, or contributes Secrets and ConfigMaps of the admin cluster. */
    public static final Declaration NONE = builder().build();

    /** The condition of objects in the tenant of which nothing else is said. */
    public static final String ADD_ONS = "AddOnsInstalled";

    /**
     * A kind of object that is contributed to a cluster.
     *
     * @param demand which tenants have such objects; empty: any may
     */
    public record Kind(Target target, ResourceType type, Handling handling, Optional<Demand> demand) {
        /** Whether any tenant may have such objects, whatever its spec asks for. */
        public boolean isCommon() {
            return demand.isEmpty();
        }

        /** Whether a tenant may have such objects by its spec. */
        public boolean isFor(TenantControlPlane tenant) {
            return demand.filter(only -> !only.asks().test(tenant)).isEmpty();
        }
    }

    /**
     * Objects of others, of one type, that tell how a tenant stands.
     *
     * @param refs which ones, by the spec; pure
     */
    public record Look(ResourceType type, Function<TenantControlPlane, Set<ObjectRef>> refs) {}

    private final List<Kind> kinds;
    private final List<Look> looks;
    private final List<Credential> credentials;
    private final Set<String> containers;
    private final Map<String, String> securityContexts;
    private final Set<String> sharedContainers;
    private final Set<String> volumes;
    private final String condition;
    private final Optional<String> podsCondition;
    private final List<Consequence.Rule> consequences;

    private Declaration(Builder builder) {
        kinds = List.copyOf(builder.kinds);
        looks = List.copyOf(builder.looks);
        credentials = builder.credentials.stream()
                .sorted(Comparator.comparing(credential -> !credential.isAuthority()))
                .toList();
        containers = Set.copyOf(builder.containers);
        securityContexts = Map.copyOf(builder.securityContexts);
        sharedContainers = Set.copyOf(builder.sharedContainers);
        volumes = Set.copyOf(builder.volumes);
        condition = builder.condition;
        podsCondition = builder.podsCondition;
        consequences = List.copyOf(builder.consequences);
    }

    /** Kinds of the objects that it may contribute. */
    public List<Kind> kinds() {
        return kinds;
    }

    /** Objects of others that it looks at. */
    public List<Look> looks() {
        return looks;
    }

    /** Credentials that it needs, authorities first. */
    public List<Credential> credentials() {
        return credentials;
    }

    /** Names of containers that are its own. */
    public Set<String> containers() {
        return containers;
    }

    /** Where a spec sets the security contexts of its containers, by their names. */
    public Map<String, String> securityContexts() {
        return securityContexts;
    }

    /** Names of its containers that a user's container of the same name adds to. */
    public Set<String> sharedContainers() {
        return sharedContainers;
    }

    /** Names of volumes that are its own. */
    public Set<String> volumes() {
        return volumes;
    }

    /** The condition that says whether its objects in the tenant are in place. */
    public String condition() {
        return condition;
    }

    /** The condition that says whether pods of its workload in the tenant do their work. */
    public Optional<String> podsCondition() {
        return podsCondition;
    }

    /** What follows from changes of its objects. */
    public List<Consequence.Rule> consequences() {
        return consequences;
    }

    /** A builder with nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Declaration}; not thread-safe. */
    public static final class Builder {
        private final List<Kind> kinds = new ArrayList<>();
        private final List<Look> looks = new ArrayList<>();
        private final List<Credential> credentials = new ArrayList<>();
        private final Set<String> containers = new LinkedHashSet<>();
        private final Map<String, String> securityContexts = new LinkedHashMap<>();
        private final Set<String> sharedContainers = new LinkedHashSet<>();
        private final Set<String> volumes = new LinkedHashSet<>();
        private final List<Consequence.Rule> consequences = new ArrayList<>();
        private String condition = ADD_ONS;
        private Optional<String> podsCondition = Optional.empty();

        private Builder() {}

        /** A kind without which the tenant is not what was asked for. */
        public Builder kind(Target target, ResourceType type, Trait... traits) {
            kinds.add(new Kind(target, type, Handling.of(traits), Optional.empty()));
            return this;
        }

        /** The same of a kind that only some tenants have objects of. */
        public Builder kindFor(Demand demand, Target target, ResourceType type, Trait... traits) {
            kinds.add(new Kind(target, type, Handling.of(traits), Optional.of(demand)));
            return this;
        }

        /** A kind that the tenant can do without, where the cluster does not serve it or does not let us write it. */
        public Builder tolerated(Target target, ResourceType type, Trait... traits) {
            kinds.add(new Kind(target, type, new Handling(Presence.TOLERATED, Set.of(traits)), Optional.empty()));
            return this;
        }

        /** Objects of others in the admin cluster, of one type, that are got by name in each pass; none is ever written. */
        public Builder looksAt(ResourceType type, Function<TenantControlPlane, Set<ObjectRef>> refs) {
            looks.add(new Look(type, refs));
            return this;
        }

        /** Credentials, which are issued, stored and read back for it. */
        public Builder credential(Credential... more) {
            credentials.addAll(List.of(more));
            return this;
        }

        /** Names of its containers: no user's container may have one of them. */
        public Builder container(String... names) {
            containers.addAll(List.of(names));
            return this;
        }

        /** Name of a container of its own, and where a spec sets its security context. */
        public Builder container(String name, String securityContext) {
            securityContexts.put(name, securityContext);
            return container(name);
        }

        /** Name of a container of which a user's container of the same name gives what is not set here. */
        public Builder sharedContainer(String name) {
            sharedContainers.add(name);
            return this;
        }

        /** Names of its volumes. */
        public Builder volume(String... names) {
            volumes.addAll(List.of(names));
            return this;
        }

        /** The condition that says whether its objects in the tenant are in place; default {@value #ADD_ONS}. */
        public Builder condition(String type) {
            condition = type;
            return this;
        }

        /** A condition that says whether pods of its workload in the tenant do their work; default: none. */
        public Builder podsCondition(String type) {
            podsCondition = Optional.of(type);
            return this;
        }

        /** What follows from a change of one of its objects. */
        public Builder consequence(Consequence.Rule rule) {
            consequences.add(rule);
            return this;
        }

        /** What follows from changes of its objects. */
        public Builder consequences(List<Consequence.Rule> rules) {
            consequences.addAll(rules);
            return this;
        }

        /** Builds. */
        public Declaration build() {
            return new Declaration(this);
        }
    }
}
