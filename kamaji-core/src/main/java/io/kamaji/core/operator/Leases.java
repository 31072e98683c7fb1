package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Sha256;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of one replica. With several shards each replica shows by a Lease of its own that it is there, and takes as many
 * shards as fall to each of those that are; what is too much is given away once nobody is at work on it. One thread of its own.
 */
final class Leases implements Shards {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final int FORGOTTEN = 10; // lease times after which the Lease of a dead replica is deleted

    private static final class Shard {
        private final int number;
        private final Lease lease;
        private volatile boolean held;
        private boolean leaving;

        private Shard(int number, Lease lease) {
            this.number = number;
            this.lease = lease;
        }
    }

    /**
     * Told by the thread of the leases; must return at once.
     *
     * @param idle asked whether nobody is at work on a shard
     * @param changed told of each lease that is held, or held no more
     */
    record Told(IntConsumer gained, IntConsumer lost, IntPredicate idle, BiConsumer<ObjectRef, Boolean> changed) {}

    private final ClusterClient admin;
    private final Election election;
    private final Told told;
    private final List<Shard> shards;
    private final Optional<Lease> member;
    private final Map<String, Lease.LastSeen> members = new HashMap<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean release;

    Leases(ClusterClient admin, Election election, InstantSource clock, Told told) {
        this.admin = admin;
        this.election = election;
        this.told = told;
        var several = election.shards() > 1;
        var labels = JsonObject.of(LeaseRecord.LABEL, election.name());
        this.shards = IntStream.range(0, election.shards())
                .mapToObj(number ->
                        new Shard(number, new Lease(admin, ref(several ? "-" + number : ""), labels, election, clock)))
                .toList();
        var short8 = Sha256.hex(election.identity()).substring(0, 8);
        this.member = several
                ? Optional.of(new Lease(
                        admin, ref("-member-" + short8), labels.with(LeaseRecord.MEMBER, short8), election, clock))
                : Optional.empty();
        this.thread = new Thread(this::run, "kamaji-leases-" + election.name());
        thread.setDaemon(true);
    }

    private ObjectRef ref(String suffix) {
        return ResourceTypes.LEASE.ref(election.namespace(), election.name() + suffix);
    }

    @Override
    public Optional<String> renderedBy(int shard) {
        return shards.get(shard).lease.renderedBy();
    }

    @Override
    public void renderedBy(int shard, String version) {
        shards.get(shard).lease.renderedBy(version);
    }

    @Override
    public OptionalInt upgradeAtOnce() {
        return shards.stream()
                .flatMapToInt(shard -> shard.lease.upgradeAtOnce().stream())
                .max();
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public int count() {
        return shards.size();
    }

    @Override
    public boolean holds(int shard) {
        return shards.get(shard).held;
    }

    @Override
    public int held() {
        return (int) shards.stream().filter(shard -> shard.held).count();
    }

    @Override
    public Fence fence(int shard) {
        return shards.get(shard).lease.fence();
    }

    private void run() {
        while (!closing) {
            try {
                round();
            } catch (RuntimeException | Error e) {
                LOG.warn("leases {}: {}", election.name(), e.toString());
            }
            notice();
            pause();
        }
        if (release) {
            shards.forEach(shard -> attempt(shard.lease::release));
            member.ifPresent(lease -> attempt(() -> {
                lease.release();
                admin.delete(lease.ref(), ClusterClient.Preconditions.NONE);
            }));
        }
    }

    private void round() {
        member.ifPresent(lease -> attempt(lease::hold));
        var fair = fairShare();
        for (var shard : shards) {
            if (shard.held || shard.leaving || held() < fair) {
                attempt(shard.lease::hold);
                notice();
            }
        }
        shards.stream().filter(shard -> shard.held).skip(fair).forEach(shard -> {
            shard.leaving = true;
            setHeld(shard, false);
        });
        shards.stream()
                .filter(shard -> shard.leaving && told.idle().test(shard.number))
                .forEach(shard -> {
                    attempt(shard.lease::release);
                    shard.leaving = false;
                });
    }

    /** A cluster that can't be asked about one lease may be asked about the next. */
    private void attempt(Runnable request) {
        try {
            request.run();
        } catch (ClusterException e) {
            if (!closing) {
                LOG.warn("lease of {}: {}", election.name(), e.getMessage());
            }
        }
    }

    /** Tells what was gained and lost, be it only because time went by. */
    private void notice() {
        for (var shard : shards) {
            var open = shard.lease.fence().isOpen();
            shard.leaving &= open;
            setHeld(shard, open && !shard.leaving);
        }
    }

    private void setHeld(Shard shard, boolean now) {
        if (shard.held != now) {
            shard.held = now;
            LOG.info("{} lease {}", now ? "holds" : "does not hold", shard.lease);
            (now ? told.gained() : told.lost()).accept(shard.number);
            told.changed().accept(shard.lease.ref(), now);
        }
    }

    private int fairShare() {
        if (member.isEmpty()) {
            return shards.size();
        }
        var alive = 0;
        var selector = LeaseRecord.LABEL + "=" + election.name() + "," + LeaseRecord.MEMBER;
        for (var object : admin.list(ListRequest.of(ResourceTypes.LEASE, election.namespace(), selector))
                .items()) {
            var record = new LeaseRecord(object);
            var ref = ObjectRef.of(object);
            var seen = members.computeIfAbsent(ref.name(), name -> new Lease.LastSeen())
                    .note(record);
            if (seen.within(election.duration())) {
                alive++;
            } else if (!seen.within(election.duration().multipliedBy(FORGOTTEN))) {
                attempt(() -> admin.delete(ref, ClusterClient.Preconditions.of(object)));
                members.remove(ref.name());
            }
        }
        return (shards.size() + Math.max(1, alive) - 1) / Math.max(1, alive);
    }

    /** A third of a lease, less a little at random; or until a fence closes, if that comes first. */
    private void pause() {
        var third = election.duration().dividedBy(3).toMillis();
        var millis = third - ThreadLocalRandom.current().nextLong(third / 5 + 1);
        var ends = new ArrayList<Long>();
        shards.stream()
                .filter(shard -> shard.held)
                .forEach(shard -> ends.add(shard.lease.fence().left().toMillis() + 1));
        var soonest = ends.stream().mapToLong(Long::longValue).min().orElse(millis);
        synchronized (thread) {
            try {
                if (!closing) {
                    thread.wait(Math.max(1, Math.min(millis, soonest)));
                }
            } catch (InterruptedException e) {
                closing = true;
            }
        }
    }

    /** Ends; the leases run out by themselves. */
    @Override
    public void close() {
        end(false, Duration.ZERO);
        shards.forEach(shard -> shard.lease.fence().open(Duration.ZERO));
    }

    @Override
    public void release(Duration atMost) {
        end(true, atMost);
        close();
    }

    private void end(boolean andRelease, Duration atMost) {
        synchronized (thread) {
            release |= andRelease;
            closing = true;
            thread.notifyAll();
        }
        try {
            if (!atMost.isZero()) {
                thread.join(atMost.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive() && !andRelease) {
            thread.interrupt();
        }
    }
}
