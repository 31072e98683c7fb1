package io.kamaji.testkit.simulator.internal.admission;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Gives addresses and node ports: all of 127.0.0.0/8, so that local processes can listen on them on Linux without set-up.
 * With base 20: pods 127.20.x.y, ClusterIPs 127.21.x.y, LoadBalancers 127.22.x.y; node ports from 30001 on, with another base
 * from another one on, up to 32767 and round. Same order of calls, same answers. An address is not given again before the
 * others were. Thread-safe.
 */
public final class Addresses {
    private final int base;
    private final int firstPort;
    private final Map<String, Integer> last = new HashMap<>();

    /**
     * @param base second byte of the pods' addresses, 1 to 252
     */
    public Addresses(int base) {
        if (base < 1 || base > 252) {
            throw new IllegalArgumentException("base of addresses must be 1 to 252: " + base);
        }
        this.base = base;
        this.firstPort = Math.floorMod((base - 20) * 29, 2768);
    }

    /** The next address of a pod. */
    public String pod() {
        return next("pod", base, address -> true);
    }

    /** The next address of a Service that is free. */
    public String clusterIp(Predicate<String> free) {
        return next("cluster", base + 1, free);
    }

    /** The next address of a LoadBalancer that is free. */
    public String loadBalancer(Predicate<String> free) {
        return next("balancer", base + 2, free);
    }

    /** Whether an address is one of those of Services. */
    public boolean isClusterIp(String address) {
        return address.startsWith("127." + (base + 1) + ".");
    }

    /** What the API calls the range of the Services. */
    public String clusterIpRange() {
        return "127." + (base + 1) + ".0.0/16";
    }

    /** The next free node port. */
    public synchronized int nodePort(Predicate<Integer> free) {
        for (int tries = 0; tries < 2768; tries++) {
            int port = 30000 + (firstPort + last.merge("port", 1, (count, one) -> (count + one) % 2768)) % 2768;
            if (free.test(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free node port");
    }

    private synchronized String next(String kind, int second, Predicate<String> free) {
        for (int tries = 0; tries < 65000; tries++) {
            int n = last.merge(kind, 1, (count, one) -> count % 65000 + one);
            var address = "127." + second + "." + (n / 250) + "." + (n % 250 + 1);
            if (free.test(address)) {
                return address;
            }
        }
        throw new IllegalStateException("no free address in 127." + second + ".0.0/16");
    }
}
