package io.kamaji.core.observe;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.plan.Remnants;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A look into the tenant's own cluster, if its API can be up; holds the connection until it is closed.
 *
 * @param client the tenant's API; empty if it was not asked or did not answer
 * @param problem why it did not answer
 */
public record TenantState(Optional<ClusterClient> client, Observed observed, Optional<String> problem)
        implements AutoCloseable {
    private static final TenantState NONE =
            new TenantState(Optional.empty(), new Observed(java.util.Map.of()), Optional.empty());

    /** Not looked at. */
    public static TenantState unseen() {
        return NONE;
    }

    /** Could not be looked at. */
    public static TenantState unanswered(String problem) {
        return new TenantState(Optional.empty(), NONE.observed(), Optional.of(problem));
    }

    /**
     * Looks: one list per type and per kind that components once contributed, and one GET for each wanted object that no list
     * had and each {@link Remnants}.
     *
     * @param open opens a client of the tenant's API
     * @param admin what was seen of it in the admin cluster
     * @param types of which the tenant may have objects
     * @param wanted what is rendered for it
     * @param settled by what was seen, whether the tenant may be told of it now; if not, nothing was seen
     */
    public static TenantState at(
            Supplier<ClusterClient> open,
            AdminState admin,
            Set<ResourceType> types,
            List<ObjectRef> wanted,
            Predicate<Observed> settled) {
        try {
            return seen(open.get(), admin, types, wanted, settled);
        } catch (KamajiException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return unanswered("the tenant's API did not answer: " + e.getMessage());
        }
    }

    private static TenantState seen(
            ClusterClient client,
            AdminState admin,
            Set<ResourceType> types,
            List<ObjectRef> wanted,
            Predicate<Observed> settled) {
        var keep = false;
        try {
            var names = new LinkedHashSet<>(Remnants.REFS);
            names.addAll(wanted);
            var sought = new LinkedHashSet<>(types);
            sought.addAll(ContributedKinds.inTenant(admin, client));
            var selector = Ownership.selector(Target.TENANT, admin.names().tenant());
            var observed = Observation.of(client, "", selector, Set.of(), sought, names)
                    .observed();
            keep = settled.test(observed);
            return keep ? new TenantState(Optional.of(client), observed, Optional.empty()) : NONE;
        } finally {
            if (!keep) {
                client.close();
            }
        }
    }

    /** What there is of these objects. */
    public static Observed objects(ClusterClient client, List<ObjectRef> refs) {
        var objects = new ArrayList<JsonObject>();
        for (var ref : refs) {
            client.get(ref).ifPresent(objects::add);
        }
        return Observed.of(objects);
    }

    @Override
    public void close() {
        client.ifPresent(ClusterClient::close);
    }
}
