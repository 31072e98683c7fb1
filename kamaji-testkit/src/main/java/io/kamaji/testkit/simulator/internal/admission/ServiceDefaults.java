package io.kamaji.testkit.simulator.internal.admission;

import static io.kamaji.testkit.simulator.internal.admission.Defaults.each;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import java.util.Set;

/** The defaults of Services that depend on nothing but the Service. Stateless. */
final class ServiceDefaults {
    private ServiceDefaults() {}

    static JsonObject fill(JsonObject service) {
        var balancer = service.object("status", "loadBalancer");
        var shown = balancer.has("ingress")
                ? service.update(
                        "status", s -> s.with("loadBalancer", each(balancer, "ingress", ServiceDefaults::ingress)))
                : service;
        return shown.update("spec", spec -> {
            var filled = Defaults.fill(spec, "sessionAffinity", "None", "type", "ClusterIP");
            filled = each(filled, "ports", port -> {
                var p = Defaults.fill(port, "protocol", "TCP");
                return Defaults.fill(p, "targetPort", port.get("port").orElse(io.kamaji.api.json.JsonValue.of(0)));
            });
            var type = filled.text("type").orElse("");
            if (type.equals("LoadBalancer")) {
                filled = Defaults.fill(filled, "allocateLoadBalancerNodePorts", true);
            }
            if (Set.of("LoadBalancer", "NodePort").contains(type)) {
                filled = Defaults.fill(filled, "externalTrafficPolicy", "Cluster");
            }
            if (filled.text("sessionAffinity").orElse("").equals("ClientIP")) {
                filled = filled.update(
                        "sessionAffinityConfig",
                        c -> c.update("clientIP", ip -> Defaults.fill(ip, "timeoutSeconds", 10800)));
            }
            return type.equals("ExternalName") ? filled : Defaults.fill(filled, "internalTrafficPolicy", "Cluster");
        });
    }

    private static JsonObject ingress(JsonObject ingress) {
        return ingress.has("ip") ? Defaults.fill(ingress, "ipMode", "VIP") : ingress;
    }

    /** What was given for the old type only, and is not asked for anew, goes with it. */
    private static JsonObject dropUnneeded(JsonObject old, JsonObject spec) {
        var type = spec.text("type").orElse("ClusterIP");
        var dropped = type.equals("LoadBalancer") ? spec : spec.without("allocateLoadBalancerNodePorts");
        if (!type.equals("LoadBalancer") && spec.get("loadBalancerClass").equals(old.get("loadBalancerClass"))) {
            dropped = dropped.without("loadBalancerClass");
        }
        if (Set.of("NodePort", "LoadBalancer").contains(type)) {
            return dropped;
        }
        var ports = old.array("ports");
        return each(
                dropped.without("externalTrafficPolicy").without("healthCheckNodePort"),
                "ports",
                port -> ports.objects().anyMatch(was -> was.get("nodePort").equals(port.get("nodePort")))
                        ? port.without("nodePort")
                        : port);
    }

    /** The Service after an update: what was allocated before and is not mentioned stays. */
    static JsonObject keepAllocated(JsonObject before, JsonObject after) {
        var old = before.object("spec");
        return after.update("spec", spec -> {
            var kept = old.get("type").equals(spec.get("type")) ? spec : dropUnneeded(old, spec);
            var stays = !Set.of("ExternalName").contains(spec.text("type").orElse(""));
            if (stays
                    && spec.text("clusterIP").isEmpty()
                    && old.text("clusterIP").isPresent()) {
                kept = kept.with("clusterIP", old.text("clusterIP")).with("clusterIPs", old.get("clusterIPs"));
            }
            if (stays && kept.text("clusterIP").equals(old.text("clusterIP"))) {
                kept = JsonObject.of(
                                "clusterIPs",
                                old.get("clusterIPs"),
                                "ipFamilies",
                                old.get("ipFamilies"),
                                "ipFamilyPolicy",
                                old.get("ipFamilyPolicy"))
                        .plus(kept);
            }
            if (!Set.of("NodePort", "LoadBalancer").contains(spec.text("type").orElse(""))) {
                return kept;
            }
            return each(
                    kept,
                    "ports",
                    port -> port.has("nodePort") ? port : port.with("nodePort", nodePort(old.array("ports"), port)));
        });
    }

    private static java.util.Optional<io.kamaji.api.json.JsonValue> nodePort(JsonArray before, JsonObject port) {
        return before.objects()
                .filter(old -> old.get("port").equals(port.get("port"))
                        && old.get("protocol").equals(port.get("protocol")))
                .findFirst()
                .flatMap(old -> old.get("nodePort"));
    }
}
