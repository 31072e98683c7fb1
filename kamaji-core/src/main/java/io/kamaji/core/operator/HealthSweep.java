package io.kamaji.core.operator;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.Listener;
import io.kamaji.core.event.TenantSwept;
import io.kamaji.core.event.TenantSwept.Outcome;
import io.kamaji.core.observe.TenantFingerprint;
import io.kamaji.core.operator.Rounds.Pace;
import io.kamaji.core.operator.Rounds.Stop;
import io.kamaji.core.operator.Rounds.Visited;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
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

    private final Look look;
    private final Consumer<ObjectRef> passWanted;
    private final InstantSource clock;
    private final Listener listener;
    private final Rounds<TenantFingerprint> rounds;

    private HealthSweep(Builder builder) {
        look = builder.look;
        passWanted = builder.passWanted;
        clock = builder.clock;
        listener = Listener.of(builder.listener);
        rounds = new Rounds<>(
                new Rounds.Plan(
                        builder.interval, builder.jitter, clock, builder.random, builder.workers, builder.atOnce),
                this::visit);
    }

    /** Sees what Kamaji has in a tenant's own cluster, and leaves nothing open. */
    @FunctionalInterface
    public interface Look {

        /** @throws KamajiException if it does not answer */
        TenantFingerprint at(ObjectRef tenant);
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
    public void track(ObjectRef tenant) {
        rounds.track(tenant);
    }

    /** Looks at a tenant no more, for instance because it was deleted or put to sleep. */
    public void forget(ObjectRef tenant) {
        rounds.forget(tenant);
    }

    /** How many tenants are looked at. */
    public int size() {
        return rounds.size();
    }

    /** The distance between two looks at one tenant: as asked for, or what can be kept with so many that take so long. */
    public Duration interval() {
        return rounds.interval();
    }

    /** Has the workers look at whoever is due; returns at once unless the worker is the caller. */
    public void tick() {
        rounds.tick();
    }

    /** Ticks each second, or more often if the interval is short, until it is closed. */
    public void start(ScheduledExecutorService timer) {
        rounds.start(timer);
    }

    /** Ticks no more; looks that are under way end by themselves. */
    @Override
    public void close() {
        rounds.close();
    }

    private Visited visit(Stop<TenantFingerprint> stop) {
        var tenant = stop.tenant();
        var began = clock.instant();
        try {
            var seen = look.at(tenant);
            var outcome = seen.equals(stop.memory()) ? Outcome.UNCHANGED : Outcome.CHANGED;
            if (outcome == Outcome.CHANGED) {
                passWanted.accept(tenant);
                stop.keep(seen); // only now: a pass that could not be asked for is asked for again
            }
            return visited(tenant, began, outcome, Optional.empty());
        } catch (KamajiException e) {
            return visited(tenant, began, Outcome.UNANSWERED, Optional.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.warn("sweep of {} failed", tenant, e);
            return visited(tenant, began, Outcome.UNANSWERED, Optional.of(e.toString()));
        }
    }

    private Visited visited(ObjectRef tenant, Instant began, Outcome outcome, Optional<String> problem) {
        var ended = clock.instant();
        return new Visited(
                outcome == Outcome.UNANSWERED ? Pace.SELDOM : Pace.STEADY,
                () -> listener.accept(new TenantSwept(
                        tenant, ended, outcome, Duration.between(began, ended), rounds.interval(), problem)));
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
            return new HealthSweep(this);
        }
    }
}
