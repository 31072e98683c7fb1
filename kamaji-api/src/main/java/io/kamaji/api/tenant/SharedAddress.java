package io.kamaji.api.tenant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An address that the Services of many tenants share, each with ports of its own: annotations of the balancer that gives it.
 * Immutable. Source: MetalLB 0.15, Cilium 1.19.
 *
 * @param annotations of each Service
 */
public record SharedAddress(Map<String, String> annotations) {
    /** Annotations by which balancers are told which Services may share an address: equal values may. */
    public static final List<String> KEYS = List.of(
            "metallb.io/allow-shared-ip", "metallb.universe.tf/allow-shared-ip", "lbipam.cilium.io/sharing-key");

    public SharedAddress {
        annotations = Map.copyOf(annotations);
    }

    /** One that MetalLB gives to all Services of a key: the named one, which must be of its pools. */
    public static SharedAddress metalLb(String key, String ip) {
        return new SharedAddress(Map.of(KEYS.get(0), key, "metallb.io/loadBalancerIPs", ip));
    }

    /** One that Cilium gives to all Services of a key, in any namespace: the named one, which must be of its pools. */
    public static SharedAddress cilium(String key, String ip) {
        return new SharedAddress(
                Map.of(KEYS.get(2), key, "lbipam.cilium.io/sharing-cross-namespace", "*", "lbipam.cilium.io/ips", ip));
    }

    /** Which Services share an address with one of these annotations; empty: none. */
    public static Optional<String> key(Map<String, String> annotations) {
        return KEYS.stream().filter(annotations::containsKey).findFirst().map(key -> key + "=" + annotations.get(key));
    }

    /** Annotations of a Service with these among them. */
    public Map<String, String> and(Map<String, String> others) {
        var all = new LinkedHashMap<>(others);
        all.putAll(annotations);
        return all;
    }
}
