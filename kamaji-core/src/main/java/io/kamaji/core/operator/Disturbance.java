package io.kamaji.core.operator;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Holds a plan back that would disturb a tenant though nobody asked for it: the plan of a tenant that is as its spec says, of
 * which pods would be replaced for a renewal, or anything written because of a new version of the operator. Of one pass.
 */
final class Disturbance implements UnaryOperator<Plan> {
    private final TenantControlPlane tenant;
    private final Function<Kind, Optional<Hold>> hold;
    private Optional<Hold> held = Optional.empty();

    /** What would disturb. */
    enum Kind {
        /** Pods are replaced, for new certificates. */
        RENEWAL,
        /** Something else is written. */
        OTHER
    }

    /**
     * Why something waits.
     *
     * @param until when it may be done, which the status tells; empty if that is not a matter of time
     */
    record Hold(String why, Optional<Instant> until) {}

    /** @param hold why something is to wait; empty: it may be done */
    Disturbance(TenantControlPlane tenant, Function<Kind, Optional<Hold>> hold) {
        this.tenant = tenant;
        this.hold = hold;
    }

    @Override
    public Plan apply(Plan plan) {
        held = plan.isEmpty() || isAskedFor() ? Optional.empty() : hold.apply(kind(plan));
        return held.isEmpty() ? plan : nothingOf(plan);
    }

    /** Why it was held back; empty if it was not. */
    Optional<Hold> held() {
        return held;
    }

    /** Whether the spec is another than the one that was done last. */
    private boolean isAskedFor() {
        var done = tenant.status().flatMap(status -> status.observedGeneration());
        return done.isEmpty() || !done.equals(tenant.metadata().generation());
    }

    private static Kind kind(Plan plan) {
        return has(plan, Consequence.Kind.ROLLOUT) && has(plan, Consequence.Kind.CREDENTIAL)
                ? Kind.RENEWAL
                : Kind.OTHER;
    }

    private static boolean has(Plan plan, Consequence.Kind kind) {
        return plan.consequences().stream().anyMatch(consequence -> consequence.kind() == kind);
    }

    /** As if everything were as it is to be, so that the status tells how the tenant is without it. */
    private static Plan nothingOf(Plan plan) {
        var changes = plan.changes().stream()
                .filter(change -> change.action() != Action.DELETE)
                .map(change -> change.action().writes() ? nothing(change) : change)
                .toList();
        return new Plan(plan.subject(), changes, List.of(), List.of(), plan.warnings(), plan.dryRuns());
    }

    private static Change nothing(Change change) {
        return new Change(
                Action.NONE,
                change.target(),
                change.ref(),
                change.component(),
                List.of(),
                change.manifest(),
                change.basis(),
                Set.of(),
                change.handling());
    }
}
