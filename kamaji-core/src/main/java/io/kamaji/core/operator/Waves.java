package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a new version of the operator from rolling the fleet: as long as a shard's Lease says that another version rendered
 * it last, nothing is written for its tenants that nobody asked for. Once it is allowed, canaries go first, and when these
 * have been well for some time so many tenants at a time go on, and no other is begun after one that did not come back in
 * time. Then the Lease says this version. Thread-safe.
 */
final class Waves {
    private static final Logger LOG = LoggerFactory.getLogger(Waves.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String version;
    private final Set<ObjectRef> canaries;
    private final Duration settle;
    private final Shards shards;
    private final InstantSource clock;
    private int atOnce;
    private Optional<ObjectRef> stoppedBy = Optional.empty();
    private final Map<ObjectRef, Instant> underway = new HashMap<>();
    private final Set<ObjectRef> held = new HashSet<>();
    private final Set<ObjectRef> settled = new HashSet<>();
    private final Map<ObjectRef, Instant> wellSince = new HashMap<>();

    Waves(OperatorSettings.Upgrade upgrade, Shards shards, InstantSource clock) {
        this.version = upgrade.version();
        this.atOnce = upgrade.atOnce();
        this.canaries = upgrade.canaries();
        this.settle = upgrade.settle();
        this.shards = shards;
        this.clock = clock;
    }

    /** The version that rendered a tenant's shard last, if it is another. */
    private Optional<String> from(ObjectRef tenant) {
        return shards.renderedBy(shards.of(tenant)).filter(other -> !other.equals(version));
    }

    /** Why a tenant's unasked changes are to wait; empty: they may be done now. */
    synchronized Optional<String> hold(ObjectRef tenant) {
        var from = from(tenant);
        if (from.isEmpty() || underway.containsKey(tenant)) {
            return Optional.empty();
        }
        var why = stoppedBy
                .map(other -> "the upgrade of the operator stopped, as " + other + " did not come back")
                .or(() -> atOnce == 0
                        ? Optional.of("the upgrade of the operator from " + from.get() + " to " + version
                                + " is to be allowed")
                        : Optional.<String>empty())
                .or(() -> canaryBefore(tenant)
                        .map(canary -> "the upgrade of the operator goes first to " + canary
                                + ", which has yet to be ready for " + settle))
                .or(() -> underway.size() >= atOnce ? Optional.of("others are being upgraded") : Optional.empty());
        if (why.isPresent()) {
            held.add(tenant);
        } else {
            held.remove(tenant);
            underway.put(tenant, clock.instant());
        }
        return why;
    }

    /** A canary that a tenant waits for. */
    private Optional<ObjectRef> canaryBefore(ObjectRef tenant) {
        var by = clock.instant().minus(settle);
        return canaries.contains(tenant)
                ? Optional.empty()
                : canaries.stream()
                        .filter(canary -> shards.of(canary) == shards.of(tenant))
                        .filter(canary -> !wellSince.containsKey(canary)
                                || wellSince.get(canary).isAfter(by))
                        .sorted(Comparator.comparing(ObjectRef::toString))
                        .findFirst();
    }

    /**
     * A pass over a tenant is over.
     *
     * @param isHeld whether anything was held back
     * @param isWell whether it is as it is to be
     */
    synchronized void over(ObjectRef tenant, boolean isHeld, boolean isWell) {
        var began = underway.get(tenant);
        if (isWell) {
            underway.remove(tenant);
        } else if (began != null && began.plus(PATIENCE).isBefore(clock.instant()) && stoppedBy.isEmpty()) {
            LOG.warn("the upgrade of the operator stops: {} did not come back within {}", tenant, PATIENCE);
            stoppedBy = Optional.of(tenant);
        }
        if (isWell && !isHeld && from(tenant).isPresent()) {
            settled.add(tenant);
        }
        if (!isWell) {
            wellSince.remove(tenant);
        } else if (!isHeld && canaries.contains(tenant)) {
            wellSince.putIfAbsent(tenant, clock.instant());
        }
        if (!isHeld) {
            held.remove(tenant);
        }
    }

    /** Whether a shard was rendered by another version last. */
    boolean isQuiet(int shard) {
        return shards.renderedBy(shard).filter(version::equals).isEmpty();
    }

    /** Whether so many may go on at a time already. */
    synchronized boolean allows(int tenantsAtOnce) {
        return atOnce == tenantsAtOnce;
    }

    /** Has those go on that are held back, so many at a time; after a stop, too. */
    synchronized Set<ObjectRef> allow(int tenantsAtOnce) {
        atOnce = tenantsAtOnce;
        stoppedBy = Optional.empty();
        return Set.copyOf(held);
    }

    /** Those that wait for their wave: they are to be looked at once another is over. */
    synchronized Set<ObjectRef> waiting() {
        var free = stoppedBy.isPresent() ? 0 : Math.max(0, atOnce - underway.size());
        return held.stream()
                .filter(tenant -> canaryBefore(tenant).isEmpty())
                .limit(free)
                .collect(Collectors.toSet());
    }

    synchronized int held() {
        return held.size();
    }

    synchronized void forget(ObjectRef tenant) {
        underway.remove(tenant);
        held.remove(tenant);
        settled.remove(tenant);
        wellSince.remove(tenant);
    }

    /** Notes on a shard's Lease that this version rendered all of it, if so; a shard without a note is this version's. */
    synchronized void note(int shard, Collection<ObjectRef> tenants) {
        var rendered = shards.renderedBy(shard);
        if (rendered.isEmpty() || !rendered.get().equals(version) && settled.containsAll(tenants)) {
            shards.renderedBy(shard, version);
        }
    }
}
