package io.kamaji.core.operator;

import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.util.function.Function;

/** Deletions, step by step, as annotations have them: protected, forced, or all left where it is. Thread-safe. */
final class Deletion {
    private final OperatorContext context;
    private final Moves moves;
    private final Departure departure;
    private final Reports reports;
    private final Told told;
    private final Function<TenantWish, NextStep> gone;

    /** @param gone for a tenant of which nothing is to be done any more */
    Deletion(
            OperatorContext context,
            Moves moves,
            Departure departure,
            Reports reports,
            Told told,
            Function<TenantWish, NextStep> gone) {
        this.context = context;
        this.moves = moves;
        this.departure = departure;
        this.reports = reports;
        this.told = told;
        this.gone = gone;
    }

    NextStep step(TenantWish wish) {
        var ref = wish.ref();
        if (Annotations.isProtected(wish.tenant())) {
            var message = "protected: take away annotation " + Annotations.DELETION_PROTECTION;
            return told.tell(
                    wish, reports.of(wish, NextStep.done(), ConditionType.DELETED, false, "Protected", message));
        }
        if (moves.isActive(ref::equals)) {
            moves.cancel(ref);
            return NextStep.retryAfter(Duration.ofSeconds(1), "the end of a move");
        }
        if (Annotations.hasPolicy(wish.tenant(), "orphan")) {
            departure.orphan(wish);
            return gone.apply(wish);
        }
        var pass = context.reconciler().delete(wish.tenant(), context.admin());
        if (pass.result().isDone()) {
            return gone.apply(wish);
        }
        var overdue = departure.overdue(ref, pass);
        if (overdue.isEmpty()) {
            return told.tell(wish, reports.of(pass));
        }
        if (!Annotations.hasPolicy(wish.tenant(), "force")) {
            return told.tell(
                    wish,
                    reports.of(wish, pass, pass.result(), ConditionType.DELETED, false, "Overdue", overdue.get()));
        }
        told.announce(ref, departure.left(wish, pass));
        return departure.leaveBehind(wish, pass)
                ? NextStep.retryAfter(Duration.ZERO, "the rest, but for what was left behind")
                : gone.apply(wish);
    }
}
