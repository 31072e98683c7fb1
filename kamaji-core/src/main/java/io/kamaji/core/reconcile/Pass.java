package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import io.kamaji.core.status.TenantStatus;
import io.kamaji.core.status.WireStatus;
import io.kamaji.core.storage.DueMove;
import io.kamaji.core.storage.TenantMovingException;
import io.kamaji.core.storage.TenantQuota;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one pass saw, did and says. Immutable.
 *
 * @param plan what was to be done
 * @param report what was done of it
 * @param status how the tenant is, as seen and answered in this pass
 * @param result what to do next
 * @param wireStatus {@code status} of the custom resource after this pass; equal to the one that the pass was given
 *     ({@code tenant.status()}) if nothing is to be written
 * @param dueMove that the tenant's state is not to stay in its datastore; empty: it is, or that was not seen
 * @param quota how much the tenant may take in its store, and how it stands to that; empty where nothing limits it, or nothing was
 *     seen
 */
public record Pass(
        Plan plan,
        ApplyReport report,
        TenantStatus status,
        NextStep result,
        TenantControlPlaneStatus wireStatus,
        Optional<DueMove> dueMove,
        Optional<TenantQuota> quota) {

    /**
     * A pass that could not look, so that nothing was done; another one may.
     *
     * @throws KamajiException the failure, if trying again is no use
     */
    static Pass unseen(TenantControlPlane tenant, KamajiException why, Instant now) {
        var names = TenantObjects.of(tenant);
        var plan = new Plan(names.ref(), List.of(), List.of(), List.of(), List.of(), 0);
        var message = String.valueOf(why.getMessage());
        var next = NextStep.again(why);
        var status =
                TenantStatus.unseen(why instanceof TenantMovingException ? Phase.MIGRATING : Phase.UNKNOWN, message);
        return new Pass(
                plan,
                new ApplyReport(List.of(), false, Optional.of(why)),
                status,
                next,
                WireStatus.of(tenant.status(), status, now),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public String toString() {
        return status.phase() + ", " + report.writes() + " written, " + result;
    }
}
