package io.kamaji.core.operator;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.storage.DueMove;
import io.kamaji.core.storage.DueMove.Cause;
import java.time.Duration;
import java.util.Optional;

/**
 * How passes stand to moves: a tenant whose data is being moved is left alone, and one that could not be moved is kept where it
 * is. Thread-safe.
 */
final class Relocation {
    /** A move tells when it comes to a step; this is for the case that it does not. */
    private static final Duration MOVING = Duration.ofSeconds(30);

    private final OperatorContext context;
    private final Moves moves;
    private final Holds holds;
    private final Reports reports;

    Relocation(OperatorContext context, Moves moves, Holds holds, Reports reports) {
        this.context = context;
        this.moves = moves;
        this.holds = holds;
        this.reports = reports;
    }

    /**
     * What to tell of a tenant that is being moved, which is interrupted if its spec names another datastore by now; empty if it
     * is not being moved.
     */
    Optional<TenantReport> underway(TenantWish wish) {
        var moving = moves.of(wish.ref()).filter(Moves.Move::isRunning);
        var named = Given.text(wish.tenant().spec().dataStore());
        moving.filter(move -> named.isPresent() && !named.get().equals(move.to()))
                .ifPresent(move -> moves.cancel(wish.ref()));
        return moving.map(move -> moving(wish, move));
    }

    /**
     * Moves a tenant that a pass refused because its spec names another datastore.
     *
     * @param tenant as it is to be on the new datastore
     * @return empty: that is not why it was refused
     */
    Optional<TenantReport> refused(TenantWish wish, TenantControlPlane tenant) {
        return due(tenant).filter(due -> due.cause() == Cause.NAMED).map(due -> move(wish, tenant, due));
    }

    /** Goes on with the move for which a pass waits: another process began it, and is gone. Empty: it has ended meanwhile. */
    Optional<TenantReport> waitedFor(TenantWish wish, TenantControlPlane tenant) {
        return due(tenant).filter(due -> due.to().isPresent()).map(due -> move(wish, tenant, due));
    }

    private Optional<DueMove> due(TenantControlPlane tenant) {
        return context.reconciler().dueMove(tenant, context.admin());
    }

    /** Begins a move, or, while one that failed is not to be tried again, keeps the tenant where its data is. */
    private TenantReport move(TenantWish wish, TenantControlPlane tenant, DueMove due) {
        var move = moves.move(wish.ref(), tenant, due);
        var canPass = due.cause() == Cause.NAMED && !due.to().equals(Optional.of(due.from()));
        if (move.failure().isEmpty() || !canPass) {
            return moving(wish, move);
        }
        var there = tenant.toBuilder().spec(spec -> spec.dataStore(due.from())).build();
        var pass = context.reconciler().reconcile(there, context.admin());
        return failed(wish, pass, pass.result(), move).notYet(wish);
    }

    /**
     * What to tell after a pass over a tenant that is not to stay where it is.
     *
     * @param next what would come after the pass
     */
    TenantReport after(TenantWish wish, TenantControlPlane tenant, Pass pass, DueMove due, NextStep next) {
        var failed = moves.failed(wish.ref());
        if (due.cause() == Cause.KEPT_BY_SPEC || due.cause() == Cause.DRAINS && !moves.anyLeave()) {
            moves.forget(wish.ref());
            return reports.of(pass, next);
        } else if (failed.isPresent()) {
            return failed(wish, pass, next, failed.get());
        } else if (due.to().isPresent()) {
            return moving(wish, moves.move(wish.ref(), tenant, due));
        }
        var stay = new Evacuation(context, moves, holds).stay(wish, tenant, pass, due);
        return stay.isEmpty()
                ? moving(wish, moves.of(wish.ref()).orElseThrow())
                : stay.get().told(reports, wish, pass, next);
    }

    private TenantReport failed(TenantWish wish, Pass pass, NextStep next, Moves.Move move) {
        var again = Duration.between(context.settings().clock().instant(), move.again());
        return reports.notMoved(
                wish,
                pass,
                next.isDone() ? NextStep.retryAfter(again, "another try of the move") : next,
                move.failure().orElseThrow());
    }

    private TenantReport moving(TenantWish wish, Moves.Move move) {
        var what = move.what();
        return reports.moving(wish, NextStep.retryAfter(MOVING, "the move " + what), what);
    }
}
