package io.kamaji.api.rules;

import io.kamaji.api.tenant.NetworkProfile;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.IpNetwork;
import java.util.List;
import java.util.Optional;

/**
 * What the defaulting webhook fills in after the CRD's defaults: lists of networks, then the cluster's DNS addresses. The tables of defaults are the {@code default} keywords of the CRD.
 */
final class TenantDefaults {
    /** Offset of the DNS address in its network: kubeadm's 10 for IPv4, the reference's {@code ::10} for IPv6. */
    private static final int DNS_V4 = 10;

    private static final int DNS_V6 = 0x10;

    private TenantDefaults() {}

    static TenantControlPlaneSpec apply(TenantControlPlaneSpec spec) {
        var network = network(spec.networkProfile().orElseThrow());
        return spec.toBuilder().networkProfile(network).build();
    }

    private static NetworkProfile network(NetworkProfile given) {
        var services = plural(given.serviceCidrs(), given.serviceCidr());
        var pods = plural(given.podCidrs(), given.podCidr());
        var dns = given.dnsServiceIPs()
                .filter(ips -> !ips.isEmpty())
                .or(() -> services.map(TenantDefaults::dns).filter(ips -> !ips.isEmpty()));
        return given.toBuilder()
                .serviceCidrs(services)
                .podCidrs(pods)
                .dnsServiceIPs(dns)
                .build();
    }

    private static Optional<List<String>> plural(Optional<List<String>> plural, Optional<String> singular) {
        return plural.filter(list -> !list.isEmpty())
                .or(() -> singular.filter(cidr -> !cidr.isEmpty()).map(List::of));
    }

    /** One address per network, counted from the network and not from the address as written; what is no CIDR gives none. */
    private static List<String> dns(List<String> serviceCidrs) {
        return serviceCidrs.stream()
                .flatMap(cidr -> IpNetwork.parse(cidr).stream())
                .map(network -> IpNetwork.text(network.nth(network.isV6() ? DNS_V6 : DNS_V4)))
                .toList();
    }
}
