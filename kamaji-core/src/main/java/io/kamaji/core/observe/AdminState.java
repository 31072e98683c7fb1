package io.kamaji.core.observe;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.render.ClusterCredentials;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a pass saw of a tenant in the admin cluster. Immutable.
 *
 * @param observed its objects, and those of its names that may be somebody else's
 * @param warnings what could not be looked at
 */
public record AdminState(TenantObjects names, Observed observed, List<String> warnings) {

    /** One list per kind that components declare, and what may lack our label asked for by name. */
    public static AdminState at(TenantObjects names, Registry registry, ClusterClient admin) {
        var seen = Observation.of(
                admin,
                names.namespace(),
                names.selector(),
                registry.types(Target.ADMIN, Trait.READ_BACK),
                others(registry),
                Set.of(names.clusterAuthority()));
        return of(names, ContributedKinds.with(seen, names, registry, admin));
    }

    /** The same with what lacks our label: what is to be adopted must be seen first, so that its keys are kept. */
    public static AdminState adoptable(TenantObjects names, Registry registry, ClusterClient admin) {
        return of(
                names,
                Observation.of(
                        admin,
                        names.namespace(),
                        "",
                        registry.types(Target.ADMIN, Trait.READ_BACK),
                        others(registry),
                        Set.of()));
    }

    private static Set<ResourceType> others(Registry registry) {
        var others = registry.types(Target.ADMIN);
        others.removeAll(registry.types(Target.ADMIN, Trait.READ_BACK));
        return others;
    }

    private static AdminState of(TenantObjects names, Observation seen) {
        return new AdminState(names, seen.observed(), seen.warnings());
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
