package io.kamaji.core.reconcile;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.List;
import java.util.Optional;

/** At which address a tenant is announced, read from the spec and from its Service. */
final class Exposure {
    private Exposure() {}

    /** The address without port, or empty while it is not known; NodePort has none of its own. */
    static Optional<String> address(TenantControlPlane effective, Optional<JsonObject> service) {
        var given = effective
                .spec()
                .networkProfile()
                .flatMap(profile -> profile.address())
                .filter(a -> !a.isEmpty());
        return given.or(() -> service.flatMap(live -> switch (live.text("spec", "type")
                .orElse("ClusterIP")) {
            case "LoadBalancer" -> loadBalancer(live);
            case "ClusterIP" -> live.text("spec", "clusterIP").filter(ip -> !ip.isEmpty() && !ip.equals("None"));
            default -> Optional.empty();
        }));
    }

    /** A NodePort Service has no address of its own: without one in the spec nothing could ever be issued. */
    static Optional<Violation> missing(TenantControlPlane effective) {
        var given = effective.spec().networkProfile().flatMap(profile -> profile.address());
        return effective.spec().controlPlane().service().serviceType().equals("NodePort")
                        && given.filter(a -> !a.isEmpty()).isEmpty()
                ? Optional.of(new Violation(
                        "spec.networkProfile.address",
                        JsonValue.NULL,
                        "is needed with service type NodePort, which has no address of its own"))
                : Optional.empty();
    }

    /** The host names of a load balancer that has no IP address. */
    static List<String> hostNames(JsonObject service) {
        return service.array("status", "loadBalancer", "ingress")
                .objects()
                .flatMap(ingress -> ingress.text("hostname").stream())
                .toList();
    }

    private static Optional<String> loadBalancer(JsonObject service) {
        return service.array("status", "loadBalancer", "ingress")
                .objects()
                .flatMap(ingress -> ingress.text("ip").stream())
                .findFirst();
    }
}
