package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which TenantControlPlanes are looked at. Immutable.
 *
 * @param namespaces empty: all
 */
record Scope(List<String> namespaces) {
    Scope {
        namespaces = List.copyOf(namespaces);
    }

    boolean isWholeCluster() {
        return namespaces.isEmpty();
    }

    Stream<ListRequest> requests(boolean metadataOnly) {
        var places = isWholeCluster()
                ? Stream.of(Optional.<String>empty())
                : namespaces.stream().map(Optional::of);
        return places.map(place -> new ListRequest(ResourceTypes.TENANT_CONTROL_PLANE, place, "", metadataOnly));
    }

    /** All of them as they are now. */
    Stream<JsonObject> list(ClusterClient admin, boolean metadataOnly) {
        return requests(metadataOnly).flatMap(request -> admin.list(request).items().stream());
    }

    /** All of them by name. */
    List<ObjectRef> refs(ClusterClient admin) {
        return list(admin, true)
                .map(item -> ResourceTypes.TENANT_CONTROL_PLANE.ref(
                        item.text("metadata", "namespace").orElse(""),
                        item.text("metadata", "name").orElse("")))
                .toList();
    }
}
