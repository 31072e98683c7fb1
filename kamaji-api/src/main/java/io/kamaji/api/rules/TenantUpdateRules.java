package io.kamaji.api.rules;

import io.kamaji.api.tenant.NetworkProfile;
import io.kamaji.api.tenant.TenantControlPlaneSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What may not change: the CRD's transition rules. */
final class TenantUpdateRules {
    private record Kept(String name, Function<TenantControlPlaneSpec, Optional<String>> field) {}

    private static final List<Kept> KEPT = List.of(
            new Kept("dataStore", TenantControlPlaneSpec::dataStore),
            new Kept("dataStoreSchema", TenantControlPlaneSpec::dataStoreSchema),
            new Kept("dataStoreUsername", TenantControlPlaneSpec::dataStoreUsername));

    private TenantUpdateRules() {}

    /** Both with their defaults. */
    static void check(Subject<TenantControlPlaneSpec> tenant, Subject<TenantControlPlaneSpec> old, Findings found) {
        for (var kept : KEPT) {
            var before = kept.field.apply(old.spec());
            var now = kept.field.apply(tenant.spec());
            found.requireKept("spec." + kept.name, before, now, "unsetting the " + kept.name + " is not supported");
            if (!kept.name.equals("dataStore")) { // another datastore is a migration
                found.requireSame("spec." + kept.name, before, now, "changing the " + kept.name + " is not supported");
            }
        }
        var network = tenant.spec().networkProfile().orElseThrow();
        var oldNetwork = old.spec().networkProfile().orElseThrow();
        found.requireSame(
                "spec.networkProfile.clusterDomain",
                oldNetwork.clusterDomain(),
                network.clusterDomain(),
                "changing the cluster domain is not supported");
        loadBalancerClass(tenant, network, old, oldNetwork, found);
    }

    private static void loadBalancerClass(
            Subject<TenantControlPlaneSpec> tenant,
            NetworkProfile network,
            Subject<TenantControlPlaneSpec> old,
            NetworkProfile oldNetwork,
            Findings found) {
        var path = "spec.networkProfile.loadBalancerClass";
        found.requireSame(
                path, oldNetwork.loadBalancerClass(), network.loadBalancerClass(), "LoadBalancerClass is immutable");
        if (isLoadBalancer(tenant)
                && isLoadBalancer(old)
                && network.loadBalancerClass().isPresent()
                        != oldNetwork.loadBalancerClass().isPresent()) {
            found.add(path, network.loadBalancerClass(), "LoadBalancerClass cannot be set or unset at runtime");
        }
    }

    private static boolean isLoadBalancer(Subject<TenantControlPlaneSpec> tenant) {
        return tenant.spec().controlPlane().service().serviceType().equals("LoadBalancer");
    }
}
