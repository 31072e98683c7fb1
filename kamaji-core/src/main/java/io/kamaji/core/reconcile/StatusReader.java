package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.exposure.Known;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.Rollout;
import io.kamaji.core.observe.TenantState;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.status.Condition;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.TenantStatus;
import io.kamaji.core.status.TenantStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Tells from what a pass saw and did how the tenant is and what to do next. */
record StatusReader(PassInputs inputs, TenantState look, Plan plan, ApplyReport report) {
    /** Longest wait for an object that a watch tells about as well. */
    private static final Duration WATCHED = Duration.ofSeconds(30);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration STORE = Duration.ofSeconds(5);

    static StatusReader of(PassInputs inputs, TenantState look, Plan plan, ApplyReport report) {
        return new StatusReader(inputs, look, plan, report);
    }

    /** @throws KamajiException if the pass failed for a reason that goes away only if someone does something */
    Pass pass() {
        var failure = report.failure();
        if (failure.isPresent() && !RetryPolicy.is(failure.get())) {
            throw failure.get();
        }
        return new Pass(plan, report, status(), result());
    }

    private NextStep result() {
        if (report.failure().isPresent()) {
            var failure = report.failure().get();
            return NextStep.retryAfter(RetryPolicy.retryAfter(failure), String.valueOf(failure.getMessage()));
        }
        if (inputs.store().problem().isPresent()) {
            return NextStep.retryAfter(
                    STORE, String.valueOf(inputs.store().problem().get().getMessage()));
        }
        if (!endpoints().equals(inputs.endpoints())) {
            return NextStep.retryAfter(Duration.ZERO, "another pass, now that its address is known");
        }
        var wait = endpoints().pending().findFirst();
        if (wait.isPresent()) {
            return onEndpoints(wait.get());
        }
        var rollout = rollout();
        if (rollout.isEmpty()) {
            return NextStep.retryAfter(SOON, rolloutWait(rollout));
        }
        if (!rollout.get().complete()) {
            return NextStep.retryOn(
                    NextStep.Watched.of(rollout.get().deployment(), live -> new Rollout(live).complete()),
                    WATCHED,
                    rolloutWait(rollout));
        }
        var waits = waits();
        if (waits.isEmpty()) {
            return NextStep.done();
        }
        // the rollout may have ended within this very pass: what waited for it can go on at once
        var after = report.writes() > 0 && look.problem().isEmpty() ? Duration.ZERO : SOON;
        return NextStep.retryAfter(after, look.problem().orElse(String.join(", ", waits)));
    }

    /** What the plan left for later, but for consent that may never come, and for what sleeps with the tenant. */
    private Set<String> waits() {
        var waits = new TreeSet<String>();
        plan.changes().stream()
                .filter(change -> change.action() == Action.WAIT)
                .filter(change -> change.target() == Target.ADMIN || !sleeps())
                .forEach(change -> waits.addAll(change.waitsFor()));
        waits.remove(Plan.CONSENT);
        return waits;
    }

    private boolean sleeps() {
        return rollout().filter(rollout -> rollout.desired() == 0).isPresent();
    }

    private NextStep onEndpoints(Known.Pending wait) {
        var watched = found(wait.object());
        if (watched.isEmpty()) {
            return NextStep.retryAfter(SOON, wait.message());
        }
        Predicate<JsonObject> moved =
                live -> !inputs.endpointsAfter(ref -> ref.equals(wait.object()) ? Optional.of(live) : found(ref))
                        .equals(inputs.endpoints());
        return NextStep.retryOn(NextStep.Watched.of(watched.get(), moved), WATCHED, wait.message());
    }

    /** Where the tenant is reached after this pass: not where it was when a Service was made or made anew. */
    private Endpoints endpoints() {
        return inputs.endpointsAfter(this::found);
    }

    private Optional<JsonObject> found(ObjectRef ref) {
        return report.answered(Target.ADMIN, ref)
                .or(() -> inputs.seen().observed().get(ref));
    }

