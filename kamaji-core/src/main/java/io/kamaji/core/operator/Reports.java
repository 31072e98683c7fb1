package io.kamaji.core.operator;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.tenant.status.KubernetesResourcesStatus;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.api.tenant.status.VersionStatus;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.Condition;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import io.kamaji.core.status.TenantStatus;
import io.kamaji.core.status.WireStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What a source is told in situations that passes know nothing of. Pure, but for the clock. */
record Reports(InstantSource clock) {

    TenantReport of(Pass pass) {
        return of(pass, pass.result());
    }

    TenantReport of(Pass pass, NextStep next) {
        return new TenantReport(pass.wireStatus(), next, Optional.of(pass), Optional.empty());
    }

    /** Nothing was looked at: a condition, and the rest as it was. */
    TenantReport of(TenantWish wish, NextStep next, ConditionType type, boolean holds, String reason, String message) {
        return new TenantReport(
                with(before(wish.tenant()), wish.tenant(), type, holds, reason, message),
                next,
                Optional.empty(),
                Optional.empty());
    }

    /** What someone has to mend. */
    TenantReport failed(TenantWish wish, NextStep next, String reason, RuntimeException failure) {
        var message = String.valueOf(failure.getMessage());
        return of(wish, next, ConditionType.READY, false, reason, message).because(failure);
    }

    /** A pass, and a condition besides. */
    TenantReport of(
            TenantWish wish,
            Pass pass,
            NextStep next,
            ConditionType type,
            boolean holds,
            String reason,
            String message) {
        var wire = with(pass.wireStatus(), wish.tenant(), type, holds, reason, message);
        return new TenantReport(wire, next, Optional.of(pass), Optional.empty());
    }

    TenantReport moving(TenantWish wish, NextStep next, String message) {
        var status = TenantStatus.unseen(Phase.MIGRATING, message);
        return new TenantReport(
                WireStatus.of(wish.tenant().status(), status, clock.instant()),
                next,
                Optional.empty(),
                Optional.empty());
    }

    /** On its old datastore, as the move failed. */
    TenantReport notMoved(TenantWish wish, Pass pass, NextStep next, RuntimeException failure) {
        var message = String.valueOf(failure.getMessage());
        return of(wish, pass, next, ConditionType.MIGRATED, false, "Failed", message)
                .because(failure);
    }

    /** At one minor on the way to another. */
    TenantReport underway(TenantWish wish, Pass pass, NextStep next, String at, String to) {
        var report = of(
                        wish,
                        pass,
                        next,
                        ConditionType.READY,
                        false,
                        "Upgrading",
                        "Kubernetes " + at + " on the way to " + to)
                .notYet(wish);
        return pass.status().phase() == Phase.READY
                ? new TenantReport(upgrading(report.wire()), report.next(), report.pass(), report.failure())
                : report;
    }

    /** What would be written. */
    TenantReport planned(TenantWish wish, String head, Plan plan) {
        return of(
                wish,
                NextStep.done(),
                ConditionType.PLANNED,
                true,
                plan.isEmpty() ? "NothingToDo" : "Changes",
                head + "\n" + plan);
    }

    /** Whether a plan with this head was told already. */
    boolean isPlanned(TenantWish wish, String head) {
        return new TenantReport(before(wish.tenant()), NextStep.done(), Optional.empty(), Optional.empty())
                .condition(ConditionType.PLANNED)
                .flatMap(condition -> condition.text("message"))
                .filter(message -> message.startsWith(head))
                .isPresent();
    }

    private TenantControlPlaneStatus with(
            TenantControlPlaneStatus status,
            TenantControlPlane tenant,
            ConditionType type,
            boolean holds,
            String reason,
            String message) {
        var condition = new Condition(type, Optional.of(holds), reason, message, Optional.empty());
        return WireStatus.with(status, tenant, List.of(condition), clock.instant());
    }

    private static TenantControlPlaneStatus before(TenantControlPlane tenant) {
        return tenant.status()
                .orElseGet(() -> TenantControlPlaneStatus.builder().build());
    }

    private static TenantControlPlaneStatus upgrading(TenantControlPlaneStatus wire) {
        var resources = wire.kubernetesResources()
                .orElseGet(() -> KubernetesResourcesStatus.builder().build());
        var version =
                resources.version().orElseGet(() -> VersionStatus.builder().build());
        return wire.toBuilder()
                .kubernetesResources(resources.toBuilder()
                        .version(version.toBuilder()
                                .status(Phase.UPGRADING.wire())
                                .build())
                        .build())
                .build();
    }
}
