package io.kamaji.core.observe;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.plan.Ownership;
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

    /** One list per kind of ours, and what may lack our label asked for by name. */
    public static AdminState at(TenantObjects names, ClusterClient admin) {
        var seen = Observation.of(
                admin,
                names.namespace(),
                names.selector(),
                TenantObjects.REQUIRED,
                TenantObjects.OPTIONAL,
                Set.of(names.clusterAuthority()));
        return of(names, ContributedKinds.with(seen, names, admin));
    }

    /** The same with what lacks our label: what is to be adopted must be seen first, so that its keys are kept. */
    public static AdminState adoptable(TenantObjects names, ClusterClient admin) {
        return of(
                names,
                Observation.of(admin, names.namespace(), "", TenantObjects.REQUIRED, TenantObjects.OPTIONAL, Set.of()));
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
            if (ref.kind().equals("Secret") && ref.name().startsWith(prefix)) {
                secrets.put(ref.name().substring(prefix.length()), object);
            }
        });
        return secrets;
    }

    /** Pods mount {@code ca.crt} and {@code ca.key}: a Secret that exists without them can't serve. */
    private void requireWholeAuthority() {
        get(names.clusterAuthority())
                .filter(secret -> secret.text("data", "ca.crt").isEmpty()
                        || secret.text("data", "ca.key").isEmpty())
                .ifPresent(secret -> {
                    throw new KamajiException(
                            "a cluster CA must hold ca.crt and ca.key, this one holds "
                                    + secret.object("data").members().keySet() + ": add them, or delete the Secret to"
                                    + " have a new CA made",
                            null,
                            names.clusterAuthority(),
                            null);
                });
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
