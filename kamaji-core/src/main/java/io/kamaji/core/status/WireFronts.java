package io.kamaji.core.status;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.AccessPoint;
import io.kamaji.api.tenant.status.GatewayStatus;
import io.kamaji.api.tenant.status.IngressStatus;
import io.kamaji.api.tenant.status.ObjectReference;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What fronts say of a tenant's routes, as the wire has it: a copy of the Ingress' and the routes' status, and, of Gateways that
 * took the route, the ports on which they listen for it. Pure.
 */
record WireFronts(PassFacts facts) {
    private static final List<ResourceType> ROUTES = List.of(ResourceTypes.TLS_ROUTE, ResourceTypes.TCP_ROUTE);

    /** Listeners of other protocols can't lead to a tenant. */
    private static final List<String> PROTOCOLS = List.of("TLS", "TCP");

    /** Of the Ingress to the API; empty if there is none. */
    Optional<IngressStatus> ingress() {
        var name = facts.names().tenant();
        return facts.wanted(ResourceTypes.INGRESS.ref(facts.names().namespace(), name))
                .map(live -> IngressStatus.builder()
                        .name(name)
                        .namespace(facts.names().namespace())
                        .loadBalancer(WireWorkload.loadBalancer(live))
                        .build());
    }

    /** Of a route; empty if there is none, or no controller said anything of it: the wire needs that somebody did. */
    Optional<GatewayStatus> gateway(String name) {
        return ROUTES.stream()
                .map(type -> type.ref(facts.names().namespace(), name))
                .flatMap(ref -> facts.wanted(ref).stream())
                .findFirst()
                .filter(live -> !live.array("status", "parents").isEmpty())
                .map(live -> GatewayStatus.builder()
                        .parents(live.array("status", "parents").objects().toList())
                        .routeRef(ObjectReference.builder().name(name).build())
                        .accessPoints(listed(parents(live)
                                .flatMap(parent -> ports(parent))
                                .distinct()
                                .flatMap(port -> hosts(live).map(host -> accessPoint(host, port)))
                                .toList()))
                        .build());
    }

    /** Parents that accepted the route. */
    private static Stream<JsonObject> parents(JsonObject live) {
        return live.array("status", "parents")
                .objects()
                .filter(status -> isTrue(status, "Accepted"))
                .map(status -> status.object("parentRef"));
    }

    /** Ports of the listeners that a parent reference means, if their Gateway serves. */
    private Stream<Integer> ports(JsonObject parent) {
        var gateway = facts.admin()
                .get(ResourceTypes.GATEWAY.ref(
                        parent.text("namespace").orElse(facts.names().namespace()),
                        parent.text("name").orElse("")))
                .filter(live -> isTrue(live.object("status"), "Programmed"));
        return gateway.stream()
                .flatMap(live -> live.array("spec", "listeners").objects())
                .filter(listener -> PROTOCOLS.contains(listener.text("protocol").orElse("")))
                .filter(listener -> fits(parent.text("sectionName"), listener.text("name")))
                .filter(listener -> fits(parent.number("port"), listener.number("port")))
                .flatMap(listener -> listener.number("port").stream())
                .map(Math::toIntExact);
    }

    private static <T> boolean fits(Optional<T> asked, Optional<T> found) {
        return asked.isEmpty() || asked.equals(found);
    }

    /** Of a route without host names, such as a TCPRoute, the one that clients are told. */
    private Stream<String> hosts(JsonObject live) {
        var hostnames = live.array("spec", "hostnames").texts();
        return hostnames.isEmpty() ? Stream.of(facts.endpoints().api().shown().host()) : hostnames.stream();
    }

    private static AccessPoint accessPoint(String host, int port) {
        return AccessPoint.builder()
                .type("Hostname")
                .value("https://" + host + ":" + port)
                .port(port)
                .build();
    }

    private static Optional<List<AccessPoint>> listed(List<AccessPoint> points) {
        return points.isEmpty() ? Optional.empty() : Optional.of(points);
    }

    private static boolean isTrue(JsonObject status, String type) {
        return status.array("conditions")
                .objects()
                .filter(condition -> condition.text("type").equals(Optional.of(type)))
                .anyMatch(condition -> condition.text("status").equals(Optional.of("True")));
    }
}
