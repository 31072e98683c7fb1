package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.event.MigrationStepped;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.migrate.TenantMigration;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.storage.DueMove;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.MigrationRecord.Step;
import io.kamaji.core.storage.TenantPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves of tenants' data to where it is to be ({@link DueMove}), beside the passes, as a move takes minutes. One that failed is
 * tried again after a minute, then after two, up to half an hour; the tenant is on its old datastore meanwhile. Thread-safe.
 */
final class Moves implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 5;

    /** One move; what its thread does is told by volatile fields. */
    static final class Move {
        private final DueMove due;
        private final String to;
        private volatile String step;
        private volatile @Nullable RuntimeException failure;
        private volatile Instant again = Instant.MIN;
        private volatile int failures;
        private volatile boolean running;
        private @Nullable Future<?> work;

        private Move(DueMove due) {
            this.due = due;
            this.to = due.to().orElseThrow();
            this.step = "waits for its turn";
        }

        String to() {
            return to;
        }

        /** What it is doing and why, for people. */
        String what() {
            var failed = failure().map(why -> "failed and is tried again: " + why.getMessage());
            return "to datastore " + to + ", as " + due.why() + ": " + failed.orElse(step);
        }

        boolean isRunning() {
            return running;
        }

        /** Why it was not done; empty while it is being tried. */
        Optional<RuntimeException> failure() {
            return running ? Optional.empty() : Optional.ofNullable(failure);
        }

        /** When it is tried again. */
        Instant again() {
            return again;
        }
    }

    private final OperatorContext context;
    private final MigrationOptions options;
    private final ExecutorService executor;
    private final BiConsumer<ObjectRef, Runnable> behindFence;
    private final DrainTurns turns;
    private final Map<ObjectRef, Move> moves = new ConcurrentHashMap<>();

    Moves(
            OperatorContext context,
            OperatorSettings.Migration migration,
            ExecutorService executor,
            BiConsumer<ObjectRef, Runnable> behindFence) {
        this.context = context;
        this.options = migration.options();
        this.turns = new DrainTurns(migration.drainAtOnce());
        this.executor = executor;
        this.behindFence = behindFence;
    }

    Optional<Move> of(ObjectRef tenant) {
        return Optional.ofNullable(moves.get(tenant));
    }

    /** The last try of a tenant's move, if that failed and it is not to be tried again yet. */
    Optional<Move> failed(ObjectRef tenant) {
        return of(tenant).filter(move -> move.failure().isPresent() && move.again.isAfter(now()));
    }

    /** Whether tenants are moved off datastores that drain at all. */
    boolean anyLeave() {
        return turns.areGiven();
    }

    /** Whether a tenant may leave a datastore that drains now; else it is woken once it may. Given back by {@link #stays}. */
    boolean mayLeave(ObjectRef tenant, String dataStore) {
        return turns.take(tenant, dataStore);
    }

    /** A tenant that might leave its datastore does not. */
    void stays(ObjectRef tenant) {
        turns.over(tenant).ifPresent(context::wake);
    }

    /**
     * Begins one, or goes on with one that another process began; nothing if it is being done or is to wait.
     *
     * @param tenant as it is to be on the new datastore
     * @param due with the datastore that it is to go to
     */
    synchronized Move move(ObjectRef ref, TenantControlPlane tenant, DueMove due) {
        var before = moves.get(ref);
        var same = before != null && before.due.to().equals(due.to());
        if (before != null && (before.running || same && before.again.isAfter(now()))) {
            return before;
        }
        var move = before != null && same ? before : new Move(due);
        move.running = true;
        moves.put(ref, move);
        move.work = executor.submit(() -> behindFence.accept(ref, () -> work(ref, tenant, move)));
        return move;
    }

    private void work(ObjectRef ref, TenantControlPlane tenant, Move move) {
        try {
            go(tenant, move);
            move.failure = null;
            move.failures = 0;
        } catch (InvalidSpecException | KamajiException e) {
            failed(ref, move, e);
        } catch (RuntimeException | Error e) { // or it would be begun again at once
            failed(ref, move, KamajiException.at(ref, e.toString()).cause(e));
        } finally {
            move.running = false;
            if (move.failure == null) {
                moves.remove(ref, move);
            }
            context.wake(ref);
            stays(ref);
        }
    }

    private void failed(ObjectRef ref, Move move, RuntimeException failure) {
        LOG.warn("the move of {} to datastore {} failed: {}", ref, move.to, failure.getMessage());
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, move.failures++));
        move.again =
                now().plus(failure instanceof KamajiException e ? e.retryAfter().orElse(pause) : pause);
        move.failure = failure;
    }

    /** What was begun is ended first: given up if the spec names the old datastore again and there is a way back. */
    private void go(TenantControlPlane tenant, Move move) {
        var settings = context.settings();
        var record = context.admin()
                .get(TenantPlace.migration(tenant))
                .map(MigrationRecord::parse)
                .filter(MigrationRecord::open);
        var told =
                options.toBuilder().progress(event -> note(tenant, move, event)).build();
        var migration = TenantMigration.create(context.reconciler(), settings, context.admin(), tenant, told);
        if (record.isPresent()
                && record.get().from().equals(move.to)
                && record.get().step() != Step.SWITCH) {
            migration.abort();
        } else {
            migration.run(record.map(MigrationRecord::to).orElse(move.to));
        }
    }

    private void note(TenantControlPlane tenant, Move move, MigrationStepped event) {
        options.progress().accept(event);
        var step = event.step() + (event.keys() == 0 ? ": " + event.message() : "");
        if (event.keys() == 0 && !step.equals(move.step)) {
            move.step = step;
            context.wake(TenantObjects.of(tenant).ref());
        }
    }

    /** Interrupts one. */
    void cancel(ObjectRef tenant) {
        of(tenant).ifPresent(move -> Optional.ofNullable(move.work).ifPresent(work -> work.cancel(true)));
    }

    void forget(ObjectRef tenant) {
        var move = of(tenant);
        if (move.filter(Move::isRunning).isEmpty()) {
            move.ifPresent(ended -> moves.remove(tenant, ended));
            stays(tenant);
        }
    }

    boolean isActive(Predicate<ObjectRef> which) {
        return moves.entrySet().stream().anyMatch(entry -> entry.getValue().running && which.test(entry.getKey()));
    }

    private Instant now() {
        return context.settings().clock().instant();
    }

    /** Interrupts all. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
