package io.kamaji.core.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How an operator is at one moment, for health and metrics. Immutable.
 *
 * @param leadingSince since when it holds at least one lease, or needs none; empty: it does not, and does nothing
 * @param shardsHeld of {@code shards}, how many it works on
 * @param shards how many the tenants are spread over
 * @param ready keys that wait for a worker
 * @param oldest how long the first of them has been waiting; zero if there is none
 * @param delayed keys whose time has not come: resyncs and tries to come
 * @param active keys that are being worked on
 * @param workers how many can be worked on at a time
 * @param passes how many passes there were since the start, of all kinds
 * @param failures how many of them failed
 * @param watches how long ago each watch heard from the cluster
 * @param tenants how many there are of each phase ({@code Ready}), of those that this replica works on
 */
public record OperatorStats(
        Optional<Instant> leadingSince,
        int shardsHeld,
        int shards,
        int ready,
        Duration oldest,
        int delayed,
        int active,
        int workers,
        long passes,
        long failures,
        Map<String, Duration> watches,
        Map<String, Integer> tenants) {

    /** Whether it works on anything. */
    public boolean leading() {
        return leadingSince.isPresent();
    }

    /** Whether nothing waits and nothing is being worked on. */
    public boolean settled() {
        return ready == 0 && active == 0;
    }
}
