package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KeyValueStore.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives entries leases of the target: one for each lease of the source, with the time that is left of it. Keys of one
 * lease keep one lease. Not thread-safe.
 */
final class Leases {
    private final KeyValueStore target;
    private final Map<Long, Long> granted = new HashMap<>();

    Leases(KeyValueStore target) {
        this.target = target;
    }

    boolean knows(long lease) {
        return lease == 0 || granted.containsKey(lease);
    }

    /** @param remaining empty if it has ended: then it runs a second, as keys of an ended lease are to go */
    void learn(long lease, Optional<Duration> remaining) {
        granted.put(lease, target.grant(remaining.orElse(Duration.ofSeconds(1))));
    }

    List<Entry> translate(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.lease() == 0 ? entry : entry.withLease(known(entry.lease())))
                .toList();
    }

    private long known(long lease) {
        return Objects.requireNonNull(granted.get(lease), "a lease is learnt before its keys");
    }
}
