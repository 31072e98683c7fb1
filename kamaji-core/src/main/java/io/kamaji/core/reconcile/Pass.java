package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.TenantStatus;
import io.kamaji.core.status.TenantStatus.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one pass saw, did and says. Immutable.
 *
 * @param plan what was to be done
 * @param report what was done of it
 * @param status how the tenant is, as seen and answered in this pass
 * @param result what to do next
 */
public record Pass(Plan plan, ApplyReport report, TenantStatus status, NextStep result) {

    /** A pass that could not look, so that nothing was done; another one may. */
    static Pass unseen(TenantObjects names, KamajiException why, Duration retryAfter) {
        var plan = new Plan(names.namespace() + "/" + names.tenant(), List.of(), List.of(), List.of(), List.of(), 0);
        var status = new TenantStatus(Phase.UNKNOWN, Optional.empty(), List.of());
        return new Pass(
                plan,
                new ApplyReport(List.of(), false, Optional.of(why)),
                status,
                NextStep.retryAfter(retryAfter, String.valueOf(why.getMessage())));
    }

    @Override
    public String toString() {
        return status.phase() + ", " + report.writes() + " written, " + result;
    }
}
