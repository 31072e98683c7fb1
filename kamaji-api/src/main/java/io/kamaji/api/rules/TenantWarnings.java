package io.kamaji.api.rules;

import io.kamaji.api.tenant.NetworkProfile;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import io.kamaji.api.value.IpNetwork;
import io.kamaji.api.value.KubernetesVersion;
import java.util.List;
import java.util.Optional;

/** What is accepted, but probably not what was meant. */
final class TenantWarnings {
    private TenantWarnings() {}

    static void check(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        tenant.given().networkProfile().ifPresent(network -> deprecated(network, found));
        network(tenant, found);
        version(tenant, found);
        if (!tenant.spec().dataStore().orElse("").isEmpty()) {
            TenantStorageRules.duplicates(tenant.spec().dataStoreOverrides().orElse(List.of()), found);
        }
        found.require(
                "spec.kubernetes.kubelet.cgroupfs",
                tenant.spec().kubernetes().kubelet().cgroupfs(),
                it -> false,
                "deprecated: use configurationJSONPatches");
    }

    private static void deprecated(NetworkProfile network, Findings found) {
        singular("serviceCidr", network.serviceCidr(), network.serviceCidrs(), found);
        singular("podCidr", network.podCidr(), network.podCidrs(), found);
    }

    private static void singular(
            String name, Optional<String> singular, Optional<List<String>> plural, Findings found) {
        var ignored = plural.filter(list -> !list.isEmpty()).isPresent();
        // An object that was stored carries the default, and that says nothing.
        found.require(
                "spec.networkProfile." + name,
                singular.filter(it -> !plural.equals(Optional.of(List.of(it))))
                        .filter(it -> !List.of("10.96.0.0/16", "10.244.0.0/16").contains(it)),
                it -> false,
                "deprecated: use " + name + "s" + (ignored ? ", which is set and wins" : ""));
    }

    private static void network(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var network = tenant.spec().networkProfile().orElseThrow();
        var services = networks(network.serviceCidrs());
        var pods = network.podCidrs().orElse(List.of());
        for (int i = 0; i < pods.size(); i++) {
            var pod = IpNetwork.parse(pods.get(i));
            if (pod.isPresent() && services.stream().anyMatch(pod.get()::overlaps)) {
                found.add("spec.networkProfile.podCidrs[" + i + "]", pods.get(i), "overlaps with the service network");
            }
        }
        var families = services.stream().map(IpNetwork::isV6).toList();
        var podNetworks = networks(network.podCidrs());
        if (!services.isEmpty()
                && !podNetworks.isEmpty()
                && podNetworks.stream().map(IpNetwork::isV6).noneMatch(families::contains)) {
            found.add("spec.networkProfile.podCidrs", pods, "shares no IP family with the services: they reach no pod");
        }
        if (tenant.spec().controlPlane().service().serviceType().equals("NodePort")) {
            found.require(
                    "spec.networkProfile.port",
                    network.port(),
                    it -> it >= 30000 && it <= 32767,
                    "is also the node port, and outside of the usual range 30000 to 32767");
        } else {
            found.require(
                    "spec.networkProfile.port",
                    network.port(),
                    it -> it <= Short.MAX_VALUE,
                    "the Cluster API provider reads no port above 32767: it would wait for ever");
        }
    }

    private static List<IpNetwork> networks(Optional<List<String>> cidrs) {
        return cidrs.orElse(List.of()).stream()
                .flatMap(it -> IpNetwork.parse(it).stream())
                .toList();
    }

    private static void version(Subject<TenantControlPlaneSpec> tenant, Findings found) {
        var text = tenant.spec().kubernetes().version();
        if (KubernetesVersion.find(text)
                .filter(KubernetesVersion.OLDEST::isNewerThan)
                .isPresent()) {
            found.add(
                    "spec.kubernetes.version",
                    text,
                    "older than " + KubernetesVersion.OLDEST.minorText()
                            + ", the first version that flags and add-ons are rendered for");
        }
    }
}
