package io.kamaji.api;

import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.tenant.AdditionalPort;
import io.kamaji.api.tenant.ControlPlaneSpec;
import io.kamaji.api.tenant.GatewaySpec;
import io.kamaji.api.tenant.NetworkProfile;
import io.kamaji.api.tenant.ParentReference;
import io.kamaji.api.tenant.SharedAddress;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How a tenant is reached: short forms over the wire-equal model, for {@link TenantControlPlane.Builder}. */
interface ExposureShortcuts {
    /** Edits {@link TenantControlPlane#spec()}, starting from what is set. */
    TenantControlPlane.Builder spec(Consumer<TenantControlPlaneSpec.Builder> edit);

    /** Sets what an annotation says. */
    <T> TenantControlPlane.Builder setting(Setting<T> setting, T value);

    /** Edits the network profile. */
    default TenantControlPlane.Builder networkProfile(Consumer<NetworkProfile.Builder> edit) {
        return spec(spec -> spec.networkProfile(edit));
    }

    /** Edits the control plane's spec. */
    default TenantControlPlane.Builder controlPlane(Consumer<ControlPlaneSpec.Builder> edit) {
        return spec(spec -> spec.controlPlane(edit));
    }

    /** A Service of type LoadBalancer. */
    default TenantControlPlane.Builder loadBalancer() {
        return serviceType("LoadBalancer");
    }

    /** A Service of type LoadBalancer and of a class, reached only from the given ranges, or from everywhere if there is none. */
    default TenantControlPlane.Builder loadBalancer(String loadBalancerClass, String... sourceRanges) {
        return loadBalancer().networkProfile(network -> {
            network.loadBalancerClass(loadBalancerClass);
            if (sourceRanges.length > 0) {
                network.loadBalancerSourceRanges(List.of(sourceRanges));
            }
        });
    }

    /** A Service of type ClusterIP. */
    default TenantControlPlane.Builder clusterIp() {
        return serviceType("ClusterIP");
    }

    /** A Service of type NodePort; the port is the API server's, the Service's and the nodes'. */
    default TenantControlPlane.Builder nodePort(int port) {
        return serviceType("NodePort").port(port);
    }

    /** A Service of type ClusterIP behind an Ingress; the host may carry a port. */
    default TenantControlPlane.Builder ingress(String hostname) {
        return clusterIp().controlPlane(plane -> plane.ingress(ingress -> ingress.hostname(hostname)));
    }

    /** A Service of type ClusterIP behind an Ingress of a class. */
    default TenantControlPlane.Builder ingress(String hostname, String ingressClassName) {
        return ingress(hostname)
                .controlPlane(plane -> plane.ingress(ingress -> ingress.ingressClassName(ingressClassName)));
    }

    /** A Service of type ClusterIP behind a Gateway (by a TLSRoute). */
    default TenantControlPlane.Builder gateway(String hostname, String gatewayNamespace, String gatewayName) {
        var parent = ParentReference.builder()
                .name(gatewayName)
                .namespace(gatewayNamespace)
                .build();
        return gateway(gateway -> gateway.hostname(hostname).parentRefs(List.of(parent)));
    }

    /** A Service of type ClusterIP behind a Gateway's listener (by a TLSRoute). */
    default TenantControlPlane.Builder gateway(String hostname, ParentReference listener) {
        return gateway(gateway -> gateway.hostname(hostname).parentRefs(List.of(listener)));
    }

    /** A Service of type ClusterIP behind a Gateway. */
    default TenantControlPlane.Builder gateway(Consumer<GatewaySpec.Builder> edit) {
        return clusterIp().controlPlane(plane -> plane.gateway(edit));
    }

    /**
     * A Service of type LoadBalancer at an address that other tenants share; this port of it is the tenant's. With konnectivity
     * its server needs a port of its own as well.
     */
    default TenantControlPlane.Builder sharedPort(int port, SharedAddress address) {
        return loadBalancer()
                .port(port)
                .controlPlane(plane ->
                        plane.service(service -> service.additionalMetadata(metadata -> metadata.annotations(
                                address.and(metadata.build().annotations().orElse(Map.of()))))));
    }

    /**
     * A Service of type ClusterIP behind a Gateway's listener that is the tenant's alone (by a TCPRoute), told by its port. With
     * konnectivity its server needs a listener of its own, {@link Settings#KONNECTIVITY_LISTENER}.
     */
    default TenantControlPlane.Builder sharedPort(int port, String hostname, ParentReference listener) {
        return gateway(hostname, listener.toBuilder().port(port).build())
                .port(port)
                .setting(Settings.GATEWAY_ROUTE, "TCPRoute");
    }

    private TenantControlPlane.Builder serviceType(String type) {
        return controlPlane(plane -> plane.service(service -> service.serviceType(type)));
    }

    /** Appends a port to the Service. */
    default TenantControlPlane.Builder additionalPort(Consumer<AdditionalPort.Builder> edit) {
        return controlPlane(plane -> plane.service(service -> service.addAdditionalPort(edit)));
    }

    /** Port of the API server; default 6443. */
    default TenantControlPlane.Builder port(int port) {
        return networkProfile(network -> network.port(port));
    }

    /** Address under which the control plane is announced. */
    default TenantControlPlane.Builder address(String ip) {
        return networkProfile(network -> network.address(ip));
    }

    /** Address that the tenant sees, where it differs. */
    default TenantControlPlane.Builder advertiseAddress(String ip) {
        return networkProfile(network -> network.advertiseAddress(ip));
    }

    /** Service networks: one, or one of each IP family; default 10.96.0.0/16. */
    default TenantControlPlane.Builder serviceCidr(String... cidrs) {
        return networkProfile(network -> network.serviceCidrs(List.of(cidrs)));
    }

    /** Pod networks: one, or one of each IP family; default 10.244.0.0/16. */
    default TenantControlPlane.Builder podCidr(String... cidrs) {
        return networkProfile(network -> network.podCidrs(List.of(cidrs)));
    }

    /** DNS addresses; default one in each service network. */
    default TenantControlPlane.Builder dnsServiceIp(String... ips) {
        return networkProfile(network -> network.dnsServiceIPs(List.of(ips)));
    }

    /** DNS domain of the tenant; default {@code cluster.local}; can't be changed later. */
    default TenantControlPlane.Builder clusterDomain(String domain) {
        return networkProfile(network -> network.clusterDomain(domain));
    }

    /** Appends names or addresses to the API server's certificate. */
    default TenantControlPlane.Builder certSan(String... names) {
        return networkProfile(network -> network.addCertSan(names));
    }
}
