package io.kamaji.api.rules;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.tenant.AdditionalPort;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.Names;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Service, Ingress and Gateway. */
final class TenantServiceRules {
    private static final String LOAD_BALANCER = "LoadBalancer";
    private static final String PORTS = "spec.controlPlane.service.additionalPorts";

    private TenantServiceRules() {}

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        onlyWithLoadBalancer(tenant, found);
        routes(tenant, found);
        ports(tenant, found);
    }

    private static void onlyWithLoadBalancer(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var network = tenant.spec().networkProfile().orElseThrow();
        var service = tenant.spec().controlPlane().service();
        var is = service.serviceType().equals(LOAD_BALANCER);
        found.require(
                "spec.networkProfile.loadBalancerSourceRanges",
                network.loadBalancerSourceRanges(),
                ranges -> is || ranges.isEmpty(),
                "LoadBalancer source ranges are supported only with LoadBalancer service type");
        found.require(
                "spec.networkProfile.loadBalancerClass",
                network.loadBalancerClass(),
                it -> is,
                "LoadBalancerClass is supported only with LoadBalancer service type");
        found.require(
                "spec.controlPlane.service.allocateLoadBalancerNodePorts",
                service.allocateLoadBalancerNodePorts(),
                it -> is,
                "allocateLoadBalancerNodePorts is supported only with LoadBalancer service type");
    }

    private static void routes(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var controlPlane = tenant.spec().controlPlane();
        var ingress = controlPlane.ingress();
        var gateway = controlPlane.gateway();
        if (ingress.isPresent() && gateway.isPresent()) {
            found.add("spec.controlPlane", null, "using both ingress and gateway is not supported");
        }
        if (ingress.isPresent() && ingress.get().hostname().orElse("").isEmpty()) {
            found.add(
                    "spec.controlPlane.ingress.hostname",
                    ingress.get().hostname(),
                    "missing hostname to expose the Tenant Control Plane using an Ingress resource");
        }
        if (gateway.isPresent() && gateway.get().hostname().isEmpty()) {
            found.add(
                    "spec.controlPlane.gateway.hostname",
                    null,
                    "missing hostname to expose the Tenant Control Plane using a Gateway resource");
        }
    }

    /** The API server refuses a Service in which a name, or a port and its protocol, comes twice. */
    private static void ports(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var names = new HashMap<String, String>();
        var numbers = new HashMap<String, String>();
        var network = tenant.spec().networkProfile().orElseThrow();
        take("kube-apiserver", "TCP", network.port().orElseThrow(), names, numbers);
        // Reserved even while konnectivity is off: it can be switched on at any time.
        names.put("konnectivity-server", "konnectivity-server");
        tenant.spec()
                .addons()
                .flatMap(addons -> addons.konnectivity())
                .flatMap(konnectivity -> konnectivity.server())
                .ifPresent(server -> {
                    Ports.check("spec.addons.konnectivity.server.port", Optional.of(server.port()), found);
                    if (numbers.containsKey("TCP/" + server.port())) {
                        found.add(
                                "spec.addons.konnectivity.server.port",
                                server.port(),
                                "Duplicate value: the port is taken by kube-apiserver");
                    }
                    take("konnectivity-server", "TCP", server.port(), names, numbers);
                });
        var ports = tenant.spec().controlPlane().service().additionalPorts().orElse(List.of());
        for (int i = 0; i < ports.size(); i++) {
            port(PORTS + "[" + i + "]", ports.get(i), names, numbers, found);
        }
    }

    private static void port(
            String path, AdditionalPort port, Map<String, String> names, Map<String, String> numbers, Findings found) {
        var wrong = Names.dns1123Label(port.name());
        if (!wrong.isEmpty()) {
            found.add(path + ".name", port.name(), String.join(",", wrong));
        }
        if (names.containsKey(port.name())) {
            found.add(path + ".name", port.name(), "Duplicate value: the name is taken by " + names.get(port.name()));
        }
        Ports.check(path + ".port", Optional.of(port.port()), found);
        var number = port.protocol().orElse("TCP") + "/" + port.port();
        if (numbers.containsKey(number)) {
            found.add(path + ".port", port.port(), "Duplicate value: the port is taken by " + numbers.get(number));
        }
        target(path + ".targetPort", port.targetPort(), found);
        take(port.name(), port.protocol().orElse("TCP"), port.port(), names, numbers);
    }

    private static void target(String path, JsonValue target, Findings found) {
        Ports.check(path, target.asLong(), found);
        found.require(
                path,
                target.asText(),
                it -> it.matches("(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?"),
                "must be a port number or the name of a port (at most 15 of a-z, 0-9 and '-', with a letter)");
    }

    private static void take(
            String name, String protocol, int port, Map<String, String> names, Map<String, String> numbers) {
        names.putIfAbsent(name, name);
        numbers.putIfAbsent(protocol + "/" + port, name);
    }
}
