package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.exposure.Known;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a tenant's Service is reached: at the spec's address, else at what the cluster gave a Service of the spec's type, its
 * cluster IPs or its balancer's addresses. The certificate has them all. Announced is one: that of the running API servers as
 * long as it is offered, else the first of the first service range's family, because kube-apiserver ends when it is told to
 * advertise one of the other.
 *
 * @param service the live Service, unless it is on its way out
 * @param running the address that the running API servers advertise
 */
record ServiceEndpoints(TenantView tenant, Optional<JsonObject> service, Optional<String> running) {
    private static final String ADVERTISE = "--advertise-address=";
    private static final String BALANCER = "LoadBalancer";

    static ServiceEndpoints of(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
        return new ServiceEndpoints(tenant, observed.apply(tenant.service()), running(tenant, observed));
    }

    /** The address that the running API servers advertise. */
    static Optional<String> running(TenantView tenant, Function<ObjectRef, Optional<JsonObject>> observed) {
        return observed.apply(ResourceTypes.DEPLOYMENT.ref(tenant.namespace(), tenant.name()))
                .flatMap(ServiceEndpoints::advertised);
    }

    /** Whether a tenant's API servers can advertise an address. */
    static boolean fits(TenantView tenant, String address) {
        return isV6(address) == servesV6(tenant);
    }

    Endpoints resolve() {
        var port = tenant.port();
        var given = Given.text(tenant.network().address());
        var advertise = Given.text(tenant.network().advertiseAddress());
        var offered = given.map(List::of).orElseGet(this::offered);
        var address = given.map(Known::of).orElseGet(() -> chosen(offered, advertise.isEmpty()));
        var advertised = advertise.map(Known::of).orElse(address);
        return new Endpoints(
                address.map(host -> new HostPort(host, port)),
                advertised.map(host -> new HostPort(host, port)),
                advertised.map(host -> new HostPort(host, Konnectivity.port(tenant))),
                advertised.map(host -> new HostPort(host, port)),
                advertised,
                new HostPort(tenant.name() + "." + tenant.namespace() + ".svc", port),
                address.map(
                        chosen -> Stream.of(Stream.of(chosen), offered.stream().sorted(), advertise.stream())
                                .flatMap(names -> names)
                                .distinct()
                                .toList()));
    }

    /** Addresses that a Service of the spec's type has now. One that is being deleted has none any more. */
    private List<String> offered() {
        var live = service.filter(found -> !isEnding(found));
        var addresses = switch (tenant.serviceType()) {
            case BALANCER ->
                live.filter(found -> found.text("spec", "type").equals(Optional.of(BALANCER))).stream()
                        .flatMap(ServiceEndpoints::ingress)
                        .flatMap(ingress -> ingress.text("ip").stream());
            case "ClusterIP" -> live.stream().flatMap(ServiceEndpoints::clusterIps);
            default -> Stream.<String>empty();
        };
        return addresses
                .flatMap(text -> IpNetwork.parseAddress(text).stream())
                .map(IpNetwork::text)
                .distinct()
                .toList();
    }

    private Known<String> chosen(List<String> offered, boolean isAdvertised) {
        var fitting = new ArrayList<>(offered);
        fitting.removeIf(address -> isAdvertised && !fits(tenant, address));
        var placeholder = "<" + tenant.serviceType() + " address>";
        return running.filter(fitting::contains)
                .or(() -> fitting.stream().findFirst())
                .map(Known::of)
                .orElseGet(() -> Known.waiting(
                        placeholder, new Known.Pending(placeholder, tenant.service(), waitingFor(offered))));
    }

    private String waitingFor(List<String> offered) {
        var name = tenant.name();
        if (service.filter(ServiceEndpoints::isEnding).isPresent()) {
            return "the end of Service " + name + ", which is being deleted";
        } else if (!offered.isEmpty()) {
            return "an " + (servesV6(tenant) ? "IPv6" : "IPv4") + " address of Service " + name + ", which has only "
                    + String.join(", ", offered)
                    + ": kube-apiserver must advertise one of the family of spec.networkProfile.serviceCidrs[0]"
                    + " ("
                    + tenant.serviceCidrs().get(0)
                    + "); give the Service one, or set spec.networkProfile.advertiseAddress";
        } else if (!tenant.serviceType().equals(BALANCER)) {
            return "the address of Service " + name;
        }
        var hosts = service.stream()
                .flatMap(ServiceEndpoints::ingress)
                .flatMap(ingress -> ingress.text("hostname").stream())
                .toList();
        return "an IP address of the LoadBalancer Service " + name
                + (hosts.isEmpty()
                        ? ""
                        : ", which has only the name " + String.join(", ", hosts)
                                + ": set spec.networkProfile.address");
    }

    private static boolean servesV6(TenantView tenant) {
        return tenant.serviceCidrs().stream()
                .findFirst()
                .flatMap(IpNetwork::parse)
                .map(IpNetwork::isV6)
                .orElse(false);
    }

    private static boolean isV6(String address) {
        return address.contains(":");
    }

    private static Stream<JsonObject> ingress(JsonObject service) {
        return service.array("status", "loadBalancer", "ingress").objects();
    }

    /** Both of a dual-stack Service; a headless one's {@code None} is no address. */
    private static Stream<String> clusterIps(JsonObject service) {
        return Stream.concat(
                service.text("spec", "clusterIP").stream(), service.array("spec", "clusterIPs").texts().stream());
    }

    private static boolean isEnding(JsonObject service) {
        return service.text("metadata", "deletionTimestamp").isPresent();
    }

    private static Optional<String> advertised(JsonObject deployment) {
        return deployment
                .array("spec", "template", "spec", "containers")
                .objects()
                .filter(container -> container.text("name").equals(Optional.of(KubeApiServer.NAME)))
                .flatMap(container -> container.array("args").texts().stream())
                .filter(arg -> arg.startsWith(ADVERTISE))
                .map(arg -> arg.substring(ADVERTISE.length()))
                .findFirst();
    }
}
