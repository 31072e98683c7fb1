package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which addresses of Services lead to which pods: a pure function of both. Only loopback addresses can be listened on
 * without root: others of a Service (cluster IP, LoadBalancer ingress, external IP) are left out. Stateless.
 */
final class ServiceRoutes {

    /** A pod as far as a Service cares. */
    record Endpoint(
            String namespace, Map<String, String> labels, String address, Map<String, Integer> ports, boolean ready) {}

    private ServiceRoutes() {}

    /**
     * @param nodeAddress where node ports listen
     */
    static Map<InetSocketAddress, List<InetSocketAddress>> of(
            Collection<JsonObject> services, Collection<Endpoint> pods, String nodeAddress) {
        var routes = new HashMap<InetSocketAddress, List<InetSocketAddress>>();
        for (var service : services) {
            var selector = service.texts("spec", "selector");
            var always = service.bool("spec", "publishNotReadyAddresses").orElse(false);
            if (selector.isEmpty()) {
                continue;
            }
            var chosen = pods.stream()
                    .filter(pod -> pod.namespace().equals(WorkloadObjects.namespace(service))
                            && (pod.ready() || always)
                            && pod.labels().entrySet().containsAll(selector.entrySet()))
                    .toList();
            for (var port : service.array("spec", "ports").objects().toList()) {
                if (!port.text("protocol").orElse("TCP").equals("TCP")) {
                    continue;
                }
                var number = port.number("port").orElse(0L).intValue();
                var backends = new ArrayList<InetSocketAddress>();
                chosen.forEach(pod -> target(port, number, pod)
                        .ifPresent(target -> backends.add(new InetSocketAddress(pod.address(), target))));
                addresses(service).forEach(address -> routes.put(new InetSocketAddress(address, number), backends));
                port.number("nodePort")
                        .filter(node -> node > 0)
                        .ifPresent(node -> routes.put(new InetSocketAddress(nodeAddress, node.intValue()), backends));
            }
        }
        return routes;
    }

    private static Optional<Integer> target(JsonObject port, int number, Endpoint pod) {
        return port.text("targetPort")
                .map(name -> Optional.ofNullable(pod.ports().get(name)))
                .orElseGet(() -> Optional.of(port.number("targetPort")
                        .filter(target -> target > 0)
                        .map(Long::intValue)
                        .orElse(number)));
    }

    private static LinkedHashSet<String> addresses(JsonObject service) {
        var addresses = new LinkedHashSet<String>();
        service.text("spec", "clusterIP").ifPresent(addresses::add);
        addresses.addAll(service.array("spec", "clusterIPs").texts());
        addresses.addAll(service.array("spec", "externalIPs").texts());
        service.array("status", "loadBalancer", "ingress")
                .objects()
                .forEach(ingress -> ingress.text("ip").ifPresent(addresses::add));
        addresses.removeIf(address -> !address.startsWith("127."));
        return addresses;
    }

    /** Loopback cluster IPs by {@code <service>.<namespace>}. */
    static Map<String, String> names(Collection<JsonObject> services) {
        var names = new LinkedHashMap<String, String>();
        services.forEach(service -> service.text("spec", "clusterIP")
                .filter(address -> address.startsWith("127."))
                .ifPresent(address ->
                        names.put(WorkloadObjects.name(service) + "." + WorkloadObjects.namespace(service), address)));
        return names;
    }
}
