package io.kamaji.core.status;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.DeploymentStatus;
import io.kamaji.api.tenant.status.KubernetesResourcesStatus;
import io.kamaji.api.tenant.status.ServiceStatus;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.api.tenant.status.VersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What runs in the admin cluster and how it is reached, as the wire has it. Pure. */
record WireWorkload(TenantControlPlaneStatus previous, PassFacts facts, Instant now) {

    KubernetesResourcesStatus resources(TenantStatus status) {
        var before = previous.kubernetesResources()
                .orElseGet(() -> KubernetesResourcesStatus.builder().build());
        var installed = before.version().flatMap(VersionStatus::version);
        var version = VersionStatus.builder().status(status.phase().wire());
        // the version that runs: while pods are replaced it is still the old one
        var runs = status.phase() == Phase.SLEEPING
                || status.condition(ConditionType.CONTROL_PLANE_AVAILABLE)
                        .filter(Condition::isTrue)
                        .isPresent();
        version.version(runs ? Optional.of(facts.tenant().spec().kubernetes().version()) : installed);
        return before.toBuilder()
                .version(version.build())
                .deployment(deployment(before.deployment()))
                .service(service(0))
                .ingress(new WireFronts(facts).ingress())
                .gateway(new WireFronts(facts).gateway(facts.names().tenant()))
                .build();
    }

    private Optional<DeploymentStatus> deployment(Optional<DeploymentStatus> before) {
        return facts.live(facts.names().deployment()).map(live -> {
            var seen = DeploymentStatus.builder()
                    .name(facts.names().deployment().name())
                    .namespace(facts.names().namespace())
                    .selector(facts.names().selector())
                    .observedGeneration(live.number("status", "observedGeneration"))
                    .replicas(count(live, "replicas"))
                    .updatedReplicas(count(live, "updatedReplicas"))
                    .readyReplicas(count(live, "readyReplicas"))
                    .availableReplicas(count(live, "availableReplicas"))
                    .unavailableReplicas(count(live, "unavailableReplicas"))
                    .terminatingReplicas(count(live, "terminatingReplicas"))
                    .collisionCount(count(live, "collisionCount"))
                    .conditions(
                            list(live.array("status", "conditions").objects().toList()));
            var same = before.filter(
                    old -> old.equals(seen.lastUpdate(old.lastUpdate()).build()));
            return same.orElseGet(() -> seen.lastUpdate(now).build());
        });
    }

    private static Optional<Integer> count(JsonObject live, String field) {
        return live.number("status", field).map(Math::toIntExact);
    }

    /** The Service with one of its ports, counted from 0; empty if there is none yet. */
    Optional<ServiceStatus> service(int port) {
        return facts.live(facts.names().service())
                .flatMap(live -> live.array("spec", "ports")
                        .objects()
                        .skip(port)
                        .findFirst()
                        .flatMap(found -> found.number("port"))
                        .map(number -> ServiceStatus.builder()
                                .name(facts.names().service().name())
                                .namespace(facts.names().namespace())
                                .port(Math.toIntExact(number))
                                .conditions(list(live.array("status", "conditions")
                                        .objects()
                                        .toList()))
                                .loadBalancer(loadBalancer(live))
                                .build()));
    }

    /** Without the ports of its addresses, which the wire leaves out. */
    static JsonObject loadBalancer(JsonObject live) {
        var ingress = live.array("status", "loadBalancer", "ingress")
                .objects()
                .map(address -> address.without("ports"))
                .toList();
        return ingress.isEmpty() ? JsonObject.EMPTY : JsonObject.of("ingress", ingress);
    }

    private static Optional<List<JsonObject>> list(List<JsonObject> items) {
        return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }
}
