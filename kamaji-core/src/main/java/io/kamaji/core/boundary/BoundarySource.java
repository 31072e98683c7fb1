package io.kamaji.core.boundary;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.LabelSelector;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which boundaries a tenant is in. All that are named must hold. A source that fails ends the pass: nobody goes without the
 * boundaries that nobody could read. Thread-safe.
 */
@FunctionalInterface
public interface BoundarySource {

    /** The boundaries that are in force for a tenant of an admin cluster. */
    List<Boundaries> boundaries(TenantControlPlane tenant, ClusterClient admin);

    /** No boundaries for anybody: whoever writes specs is the platform itself. Asks nothing. */
    static BoundarySource none() {
        return (tenant, admin) -> List.of();
    }

    /** These for every tenant, given in code; their namespace selectors are not asked. Asks nothing. */
    static BoundarySource of(Boundaries... boundaries) {
        var all = List.of(boundaries);
        return (tenant, admin) -> all;
    }

    /** By namespace, given in code; a namespace that is not named has none of its own and takes the one named {@code *}, if any. */
    static BoundarySource byNamespace(Map<String, Boundaries> boundaries) {
        var all = Map.copyOf(boundaries);
        return (tenant, admin) ->
                Optional.ofNullable(all.getOrDefault(tenant.metadata().namespaceOrDefault(), all.get("*"))).stream()
                        .toList();
    }

    /**
     * The {@code TenantBoundary} custom resources of the admin cluster that select the tenant's namespace: one list, and one GET
     * of the namespace if there are any. One that can't be read ends the passes of all whom it may concern.
     */
    static BoundarySource customResources() {
        return (tenant, admin) -> {
            var all = listed(admin);
            if (all.isEmpty()) {
                return List.of();
            }
            var namespace = ResourceTypes.NAMESPACE.ref(tenant.metadata().namespaceOrDefault());
            var labels = admin.get(namespace)
                    .map(found -> found.texts("metadata", "labels"))
                    .orElse(Map.of());
            return all.stream()
                    .filter(boundary -> new LabelSelector(boundary.namespaceSelector()).selects(labels))
                    .toList();
        };
    }

    private static List<Boundaries> listed(ClusterClient admin) {
        try {
            return admin
                    .list(new ListRequest(ResourceTypes.TENANT_BOUNDARY, Optional.empty(), "", false))
                    .items()
                    .stream()
                    .map(Boundaries::of)
                    .toList();
        } catch (ClusterException e) {
            if (e.code() == 404) {
                return List.of(); // the kind is not served, so there is none
            }
            throw e;
        }
    }
}