    private TenantStatus status() {
        var ofTenant = new TenantConditions(look, plan, report, rollout());
        var needed = new ArrayList<>(List.of(address(), storage(), available()));
        needed.addAll(ofTenant.needed());
        var conditions = new ArrayList<>(needed);
        conditions.addAll(ofTenant.onWorkers());
        var endpoint = inputs.endpoints().api().value().map(HostPort::toString);
        return new TenantStatus(phase(needed), endpoint, conditions);
    }

    /** The first that holds, as the reference decides it; "was never ready" is read from the Deployment. */
    private Phase phase(List<Condition> needed) {
        var found = rollout();
        if (found.isEmpty()) {
            return Phase.PROVISIONING;
        }
        var rollout = found.get();
        var wasReady = rollout.changed() || rollout.finished();
        if (rollout.desired() == 0) {
            return Phase.SLEEPING;
        } else if (rollout.ready() > 0 && TenantConditions.isLimited(plan)) {
            return Phase.WRITE_LIMITED;
        } else if (needed.stream().allMatch(condition -> condition.holds().equals(Optional.of(true)))) {
            return Phase.READY;
        } else if (rollout.ready() == 0) {
            return wasReady ? Phase.NOT_READY : Phase.PROVISIONING;
        } else if (!rollout.finished()) {
            return rollout.changed() ? Phase.UPGRADING : Phase.PROVISIONING;
        }
        return rollout.complete() && !rollout.changed() ? Phase.PROVISIONING : Phase.UNKNOWN;
    }

    private Condition address() {
        var since = created(inputs.names().service());
        var after = endpoints();
        var wait = after.pending().findFirst();
        if (wait.isPresent()) {
            return Condition.of("AddressKnown", false, "Waiting", wait.get().message(), since);
        } else if (!after.equals(inputs.endpoints())) {
            return Condition.of(
                    "AddressKnown", false, "Changed", "now " + after.api().shown(), since);
        }
        return Condition.of("AddressKnown", true, "Announced", "", since);
    }

    private Condition storage() {
        var failed = inputs.store().problem();
        if (failed.isPresent()) {
            var message = String.valueOf(failed.get().getMessage());
            // the longest it can have been waited for: its account was decided then
            var since = created(inputs.names().storageConfig());
            return new Condition("StorageReady", Optional.empty(), "Unreachable", message, since);
        }
        var missing = !inputs.store().steps().isEmpty() && !report.storeEnsured();
        return Condition.of(
                "StorageReady",
                !missing,
                missing ? "Pending" : "InPlace",
                missing ? String.join(", ", inputs.store().steps()) : "",
                created(inputs.names().storageConfig()));
    }

    private Condition available() {
        var rollout = rollout();
        if (sleeps()) {
            return Condition.of(
                    "ControlPlaneAvailable", false, "Sleeping", "no replica is asked for", Optional.empty());
        }
        var complete = rollout.isPresent() && rollout.get().complete();
        return Condition.of(
                "ControlPlaneAvailable",
                complete,
                rollout.isEmpty() ? "NotCreated" : complete ? "RolledOut" : "RollingOut",
                complete ? "" : rolloutWait(rollout),
                rollout.flatMap(r -> r.since(complete ? "Available" : "Progressing")));
    }

    private Optional<Rollout> rollout() {
        return found(inputs.names().deployment()).map(Rollout::new);
    }

    private String rolloutWait(Optional<Rollout> rollout) {
        if (rollout.isEmpty()) {
            var waits = new ArrayList<>(plan.waits());
            return waits.isEmpty() ? "the Deployment" : String.join(", ", waits);
        }
        var of = rollout.get();
        return of.ready() + " of " + of.desired() + " pods ready"
                + of.problem().map(problem -> " (" + problem + ")").orElse("");
    }

    private Optional<Instant> created(ObjectRef ref) {
        return found(ref)
                .flatMap(object -> object.text("metadata", "creationTimestamp"))
                .map(Instant::parse);
    }
}
