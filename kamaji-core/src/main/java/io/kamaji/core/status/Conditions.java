package io.kamaji.core.status;

import io.kamaji.api.value.Violation;
import io.kamaji.core.storage.QuotaStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The conditions of a tenant, from what a pass saw: those of the admin cluster here, those of its own in {@link TenantConditions}. */
final class Conditions {
    static final String ASLEEP = "spec.controlPlane.deployment.replicas is 0";

    private Conditions() {}

    static List<Condition> of(PassFacts facts) {
        var conditions = new ArrayList<>(List.of(address(facts)));
        routed(facts).ifPresent(conditions::add);
        conditions.addAll(List.of(storage(facts), available(facts)));
        conditions.addAll(new TenantConditions(facts).all());
        within(facts).ifPresent(conditions::add);
        migrated(facts).ifPresent(conditions::add);
        withinQuota(facts).ifPresent(conditions::add);
        return List.copyOf(conditions);
    }

    /** What a running tenant had before its boundary was drawn stays, and is told until it is changed. */
    private static Optional<Condition> within(PassFacts facts) {
        var check = facts.boundaries();
        if (check.boundaries().isEmpty()) {
            return Optional.empty();
        }
        var isWithin = check.kept().isEmpty();
        return Optional.of(Condition.of(
                ConditionType.WITHIN_BOUNDARIES,
                isWithin,
                isWithin ? "Within" : "DrawnLater",
                check.kept().stream().map(Violation::toString).collect(Collectors.joining("; ")),
                Optional.empty()));
    }

    private static Optional<Condition> migrated(PassFacts facts) {
        return facts.dueMove()
                .map(move -> Condition.of(
                        ConditionType.MIGRATED, false, move.cause().reason(), move.why(), Optional.empty()));
    }

    /** What is told of a quota goes by tenths of it, so that a measuring is no change. */
    private static Optional<Condition> withinQuota(PassFacts facts) {
        var quota = facts.quota();
        if (!quota.isSet()) {
            return Optional.empty();
        }
        var standing = quota.standing();
        var since = Optional.of(standing.since());
        var type = ConditionType.WITHIN_STORE_QUOTA;
        if (!quota.measurable()) {
            var message =
                    "driver " + facts.store().driver() + " can't tell what a tenant takes: the quota limits nothing";
            return Optional.of(Condition.unknown(type, "NotMeasurable", message, Optional.empty()));
        }
        return Optional.of(
                switch (standing.level()) {
                    case UNKNOWN -> Condition.unknown(type, "NotMeasured", "the first measuring", Optional.empty());
                    case WITHIN -> Condition.of(type, true, "WithinQuota", standing.figures(), since);
                    case SOFT -> Condition.of(type, false, "SoftQuotaReached", reached(standing), since);
                    case HARD ->
                        Condition.of(
                                type, false, "HardQuotaReached", reached(standing) + "; users may only delete", since);
                });
    }

    private static String reached(QuotaStanding standing) {
        return standing.reached() + " since " + standing.since() + ": " + standing.figures();
    }

    private static Condition address(PassFacts facts) {
        var since = facts.created(facts.names().service());
        var after = facts.endpointsAfter();
        var pending = after.pending().findFirst();
        if (pending.isPresent()) {
            return Condition.of(
                    ConditionType.ADDRESS_KNOWN, false, "Waiting", pending.get().message(), since);
        } else if (!after.equals(facts.endpoints())) {
            return Condition.of(
                    ConditionType.ADDRESS_KNOWN,
                    false,
                    "Changed",
                    "now " + after.api().shown(),
                    since);
        }
        return Condition.of(ConditionType.ADDRESS_KNOWN, true, "AddressAssigned", "", since);
    }

    /** Of several routes the first that is not taken; else the one that was taken last. */
    private static Optional<Condition> routed(PassFacts facts) {
        return facts.refusal()
                .or(() -> facts.acceptances().stream()
                        .max(Comparator.comparing(front -> front.since().orElse(Instant.EPOCH))))
                .map(front -> Condition.of(
                        ConditionType.ROUTE_ACCEPTED,
                        front.isAccepted(),
                        front.reason(),
                        front.message(),
                        front.since()));
    }

    private static Condition storage(PassFacts facts) {
        // the longest it can have been waited for: the tenant's account was decided then
        var since = facts.created(facts.names().storageConfig());
        var failed = facts.lacking().problem();
        if (failed.isPresent()) {
            var message = String.valueOf(failed.get().getMessage());
            return Condition.unknown(ConditionType.STORAGE_READY, "Unreachable", message, since);
        }
        var steps = facts.lacking().steps();
        var missing = !steps.isEmpty() && !facts.report().storeEnsured();
        return Condition.of(
                ConditionType.STORAGE_READY,
                !missing,
                missing ? "Pending" : "UpToDate",
                missing ? steps.stream().collect(Collectors.joining(", ")) : "",
                since);
    }

    private static Condition available(PassFacts facts) {
        if (facts.sleeps()) {
            return Condition.of(ConditionType.CONTROL_PLANE_AVAILABLE, false, "Sleeping", ASLEEP, Optional.empty());
        }
        var rollout = facts.rollout();
        var complete = rollout.filter(live -> live.complete()).isPresent();
        return Condition.of(
                ConditionType.CONTROL_PLANE_AVAILABLE,
                complete,
                rollout.isEmpty() ? "NotCreated" : complete ? "RolledOut" : "RollingOut",
                complete ? "" : NextSteps.rolloutWait(facts),
                rollout.flatMap(live -> live.since(complete ? "Available" : "Progressing")));
    }
}
