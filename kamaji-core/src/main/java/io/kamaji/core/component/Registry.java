package io.kamaji.core.component;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.Target;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What all components of a renderer declare, joined: the one place where the rest of Kamaji learns of kinds, credentials,
 * names and consequences. Immutable and thread-safe.
 */
public final class Registry {
    private final Map<String, Declaration> declarations;

    private Registry(Map<String, Declaration> declarations) {
        this.declarations = Collections.unmodifiableMap(new LinkedHashMap<>(declarations));
    }

    /** Of declarations by the name of their component, in render order. */
    public static Registry of(Map<String, Declaration> declarations) {
        return new Registry(declarations);
    }

    /** Names of the components, in render order. */
    public Set<String> components() {
        return declarations.keySet();
    }

    /** All types of a cluster, each once. */
    public Set<ResourceType> types(Target target) {
        return kinds(target).map(Declaration.Kind::type).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The types of a cluster of some kinds, each once. */
    public Set<ResourceType> types(Target target, Predicate<Declaration.Kind> which) {
        return kinds(target)
                .filter(which)
                .map(Declaration.Kind::type)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The kinds of a cluster that only some tenants have objects of. */
    public List<Declaration.Kind> demanded(Target target) {
        return kinds(target).filter(kind -> !kind.isCommon()).toList();
    }

    /** Objects of others in the admin cluster that a tenant's components look at, each once. */
    public Set<ObjectRef> looks(TenantControlPlane tenant) {
        return all(Declaration::looks)
                .flatMap(look -> look.refs().apply(tenant).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Types of objects of others that components look at. */
    public Set<ResourceType> lookedAt() {
        return all(Declaration::looks).map(Declaration.Look::type).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** How an object is handled that no rendered component contributes. */
    public Handling handling(Target target, ObjectRef ref) {
        return kinds(target)
                .filter(kind -> kind.type().is(ref))
                .map(Declaration.Kind::handling)
                .reduce(Handling::and)
                .orElse(Handling.PLAIN);
    }

    /** How an object of a component is handled: whether it can be done without is that component's to say. */
    public Handling handling(String component, Target target, ObjectRef ref) {
        var all = handling(target, ref);
        return declaration(component).stream()
                .flatMap(declaration -> declaration.kinds().stream())
                .filter(kind -> kind.target() == target && kind.type().is(ref))
                .findFirst()
                .map(kind -> new Handling(kind.handling().presence(), all.traits()))
                .orElse(all);
    }

    /** Whether a component declares the kind of an object. */
    public boolean isDeclared(String component, Target target, ObjectRef ref) {
        return declaration(component).stream()
                .flatMap(declaration -> declaration.kinds().stream())
                .anyMatch(kind -> kind.target() == target && kind.type().is(ref));
    }

    /** What a component declares. */
    public Optional<Declaration> declaration(String component) {
        return Optional.ofNullable(declarations.get(component));
    }

    /** All credentials, in render order. */
    public List<Credential> credentials() {
        return all(Declaration::credentials).toList();
    }

    /** Names of containers that no user's container may have. */
    public Set<String> containers() {
        return all(Declaration::containers).collect(Collectors.toUnmodifiableSet());
    }

    /** Where a spec sets the security context of a container; empty if nowhere. */
    public Optional<String> securityContext(String container) {
        return declarations.values().stream()
                .flatMap(declaration ->
                        Optional.ofNullable(declaration.securityContexts().get(container)).stream())
                .findFirst();
    }

    /** Names of containers that a user's container adds to. */
    public Set<String> sharedContainers() {
        return all(Declaration::sharedContainers).collect(Collectors.toUnmodifiableSet());
    }

    /** Names of volumes that no user's volume may have. */
    public Set<String> volumes() {
        return all(Declaration::volumes).collect(Collectors.toUnmodifiableSet());
    }

    /** What follows from changes in a cluster, in render order: a component speaks of kinds that it declares there. */
    public List<Consequence.Rule> consequences(Target target) {
        return all(declaration -> declaration.consequences().stream()
                        .filter(rule -> declaration.kinds().stream()
                                .anyMatch(kind ->
                                        kind.target() == target && kind.type().equals(rule.type())))
                        .toList())
                .distinct()
                .toList();
    }

    /** The condition to which the objects of a component in the tenant belong; of an unknown one, add-ons'. */
    public String condition(String component) {
        return declaration(component).map(Declaration::condition).orElse(Declaration.ADD_ONS);
    }

    private Stream<Declaration.Kind> kinds(Target target) {
        return all(Declaration::kinds).filter(kind -> kind.target() == target);
    }

    private <T> Stream<T> all(Function<Declaration, ? extends Collection<T>> part) {
        return declarations.values().stream().flatMap(declaration -> part.apply(declaration).stream());
    }
}
