package io.kamaji.core.observe;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.render.ClusterCredentials;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a pass saw of a tenant in the admin cluster. Immutable.
 *
 * @param observed its objects, those of its names that may be somebody else's, and those of others that its components look at
 * @param warnings what could not be looked at
 * @param unserved types that were looked for and that the cluster does not serve
 */
public record AdminState(TenantObjects names, Observed observed, List<String> warnings, Set<ResourceType> unserved) {

    /** One list per kind that the tenant may have by its spec or had by the record, and what has no label of ours by name. */
    public static AdminState of(TenantControlPlane tenant, Registry registry, ClusterClient admin) {
        var names = TenantObjects.of(tenant);
        return of(names, looked(tenant, registry, admin, seen(names, registry, kind -> kind.isFor(tenant), admin)));
    }

    /**
     * The same of a tenant whose spec is not at hand.
     *
     * @param further objects to ask for by name where their kind is not looked for in every tenant
     */
    public static AdminState at(
            TenantObjects names, Registry registry, Collection<ObjectRef> further, ClusterClient admin) {
        var common = registry.types(Target.ADMIN, Declaration.Kind::isCommon);
        var seen = seen(names, registry, Declaration.Kind::isCommon, admin);
        var objects = new LinkedHashMap<>(seen.observed().objects());
        further.stream()
                .filter(ref -> common.stream().noneMatch(type -> type.is(ref)))
                .forEach(ref -> admin.get(ref).ifPresent(object -> objects.put(ref, object)));
        return of(names, new Observation(new Observed(objects), seen.warnings(), seen.unserved()));
    }

    /** The same with what lacks our label: what is to be adopted must be seen first, so that its keys are kept. */
    public static AdminState adoptable(TenantControlPlane tenant, Registry registry, ClusterClient admin) {
        var names = TenantObjects.of(tenant);
        Predicate<Declaration.Kind> sought = kind -> kind.isFor(tenant);
        var seen = Observation.of(
                admin, names.namespace(), "", required(registry, sought), others(registry, sought), Set.of());
        return of(names, looked(tenant, registry, admin, seen));
    }

    private static Observation seen(
            TenantObjects names, Registry registry, Predicate<Declaration.Kind> sought, ClusterClient admin) {
        var seen = Observation.of(
                admin,
                names.namespace(),
                names.selector(),
                required(registry, sought),
                others(registry, sought),
                Set.of(names.clusterAuthority()));
        return ContributedKinds.with(seen, names, registry.types(Target.ADMIN, sought), admin);
    }

    private static Set<ResourceType> required(Registry registry, Predicate<Declaration.Kind> sought) {
        return registry.types(Target.ADMIN, sought.and(kind -> kind.handling().has(Trait.READ_BACK)));
    }

    private static Set<ResourceType> others(Registry registry, Predicate<Declaration.Kind> sought) {
        var others = registry.types(Target.ADMIN, sought);
        others.removeAll(required(registry, sought));
        return others;
    }

    /** With what there is of others' objects, as far as it may be seen. */
    private static Observation looked(
            TenantControlPlane tenant, Registry registry, ClusterClient admin, Observation seen) {
        var objects = new LinkedHashMap<>(seen.observed().objects());
        for (var ref : registry.looks(tenant)) {
            try {
                admin.get(ref).ifPresent(object -> objects.put(ref, object));
            } catch (ClusterException e) {
                if (e.code() != 403) {
                    throw e;
                }
            }
        }
        return new Observation(new Observed(objects), seen.warnings(), seen.unserved());
    }

    private static AdminState of(TenantObjects names, Observation seen) {
        return new AdminState(names, seen.observed(), seen.warnings(), seen.unserved());
    }

    public Optional<JsonObject> get(ObjectRef ref) {
        return observed.get(ref);
    }

    /**
     * The tenant's Secrets by what follows its name in theirs.
     *
     * @throws KamajiException if the cluster CA is there in part
     */
    public Map<String, JsonObject> secrets() {
        requireWholeAuthority();
        var secrets = new HashMap<String, JsonObject>();
        var prefix = names.tenant() + "-";
        observed.objects().forEach((ref, object) -> {
            if (ResourceTypes.SECRET.is(ref) && ref.name().startsWith(prefix)) {
                secrets.put(ref.name().substring(prefix.length()), object);
            }
        });
        return secrets;
    }

    /** Pods mount its files: a Secret that exists without one of them, or with an empty one, can't serve. */
    private void requireWholeAuthority() {
        var files = ClusterCredentials.CA.files();
        get(names.clusterAuthority())
                .filter(secret -> files.stream().anyMatch(file -> isEmpty(secret, file)))
                .ifPresent(secret -> {
                    throw KamajiException.at(
                            names.clusterAuthority(),
                            "a cluster CA must hold " + String.join(" and ", files) + ", this one holds "
                                    + secret.object("data").members().keySet().stream()
                                            .map(key -> isEmpty(secret, key) ? key + " (empty)" : key)
                                            .toList()
                                    + ": add them, or delete the Secret to have a new CA made (for a tenant that lives only"
                                    + " with allowNewAuthorities)");
                });
    }

    private static boolean isEmpty(JsonObject secret, String key) {
        return secret.text("data", key).filter(value -> !value.isEmpty()).isEmpty();
    }

    /** The Secret with the cluster CA, if the user brought it. */
    public Set<ObjectRef> bringYourOwn() {
        var own = new HashSet<ObjectRef>();
        get(names.clusterAuthority())
                .filter(secret -> !Ownership.isATenants(secret))
                .ifPresent(secret -> own.add(names.clusterAuthority()));
        return own;
    }

    @Override
    public String toString() {
        return "AdminState[" + names.ref() + ", " + observed.objects().size() + " objects, warnings=" + warnings + "]";
    }
}
