package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.cluster.ResourceType;
import io.kamaji.core.cluster.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.plan.Remnants;
import io.kamaji.pki.Kubeconfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A look into the tenant's own cluster, if its API can be up; holds the connection until it is closed.
 *
 * @param client the tenant's API; empty if it was not asked or did not answer
 * @param problem why it did not answer
 */
record TenantLook(Optional<ClusterClient> client, Observed observed, Optional<String> problem)
        implements AutoCloseable {
    private static final TenantLook NONE =
            new TenantLook(Optional.empty(), new Observed(java.util.Map.of()), Optional.empty());

    /** Kinds of which add-ons are made: each is listed by our label, so that what is no longer rendered is seen too. */
    static final Set<ResourceType> LABELLED = Set.of(
            ResourceTypes.CONFIG_MAP,
            ResourceTypes.SERVICE,
            ResourceTypes.SERVICE_ACCOUNT,
            ResourceTypes.DEPLOYMENT,
            ResourceTypes.DAEMON_SET,
            ResourceTypes.ROLE,
            ResourceTypes.ROLE_BINDING,
            ResourceTypes.CLUSTER_ROLE,
            ResourceTypes.CLUSTER_ROLE_BINDING);

    /** The same of kinds that an API server may be told not to serve, and that only some tenants need. */
    static final Set<ResourceType> MAYBE_SERVED =
            Set.of(ResourceTypes.ADMISSION_POLICY, ResourceTypes.ADMISSION_POLICY_BINDING);

    /** Looks: one list per kind of ours, and one GET for each rendered object that no list had and each {@link Remnants}. */
    static TenantLook at(Draft draft, ReconcilerSettings settings) {
        var wanted = draft.rendered().manifests(Target.TENANT);
        var superAdmin = superAdmin(draft);
        if (wanted.isEmpty() || superAdmin.isEmpty() || !served(draft)) {
            return NONE;
        }
        ClusterClient client = null;
        try {
            client = settings.access().open(superAdmin.get(), settings.endpoints());
            var names = new LinkedHashSet<>(Remnants.REFS);
            wanted.forEach(manifest -> names.add(manifest.ref()));
            var observed = Observation.of(
                            client,
                            "",
                            Ownership.selector(Target.TENANT, draft.names().tenant()),
                            LABELLED,
                            MAYBE_SERVED,
                            names)
                    .observed();
            if (!UpgradeOrder.settled(draft, observed)) {
                client.close();
                return NONE;
            }
            return new TenantLook(Optional.of(client), observed, Optional.empty());
        } catch (KamajiException e) {
            if (client != null) {
                client.close();
            }
            return new TenantLook(
                    Optional.empty(),
                    NONE.observed(),
                    Optional.of("the tenant's API did not answer: " + e.getMessage()));
        }
    }

    /** What there is of these objects. */
    static Observed objects(ClusterClient client, List<ObjectRef> refs) {
        var objects = new ArrayList<JsonObject>();
        for (var ref : refs) {
            client.get(ref).ifPresent(objects::add);
        }
        return Observed.of(objects);
    }

    private static boolean served(Draft draft) {
        return draft.seen()
                .observed()
                .get(draft.names().deployment())
                .map(Rollout::new)
                .filter(Rollout::available)
                .isPresent();
    }

    private static Optional<Kubeconfig> superAdmin(Draft draft) {
        return Optional.ofNullable(draft.credentials().stored().kubeconfigs().get("super-admin.conf"))
                .map(Kubeconfig::parse);
    }

    @Override
    public void close() {
        client.ifPresent(ClusterClient::close);
    }
}
