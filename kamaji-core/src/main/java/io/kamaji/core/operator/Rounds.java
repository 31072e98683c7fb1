package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round tenants: visits each about once in an interval, never two times at once. Where the visits take longer than there is
 * time, the interval grows evenly for all. Holds no thread of its own. Thread-safe.
 *
 * @param <M> what is remembered of a tenant from one visit to the next
 */
final class Rounds<M> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final int MOST_SKIPPED = 2; // doublings
    private static final double SHARE_IF_SOON = 0.2;
    private static final double WEIGHT_OF_LAST = 0.05;
    private static final Duration LONGEST_BEAT = Duration.ofSeconds(1);

    /**
     * How rounds are made.
     *
     * @param interval between two visits of one tenant
     * @param jitter how much that varies at random: 0.1 is a tenth, up or down
     * @param workers who visits, and {@code atOnce} how many at once
     */
    record Plan(
            Duration interval,
            double jitter,
            InstantSource clock,
            RandomGenerator random,
            Executor workers,
            int atOnce) {

        Plan {
            if (interval.toMillis() < 1 || atOnce < 1 || !(jitter >= 0 && jitter < 1)) {
                throw new IllegalArgumentException(
                        "interval " + interval + ", " + atOnce + " at once, jitter " + jitter + ": out of range");
            }
        }
    }

    /** When the next visit is: after the interval, after a fifth of it, or less and less often, down to every fourth time. */
    enum Pace {
        STEADY,
        SOON,
        SELDOM
    }

    /**
     * How a visit ended.
     *
     * @param tell run once the next visit is settled
     */
    record Visited(Pace pace, Runnable tell) {}

    /** What is done at a tenant. */
    @FunctionalInterface
    interface Visit<M> {
        Visited at(Stop<M> stop);
    }

    /** A tenant on the round. Its memory belongs to whoever visits it. */
    static final class Stop<M> implements Comparable<Stop<M>> {
        private final ObjectRef tenant;
        private long due;
        private int skipped;
        private boolean rests;
        private boolean parked;
        private @Nullable M memory;

        private Stop(ObjectRef tenant) {
            this.tenant = tenant;
        }

        ObjectRef tenant() {
            return tenant;
        }

        /** What was kept; nothing at the first visit. */
        @Nullable
        M memory() {
            return memory;
        }

        void keep(M value) {
            memory = value;
        }

        @Override
        public int compareTo(Stop<M> other) {
            return Long.compare(due, other.due);
        }
    }

    private final Plan plan;
    private final Visit<M> visit;
    private final Map<ObjectRef, Stop<M>> stops = new HashMap<>();
    private final PriorityQueue<Stop<M>> queue = new PriorityQueue<>();
    private int working;
    private double meanMillis;
    private long seen = Long.MIN_VALUE;
    private @Nullable Future<?> beat;

    Rounds(Plan plan, Visit<M> visit) {
        this.plan = plan;
        this.visit = visit;
    }

    /** Visits a tenant from now on, first at some time within the interval; no effect if it does already. */
    synchronized void track(ObjectRef tenant) {
        var stop = stops.computeIfAbsent(tenant, this::added);
        stop.rests = false;
        if (stop.parked) {
            stop.parked = false;
            enqueue(stop);
        }
    }

    /** Visits a tenant once more and then not before it is tracked again: nothing will change. */
    synchronized void rest(ObjectRef tenant) {
        stops.computeIfAbsent(tenant, this::added).rests = true;
    }

    private Stop<M> added(ObjectRef tenant) {
        var stop = new Stop<M>(tenant);
        enqueue(stop);
        return stop;
    }

    private void enqueue(Stop<M> stop) {
        stop.due = plan.clock().millis()
                + (long) (plan.random().nextDouble() * interval().toMillis());
        queue.add(stop);
    }

    /** Visits a tenant no more. */
    synchronized void forget(ObjectRef tenant) {
        var stop = stops.remove(tenant);
        if (stop != null) {
            queue.remove(stop);
        }
    }

    synchronized boolean tracks(ObjectRef tenant) {
        return stops.containsKey(tenant);
    }

    synchronized int size() {
        return stops.size();
    }

    /** Between two visits of one tenant: as asked for, or what can be kept with so many that take so long. */
    synchronized Duration interval() {
        var needed = Duration.ofMillis((long) (stops.size() * meanMillis / plan.atOnce()));
        return needed.compareTo(plan.interval()) > 0 ? needed : plan.interval();
    }

    /** Has the workers visit whoever is due; returns at once unless the worker is the caller. */
    void tick() {
        for (int i = free(); i > 0; i--) {
            try {
                plan.workers().execute(this::work);
            } catch (RuntimeException e) { // a host's executor may not be ready yet
                ended();
                LOG.debug("no worker for a round: {}", e.toString());
            }
        }
    }

    /** Ticks each second, or more often if the interval is short, until it is closed. */
    synchronized void start(ScheduledExecutorService timer) {
        var tenth = plan.interval().dividedBy(10);
        var every = tenth.compareTo(LONGEST_BEAT) < 0 ? tenth : LONGEST_BEAT;
        close();
        beat = timer.scheduleWithFixedDelay(this::tick, 0, Math.max(1, every.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Ticks no more; visits that are under way end by themselves. */
    @Override
    public synchronized void close() {
        if (beat != null) {
            beat.cancel(false);
        }
        beat = null;
    }

    /** A clock that was put back takes the visits with it: they are due after a time, not at one. */
    private long now() {
        var now = plan.clock().millis();
        if (now < seen) {
            var back = seen - now;
            stops.values().forEach(stop -> stop.due -= back); // all alike, so that their order stays
        }
        seen = now;
        return now;
    }

    /** How many workers to begin; they count as working from now on. */
    private synchronized int free() {
        var now = now();
        var due = queue.stream()
                .filter(stop -> stop.due <= now)
                .limit(plan.atOnce() - working)
                .count();
        working += (int) due;
        return (int) due;
    }

    private synchronized void ended() {
        working--;
    }

    private void work() {
        try {
            for (var stop = next(); stop != null; stop = next()) {
                visit(stop);
            }
        } finally {
            ended();
        }
    }

    private synchronized @Nullable Stop<M> next() {
        var first = queue.peek();
        return first == null || first.due > now() ? null : queue.poll();
    }

    private void visit(Stop<M> stop) {
        var began = plan.clock().instant();
        var visited = new Visited(Pace.SELDOM, () -> {});
        try {
            visited = visit.at(stop);
        } catch (RuntimeException e) {
            LOG.warn("the visit of {} failed", stop.tenant, e);
        } finally {
            again(stop, began, visited.pace());
        }
        visited.tell().run();
    }

    private synchronized void again(Stop<M> stop, Instant began, Pace pace) {
        var took = plan.clock().millis() - began.toEpochMilli();
        meanMillis = meanMillis == 0 ? took : meanMillis + WEIGHT_OF_LAST * (took - meanMillis);
        stop.skipped = pace == Pace.SELDOM ? Math.min(MOST_SKIPPED, stop.skipped + 1) : 0;
        var share = pace == Pace.SOON ? SHARE_IF_SOON : 1 << stop.skipped;
        var varied = 1 + plan.jitter() * (2 * plan.random().nextDouble() - 1);
        stop.due = began.toEpochMilli() + (long) (interval().toMillis() * share * varied);
        if (stops.get(stop.tenant) != stop) {
            return;
        }
        if (stop.rests && pace != Pace.SELDOM) {
            stop.parked = true;
        } else {
            queue.add(stop);
        }
    }
}
