package io.kamaji.core.operator;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.Listener;
import io.kamaji.core.event.TenantSwept;
import io.kamaji.core.event.TenantSwept.Outcome;
import io.kamaji.core.observe.TenantFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every tenant's own cluster from time to time and asks for a pass over those where something of ours was touched:
 *
 * <pre>{@code
 * var sweep = kamaji.sweep(damaged -> queue.add(damaged)).workers(pool, 8).build();
 * sweep.track(kamaji.tenant(spec).ref());
 * sweep.start(timer);
 * }</pre>
 *
 * <p>Defaults: each tenant about every 45 s, plus or minus a tenth at random, so that damage is mended within a minute; one
 * look at a time, by the thread that ticks. A tenant that does not answer is looked at less and less often, down to every
 * fourth time. Where the looks take longer than there is time, the interval grows evenly for all ({@link #interval}, also
 * in every {@link TenantSwept}). The first look at a tenant asks for a pass, as nothing is known of it; so does the look
 * after a pass that wrote something, which makes that pass a quiet one. No look is missed because a pass ran meanwhile.
 *
 * <p>Holds no thread and no connection of its own, and about 300 bytes for a tenant. Thread-safe.
 */
public final class HealthSweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthSweep.class);
    private static final int MOST_SKIPPED = 2; // doublings
    private static final double WEIGHT_OF_LAST = 0.05;
    private static final Duration LONGEST_BEAT = Duration.ofSeconds(1);

    private final Look look;
    private final Consumer<ObjectRef> passWanted;
    private final Duration wanted;
    private final double jitter;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Executor workers;
    private final int atOnce;
    private final Listener listener;

    private final Map<ObjectRef, Entry> tenants = new HashMap<>();
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private int working;
    private double meanMillis;
    private @Nullable Future<?> beat;

    private HealthSweep(Builder builder) {
        look = builder.look;
        passWanted = builder.passWanted;
        wanted = builder.interval;
        jitter = builder.jitter;
        clock = builder.clock;
        random = builder.random;
        workers = builder.workers;
        atOnce = builder.atOnce;
        listener = Listener.of(builder.listener);
    }

    /** Sees what Kamaji has in a tenant's own cluster, and leaves nothing open. */
    @FunctionalInterface
    public interface Look {

        /** @throws KamajiException if it does not answer */
        TenantFingerprint at(ObjectRef tenant);
    }

    /** What is known of a tenant: when it is due, and how it looked. */
    private static final class Entry implements Comparable<Entry> {
        private final ObjectRef tenant;
        private long due;
        private int unanswered;
        private @Nullable TenantFingerprint last;

        private Entry(ObjectRef tenant, long due) {
            this.tenant = tenant;
            this.due = due;
        }

        @Override
        public int compareTo(Entry other) {
            return Long.compare(due, other.due);
        }
    }

    /**
     * A builder with the defaults.
     *
     * @param passWanted called where something was touched; should only note it for the host's queue. If it throws, it is
     *     called again after the next look
     */
    public static Builder builder(Look look, Consumer<ObjectRef> passWanted) {
        return new Builder(look, passWanted);
    }

    /** Looks at a tenant from now on, first at some time within the interval; no effect if it does already. */
    public synchronized void track(ObjectRef tenant) {
        tenants.computeIfAbsent(tenant, added -> {
            var first = random.nextDouble() * interval().toMillis();
            var entry = new Entry(added, clock.millis() + (long) first);
            queue.add(entry);
            return entry;
        });
    }

    /** Looks at a tenant no more, for instance because it was deleted or put to sleep. */
    public synchronized void forget(ObjectRef tenant) {
        var entry = tenants.remove(tenant);
        if (entry != null) {
            queue.remove(entry);
        }
    }

    /** How many tenants are looked at. */
    public synchronized int size() {
        return tenants.size();
    }

    /** The distance between two looks at one tenant: as asked for, or what can be kept with so many that take so long. */
    public synchronized Duration interval() {
        var needed = Duration.ofMillis((long) (tenants.size() * meanMillis / atOnce));
        return needed.compareTo(wanted) > 0 ? needed : wanted;
    }

    /** Has the workers look at whoever is due; returns at once unless the worker is the caller. */
    public void tick() {
        for (int i = free(); i > 0; i--) {
            try {
                workers.execute(this::work);
            } catch (RejectedExecutionException e) {
                ended();
                LOG.debug("no worker for the sweep: {}", e.toString());
            }
        }
    }

    /** Ticks each second, or more often if the interval is short, until it is closed. */
    public synchronized void start(ScheduledExecutorService timer) {
        var tenth = wanted.dividedBy(10);
        var every = tenth.compareTo(LONGEST_BEAT) < 0 ? tenth : LONGEST_BEAT;
        close();
        beat = timer.scheduleWithFixedDelay(this::tick, 0, Math.max(1, every.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Ticks no more; looks that are under way end by themselves. */
    @Override
    public synchronized void close() {
        if (beat != null) {
            beat.cancel(false);
        }
        beat = null;
    }

    /** How many workers to begin; they count as working from now on. */
    private synchronized int free() {
        var now = clock.millis();
        var due = queue.stream()
                .filter(entry -> entry.due <= now)
                .limit(atOnce - working)
                .count();
        working += (int) due;
        return (int) due;
    }

    private synchronized void ended() {
        working--;
    }

    private void work() {
        try {
            for (var entry = next(); entry != null; entry = next()) {
                look(entry);
            }
        } finally {
            ended();
        }
    }

    private synchronized @Nullable Entry next() {
        var first = queue.peek();
        return first == null || first.due > clock.millis() ? null : queue.poll();
    }

    private void look(Entry entry) {
        var began = clock.instant();
        var outcome = Outcome.UNANSWERED;
        Optional<String> problem = Optional.empty();
        try {
            var seen = look.at(entry.tenant);
            outcome = seen.equals(entry.last) ? Outcome.UNCHANGED : Outcome.CHANGED;
            if (outcome == Outcome.CHANGED) {
                passWanted.accept(entry.tenant);
                entry.last = seen; // only now: a pass that could not be asked for is asked for again
            }
        } catch (KamajiException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.warn("sweep of {} failed", entry.tenant, e);
            problem = Optional.of(e.toString());
        } finally {
            again(entry, began, outcome);
        }
        listener.accept(new TenantSwept(
                entry.tenant, clock.instant(), outcome, Duration.between(began, clock.instant()), interval(), problem));
    }

    private synchronized void again(Entry entry, Instant began, Outcome outcome) {
        var took = clock.millis() - began.toEpochMilli();
        meanMillis = meanMillis == 0 ? took : meanMillis + WEIGHT_OF_LAST * (took - meanMillis);
        entry.unanswered = outcome == Outcome.UNANSWERED ? Math.min(MOST_SKIPPED, entry.unanswered + 1) : 0;
        var distance = interval().toMillis() * (1 << entry.unanswered) * (1 + jitter * (2 * random.nextDouble() - 1));
        entry.due = began.toEpochMilli() + (long) distance;
        if (tenants.get(entry.tenant) == entry) {
            queue.add(entry);
        }
    }

    /** How to sweep; the defaults are those of the class. Not thread-safe. */
    public static final class Builder {
        private final Look look;
        private final Consumer<ObjectRef> passWanted;
        private Duration interval = Duration.ofSeconds(45);
        private double jitter = 0.1;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new Random();
        private Executor workers = Runnable::run;
        private int atOnce = 1;
        private Consumer<? super KamajiEvent> listener = event -> {};

        private Builder(Look look, Consumer<ObjectRef> passWanted) {
            this.look = look;
            this.passWanted = passWanted;
        }

        /** Between two looks at one tenant. */
        public Builder interval(Duration value) {
            interval = value;
            return this;
        }

        /** How much the interval varies at random: 0.1 is a tenth, up or down. */
        public Builder jitter(double share) {
            jitter = share;
            return this;
        }

        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /** Who looks, and at how many tenants at once. */
        public Builder workers(Executor executor, int most) {
            workers = executor;
            atOnce = most;
            return this;
        }

        /** Told of every look. */
        public Builder listener(Consumer<? super KamajiEvent> value) {
            listener = value;
            return this;
        }

        /** @throws IllegalArgumentException for an interval of nothing, no worker, or jitter that is not within 0 and 1 */
        public HealthSweep build() {
            if (interval.toMillis() < 1 || atOnce < 1 || !(jitter >= 0 && jitter < 1)) {
                throw new IllegalArgumentException(
                        "interval " + interval + ", " + atOnce + " at once, jitter " + jitter + ": out of range");
            }
            return new HealthSweep(this);
        }
    }
}
