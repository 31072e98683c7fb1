package io.kamaji.core.reconcile;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.tenant.SharedAddress;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.render.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ports of a shared address that another tenant has, as far as that can be seen: of a balancer's by the Services of tenants in
 * all namespaces or, where those may not be listed, in this one; of a Gateway's by the routes that its listener counts. Asked only
 * until the tenant has the port itself. Stateless.
 */
final class SharedPorts {
    private static final String PORTS = "spec.networkProfile.port";
    private static final String LISTENERS = "spec.controlPlane.gateway.parentRefs";

    private SharedPorts() {}

    /** What is taken; reads only. */
    static List<Violation> taken(Rendered rendered, AdminState seen, ClusterClient admin) {
        var found = new ArrayList<Violation>();
        for (var manifest : rendered.manifests(Target.ADMIN)) {
            if (manifest.ref().equals(seen.names().service())) {
                service(manifest.tree(), seen, admin).forEach(found::add);
            } else if (ResourceTypes.TCP_ROUTE.is(manifest.ref())
                    && seen.get(manifest.ref()).isEmpty()) {
                listeners(manifest.tree(), seen).forEach(found::add);
            }
        }
        return found;
    }

    private static Stream<Violation> service(JsonObject service, AdminState seen, ClusterClient admin) {
        var key = key(service);
        var ports = ports(service);
        var has = seen.get(ObjectRef.of(service))
                .filter(live -> ports(live).equals(ports) && key(live).equals(key))
                .filter(live -> !live.array("status", "loadBalancer", "ingress").isEmpty());
        if (key.isEmpty() || has.isPresent()) {
            return Stream.empty();
        }
        return tenants(seen, admin)
                .filter(other -> !ObjectRef.of(other).equals(ObjectRef.of(service)))
                .filter(other -> key(other).equals(key))
                .flatMap(other -> ports(other).stream()
                        .filter(ports::contains)
                        .map(port -> new Violation(
                                PORTS,
                                JsonValue.of(port),
                                "is taken on the shared address (" + key.get() + ") by tenant "
                                        + ObjectRef.of(other).namespace().orElse("") + "/"
                                        + ObjectRef.of(other).name())));
    }

    private static Stream<JsonObject> tenants(AdminState seen, ClusterClient admin) {
        var selector = Labels.PROJECT + "=kamaji";
        var everywhere = new ListRequest(ResourceTypes.SERVICE, Optional.empty(), selector, false);
        try {
            return admin.list(everywhere).items().stream();
        } catch (ClusterException e) {
            if (e.code() != 403) {
                throw e;
            }
            var here = ListRequest.of(ResourceTypes.SERVICE, seen.names().namespace(), selector);
            return admin.list(here).items().stream();
        }
    }

    private static Optional<String> key(JsonObject service) {
        return service.text("spec", "type").filter("LoadBalancer"::equals).isPresent()
                ? SharedAddress.key(service.texts("metadata", "annotations"))
                : Optional.empty();
    }

    private static Set<Long> ports(JsonObject service) {
        return service.array("spec", "ports")
                .objects()
                .flatMap(port -> port.number("port").stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Violation> listeners(JsonObject route, AdminState seen) {
        return route.array("spec", "parentRefs")
                .objects()
                .filter(parent -> seen
                        .get(ResourceTypes.GATEWAY.ref(
                                parent.text("namespace").orElse(seen.names().namespace()),
                                parent.text("name").orElse("")))
                        .stream()
                        .flatMap(gateway -> gateway.array("status", "listeners").objects())
                        .filter(listener -> parent.text("sectionName").isPresent()
                                && listener.text("name").equals(parent.text("sectionName")))
                        .anyMatch(listener -> listener.number("attachedRoutes").orElse(0L) > 0))
                .map(parent -> new Violation(
                        LISTENERS,
                        JsonValue.of(parent.text("sectionName").orElse("")),
                        "the listener has a route already, and a TCPRoute needs one to itself"));
    }
}
