package io.kamaji.core.operator;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import io.kamaji.core.storage.DueMove;
import java.time.Duration;
import java.util.Optional;

/**
 * Moves tenants off datastores that drain: those that are well, within their windows or asleep, so many of each datastore at a
 * time, to where the placement says. Thread-safe.
 */
record Evacuation(OperatorContext context, Moves moves, Holds holds) {
    /**
     * Whose turn it is, is told; this is for the case that it is not. Nothing tells of another datastore, but where those are
     * custom resources.
     */
    private static final Duration AGAIN = Duration.ofMinutes(5);

    /**
     * Why a tenant stays for now.
     *
     * @param next when to look again, if nothing else is to be done earlier
     */
    record Stay(String reason, String message, NextStep next) {

        TenantReport told(Reports reports, TenantWish wish, Pass pass, NextStep other) {
            var isSooner = other instanceof NextStep.Retry retry
                    && (!(next instanceof NextStep.Retry own) || retry.after().compareTo(own.after()) < 0);
            return reports.of(wish, pass, isSooner ? other : next, ConditionType.MIGRATED, false, reason, message);
        }
    }

    /** Begins the move; else why not. */
    Optional<Stay> stay(TenantWish wish, TenantControlPlane tenant, Pass pass, DueMove due) {
        var ref = wish.ref();
        if (!pass.result().isDone()) {
            return Optional.of(new Stay(
                    "WaitsForTenant", due.why() + ": the tenant is moved once it is as it is to be", pass.result()));
        }
        var window = pass.status().phase() == Phase.SLEEPING
                ? Optional.<Disturbance.Hold>empty()
                : holds.untilWindow(wish.tenant(), due.why() + ": the tenant is moved");
        if (window.isPresent()) {
            var opens = window.get().until().orElseThrow();
            return Optional.of(new Stay(
                    "WaitsForWindow",
                    window.get().why(),
                    NextStep.retryAfter(
                            Duration.between(context.settings().clock().instant(), opens),
                            window.get().why())));
        }
        if (!moves.mayLeave(ref, due.from())) {
            return Optional.of(later("WaitsForTurn", due.why() + ": others are moved first"));
        }
        var to = wayOut(wish, tenant);
        if (to.isEmpty()) {
            moves.stays(ref);
            return Optional.of(later("NowhereToGo", due.why() + ", and no other takes the tenant"));
        }
        moves.move(ref, tenant, due.to(to.get()));
        return Optional.empty();
    }

    private Optional<String> wayOut(TenantWish wish, TenantControlPlane tenant) {
        try {
            return context.reconciler().wayOut(tenant, context.admin());
        } catch (RuntimeException e) {
            moves.stays(wish.ref());
            throw e;
        }
    }

    private static Stay later(String reason, String message) {
        return new Stay(reason, message, NextStep.retryAfter(AGAIN, message));
    }
}
