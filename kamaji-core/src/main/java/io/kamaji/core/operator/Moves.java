package io.kamaji.core.operator;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.event.MigrationStepped;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.migrate.TenantMigration;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.MigrationRecord.Step;
import io.kamaji.core.storage.TenantAccounts;
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
 * Moves of tenants' data to the datastore that their spec names by now, beside the passes, as a move takes minutes. One that
 * failed is tried again after a minute, then after two, up to half an hour; the tenant is on its old datastore meanwhile.
 * Thread-safe.
 */
final class Moves implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 5;

    /** One move; what its thread does is told by volatile fields. */
    static final class Move {
        private final String to;
        private volatile String step;
        private volatile @Nullable RuntimeException failure;
        private volatile Instant again = Instant.MIN;
        private volatile int failures;
        private volatile boolean running;
        private @Nullable Future<?> work;

        private Move(String to) {
            this.to = to;
            this.step = "waits for its turn";
        }

        String to() {
            return to;
        }

        boolean isRunning() {
            return running;
        }

        /** What it is doing, for people. */
        String step() {
            return step;
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
    private final Map<ObjectRef, Move> moves = new ConcurrentHashMap<>();

    Moves(
            OperatorContext context,
            MigrationOptions options,
            ExecutorService executor,
            BiConsumer<ObjectRef, Runnable> behindFence) {
        this.context = context;
        this.options = options;
        this.executor = executor;
        this.behindFence = behindFence;
    }

    /** The datastore that a tenant's data is in, if that is not the one that its spec names. */
    Optional<String> elsewhere(TenantControlPlane tenant) {
        return context.admin()
                .get(TenantObjects.of(tenant).storageConfig())
                .flatMap(TenantAccounts::dataStore)
                .filter(stored -> tenant.spec()
                        .dataStore()
                        .filter(wanted -> !wanted.equals(stored))
                        .isPresent());
    }

    Optional<Move> of(ObjectRef tenant) {
        return Optional.ofNullable(moves.get(tenant));
    }

    /** Begins it, or goes on with one that another process began; nothing if it is being done or is to wait. */
    synchronized Move move(TenantWish wish) {
        var to = wish.tenant().spec().dataStore().orElse("");
        var before = moves.get(wish.ref());
        if (before != null && before.running) {
            return before;
        }
        if (before != null && before.to.equals(to) && before.again.isAfter(now())) {
            return before;
        }
        var move = before != null && before.to.equals(to) ? before : new Move(to);
        move.running = true;
        moves.put(wish.ref(), move);
        move.work = executor.submit(() -> behindFence.accept(wish.ref(), () -> work(wish, move)));
        return move;
    }

    private void work(TenantWish wish, Move move) {
        try {
            go(wish.tenant(), move);
            move.failure = null;
            move.failures = 0;
        } catch (InvalidSpecException | KamajiException e) {
            failed(wish, move, e);
        } catch (RuntimeException e) {
            failed(wish, move, KamajiException.at(wish.ref(), e.toString()).cause(e));
        } finally {
            move.running = false;
            if (move.failure == null) {
                moves.remove(wish.ref(), move);
            }
            context.wake(wish.ref());
        }
    }

    private void failed(TenantWish wish, Move move, RuntimeException failure) {
        LOG.warn("the move of {} to datastore {} failed: {}", wish.ref(), move.to, failure.getMessage());
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
        of(tenant).filter(move -> !move.running).ifPresent(move -> moves.remove(tenant, move));
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
