package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.WatchEvent;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Watches what tenants are made of in the admin cluster: one watch for each kind, whatever the number of tenants. Content is
 * asked for only of the kinds that passes wait for by it.
 */
record TenantWatches(SharedWatches watches, Registry registry, List<String> namespaces, Told told) {
    private static final Set<ResourceType> WITH_CONTENT = Set.of(
            ResourceTypes.DEPLOYMENT,
            ResourceTypes.SERVICE,
            ResourceTypes.INGRESS,
            ResourceTypes.TLS_ROUTE,
            ResourceTypes.TCP_ROUTE);

    /** Told of each change of an object of a tenant, own writes included. */
    @FunctionalInterface
    interface Told {
        /** @param onlyIfWaitedFor whether it is news only to a pass that waits for it: pods come and go */
        void changed(ObjectRef tenant, ObjectRef object, Optional<WatchEvent> event, boolean onlyIfWaitedFor);
    }

    Subscription start() {
        var types = new LinkedHashSet<>(registry.types(Target.ADMIN));
        types.add(ResourceTypes.POD);
        var open = new ArrayList<Subscription>();
        for (var type : types) {
            var isPod = type.equals(ResourceTypes.POD);
            for (var namespace : places()) {
                open.add(watches.begin(
                        new ListRequest(type, namespace, Labels.NAME, !WITH_CONTENT.contains(type)),
                        TenantWatches::tenant,
                        (tenant, object, now, event) -> told.changed(tenant, object, event, isPod),
                        false));
            }
        }
        return () -> open.forEach(Subscription::close);
    }

    private List<Optional<String>> places() {
        return namespaces.isEmpty()
                ? List.of(Optional.empty())
                : namespaces.stream().map(Optional::of).toList();
    }

    private static Optional<ObjectRef> tenant(JsonObject object) {
        return object.text("metadata", "labels", Labels.NAME)
                .flatMap(name -> object.text("metadata", "namespace")
                        .map(namespace -> ResourceTypes.TENANT_CONTROL_PLANE.ref(namespace, name)));
    }
}
