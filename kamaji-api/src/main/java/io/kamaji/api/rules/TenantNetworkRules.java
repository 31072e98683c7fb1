package io.kamaji.api.rules;

import io.kamaji.api.tenant.NetworkProfile;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.api.value.Names;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Addresses: the CRD's rules of {@code networkProfile}, the webhook's for certSANs and DNS, and what can never run. */
final class TenantNetworkRules {
    private static final String PATH = "spec.networkProfile.";
    private static final int SERVICE_BITS = 3;
    private static final String ALTNAME =
            "altname is not a valid IP address, DNS label or a DNS label with subdomain wildcards: ";

    private TenantNetworkRules() {}

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var network = tenant.spec().networkProfile().orElseThrow();
        addresses(network, found);
        if (tenant.spec().controlPlane().service().serviceType().equals("NodePort")
                && network.address().orElse("").isEmpty()) {
            found.add(PATH + "address", null, "is needed with service type NodePort, which has no address of its own");
        }
        networks(network, found);
        certSans(network, found);
        dns(network, found);
        serviceNetwork(network, found);
    }

    /** What kube-apiserver ends on at its start. */
    private static void serviceNetwork(NetworkProfile network, Findings found) {
        var cidrs = network.serviceCidrs().orElse(List.of());
        found.requireEach(
                PATH + "serviceCidrs",
                Optional.of(cidrs),
                cidr -> IpNetwork.parse(cidr)
                        .filter(it -> hostBits(it) < SERVICE_BITS)
                        .isEmpty(),
                "must be a network of at least 8 addresses (/29 or larger, IPv6 /125 or larger)");
        var advertised = network.advertiseAddress().filter(it -> !it.isEmpty()).or(network::address);
        var address = advertised.flatMap(IpNetwork::parseAddress);
        var first = cidrs.stream().findFirst().flatMap(IpNetwork::parse);
        if (address.isPresent()
                && first.isPresent()
                && isV6(address.get()) != first.get().isV6()) {
            found.add(
                    PATH + "serviceCidrs[0]",
                    cidrs.get(0),
                    "must be of the IP family of the advertised address " + advertised.get());
        }
    }

    private static int hostBits(IpNetwork network) {
        return (network.isV6() ? 128 : 32) - network.prefixLength();
    }

    private static boolean isV6(InetAddress address) {
        return address instanceof Inet6Address;
    }

    private static void addresses(NetworkProfile network, Findings found) {
        found.require(
                PATH + "advertiseAddress",
                network.advertiseAddress(),
                it -> it.isEmpty() || isIp(it),
                "advertiseAddress must be a valid IP address");
        if (network.advertiseAddress().filter(it -> !it.isEmpty()).isEmpty()) {
            found.require(
                    PATH + "address",
                    network.address(),
                    it -> it.isEmpty() || isIp(it),
                    "must be a valid IP address unless advertiseAddress is set");
        }
        Ports.check(PATH + "port", network.port(), found);
        clusterDomain(network, found);
    }

    /** It is the end of names in the API server's certificate. One without a dot is refused by the schema. */
    private static void clusterDomain(NetworkProfile network, Findings found) {
        network.clusterDomain()
                .filter(domain -> domain.contains("."))
                .map(domain -> Names.dns1123Subdomain("kubernetes.default.svc." + domain))
                .filter(wrong -> !wrong.isEmpty())
                .ifPresent(wrong -> found.add(PATH + "clusterDomain", network.clusterDomain(), wrong.get(0)));
    }

    private static void networks(NetworkProfile network, Findings found) {
        found.require(
                PATH + "serviceCidr",
                network.serviceCidr(),
                it -> it.isEmpty() || isCidr(it),
                "serviceCidr must be empty or a valid CIDR");
        found.require(
                PATH + "podCidr",
                network.podCidr(),
                it -> it.isEmpty() || isCidr(it),
                "podCidr must be empty or a valid CIDR");
        cidrs("serviceCidrs", network.serviceCidrs(), network.serviceCidr(), found);
        cidrs("podCidrs", network.podCidrs(), network.podCidr(), found);
        found.requireEach(
                PATH + "loadBalancerSourceRanges",
                network.loadBalancerSourceRanges(),
                TenantNetworkRules::isCidr,
                "all LoadBalancer source range entries must be valid CIDR");
    }

    /** A list that was made of the deprecated single field is that field's matter. */
    private static void cidrs(String name, Optional<List<String>> given, Optional<String> single, Findings found) {
        var list = given.filter(it -> !single.map(List::of).equals(Optional.of(it)));
        found.requireEach(
                PATH + name, list, TenantNetworkRules::isCidr, "all " + name + " entries must be valid CIDRs");
        var families = list.orElse(List.of()).stream()
                .flatMap(it -> IpNetwork.parse(it).stream())
                .map(IpNetwork::isV6)
                .toList();
        if (families.size() == 2 && families.get(0).equals(families.get(1))) {
            found.add(PATH + name, list, "two entries must be of different IP families");
        }
    }

    private static void certSans(NetworkProfile network, Findings found) {
        var names = network.certSANs().orElse(List.of());
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            var plain = Names.dns1123Subdomain(name);
            var wildcard = Names.wildcardSubdomain(name);
            if (!isIp(name) && !plain.isEmpty() && !wildcard.isEmpty()) {
                found.add(
                        PATH + "certSANs[" + i + "]",
                        name,
                        ALTNAME + String.join("; ", plain) + "; " + String.join("; ", wildcard));
            }
        }
    }

    private static void dns(NetworkProfile network, Findings found) {
        var ips = network.dnsServiceIPs().orElse(List.of());
        var cidrs = network.serviceCidrs().orElse(List.of());
        if (!ips.isEmpty() && cidrs.isEmpty()) {
            found.add(PATH + "dnsServiceIPs", ips, "no service CIDRs defined");
            return;
        }
        var networks =
                cidrs.stream().flatMap(it -> IpNetwork.parse(it).stream()).toList();
        for (int i = 0; i < ips.size(); i++) {
            var path = PATH + "dnsServiceIPs[" + i + "]";
            var ip = ips.get(i);
            var address = IpNetwork.parseAddress(ip);
            if (address.isEmpty()) {
                found.add(path, ip, "DNS service IP \"" + ip + "\" is not a valid IP address");
            } else if (networks.size() == cidrs.size()
                    && networks.stream().noneMatch(it -> it.contains(address.get()))) {
                found.add(path, ip, "DNS service IP \"" + ip + "\" is not contained in any configured service CIDR");
            }
        }
    }

    private static boolean isIp(String text) {
        return IpNetwork.parseAddress(text).isPresent();
    }

    private static boolean isCidr(String text) {
        return IpNetwork.parse(text).isPresent();
    }
}
