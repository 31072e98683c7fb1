package io.kamaji.testkit.simulator.internal.admission;

import static io.kamaji.testkit.simulator.internal.admission.Defaults.each;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the API gives a Service from its ranges: the ClusterIP and node ports. Thread-safe as the store is. */
public final class ServiceAllocation {
    private final Addresses addresses;

    public ServiceAllocation(Addresses addresses) {
        this.addresses = addresses;
    }

    /** Lets an update that does not mention them keep the addresses and ports. */
    public JsonObject keep(JsonObject before, JsonObject after) {
        return ServiceDefaults.keepAllocated(before, after);
    }

    /** What is wrong with the addresses asked for, given the Services that there are. */
    public List<Problem> check(JsonObject service, List<JsonObject> others) {
        var asked = service.text("spec", "clusterIP").orElse("");
        var value = JsonArray.of(asked).toJson();
        if (asked.isEmpty() || asked.equals("None")) {
            return List.of();
        } else if (!addresses.isClusterIp(asked)) {
            return List.of(Problem.invalid(
                    "spec.clusterIPs",
                    value,
                    "failed to allocate IP " + asked + ": the provided IP (" + asked
                            + ") is not in the valid range. The range of valid IPs is " + addresses.clusterIpRange()));
        }
        var taken = others.stream()
                .anyMatch(other -> other.text("spec", "clusterIP").orElse("").equals(asked));
        return taken
                ? List.of(Problem.invalid(
                        "spec.clusterIPs",
                        value,
                        "failed to allocate IP " + asked + ": provided IP is already allocated"))
                : List.of();
    }

    /** The Service with what it lacks. */
    public JsonObject allocate(JsonObject service, List<JsonObject> others) {
        return service.update("spec", spec -> {
            var type = spec.text("type").orElse("");
            if (type.equals("ExternalName")) {
                return spec;
            }
            var taken = others.stream()
                    .flatMap(o -> o.text("spec", "clusterIP").stream())
                    .collect(Collectors.toSet());
            var ip = spec.text("clusterIP").orElseGet(() -> addresses.clusterIp(address -> !taken.contains(address)));
            var filled = JsonObject.of(
                            "clusterIP",
                            ip,
                            "clusterIPs",
                            List.of(ip),
                            "ipFamilies",
                            List.of("IPv4"),
                            "ipFamilyPolicy",
                            "SingleStack")
                    .plus(spec);
            var ports = type.equals("NodePort")
                    || type.equals("LoadBalancer")
                            && spec.bool("allocateLoadBalancerNodePorts").orElse(true);
            return ports ? nodePorts(filled, others) : filled;
        });
    }

    private JsonObject nodePorts(JsonObject spec, List<JsonObject> others) {
        Set<Long> used = new HashSet<>();
        others.forEach(other -> other.array("spec", "ports")
                .objects()
                .flatMap(p -> p.number("nodePort").stream())
                .forEach(used::add));
        spec.array("ports")
                .objects()
                .flatMap(p -> p.number("nodePort").stream())
                .forEach(used::add);
        return each(spec, "ports", port -> {
            if (port.has("nodePort")) {
                return port;
            }
            long given = addresses.nodePort(candidate -> !used.contains((long) candidate));
            used.add(given);
            return port.with("nodePort", given);
        });
    }
}
