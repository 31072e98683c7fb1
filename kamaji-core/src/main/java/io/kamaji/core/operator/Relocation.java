package io.kamaji.core.operator;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.util.Optional;

/** How passes stand to moves: a tenant whose data is being moved is left alone, and one that could not be moved is kept where it is. Thread-safe. */
final class Relocation {
    /** A move tells when it comes to a step; this is for the case that it does not. */
    private static final Duration MOVING = Duration.ofSeconds(30);

    private final OperatorContext context;
    private final Moves moves;
    private final Reports reports;

    Relocation(OperatorContext context, Moves moves, Reports reports) {
        this.context = context;
        this.moves = moves;
        this.reports = reports;
    }

    /** What to tell of a tenant that is being moved, which is interrupted if it is to go elsewhere by now; empty if it is not. */
    Optional<TenantReport> underway(TenantWish wish) {
        var moving = moves.of(wish.ref()).filter(Moves.Move::isRunning);
        moving.filter(move -> !move.to().equals(wish.tenant().spec().dataStore().orElse("")))
                .ifPresent(move -> moves.cancel(wish.ref()));
        return moving.map(move -> moving(wish, move));
    }

    /** Whether a tenant's data is elsewhere than its spec has it. */
    boolean isDue(TenantControlPlane tenant) {
        return moves.elsewhere(tenant).isPresent();
    }

    /** Begins a move, or, while one that failed is not to be tried again, keeps the tenant where its data is. */
    TenantReport move(TenantWish wish) {
        var move = moves.move(wish);
        var old = moves.elsewhere(wish.tenant());
        if (move.failure().isEmpty() || old.isEmpty()) {
            return moving(wish, move);
        }
        var there = wish.tenant().toBuilder()
                .spec(spec -> spec.dataStore(old.get()))
                .build();
        var pass = context.reconciler().reconcile(there, context.admin());
        var again = NextStep.retryAfter(
                Duration.between(context.settings().clock().instant(), move.again()), "another try of the move");
        var next = pass.result().isDone() ? again : pass.result();
        return reports.notMoved(wish, pass, next, move.failure().get());
    }

    private TenantReport moving(TenantWish wish, Moves.Move move) {
        var what = "to datastore " + move.to() + ": " + move.step();
        return reports.moving(wish, NextStep.retryAfter(MOVING, "the move " + what), what);
    }
}
