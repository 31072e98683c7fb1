package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport;
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
        if (inputs.address().isEmpty()) {
            return onService();
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

    private NextStep onService() {
        var service = service();
        if (service.isEmpty()) {
            return NextStep.retryAfter(SOON, addressWait());
        }
        Predicate<JsonObject> known = live ->
                Exposure.address(inputs.tenant().effective(), Optional.of(live)).isPresent();
        return known.test(service.get())
                ? NextStep.retryAfter(Duration.ZERO, "another pass, now that its address is known")
                : NextStep.retryOn(NextStep.Watched.of(service.get(), known), WATCHED, addressWait());
    }

    private Optional<JsonObject> service() {
        var ref = inputs.names().service();
        return report.answered(Target.ADMIN, ref)
                .or(() -> inputs.seen().observed().get(ref));
    }

    private TenantStatus status() {
        var ofTenant = new TenantConditions(look, plan, report, rollout());
        var needed = new ArrayList<>(List.of(address(), storage(), available()));
        needed.addAll(ofTenant.needed());
        var conditions = new ArrayList<>(needed);
        conditions.addAll(ofTenant.onWorkers());
        var endpoint = inputs.address().map(host -> (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
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
        return inputs.address()
                .map(address -> Condition.of("AddressKnown", true, "Announced", "", serviceCreated()))
                .orElseGet(() -> Condition.of("AddressKnown", false, "PassLoop", addressWait(), serviceCreated()));
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
        var ref = inputs.names().deployment();
        return report.answered(Target.ADMIN, ref)
                .or(() -> inputs.seen().observed().get(ref))
                .map(Rollout::new);
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

    private String addressWait() {
        var name = inputs.names().service().name();
        var type = inputs.tenant().effective().spec().controlPlane().service().serviceType();
        if (!type.equals("LoadBalancer")) {
            return "the address of Service " + name;
        }
        var hosts = service().map(Exposure::hostNames).orElse(List.of());
        return "an IP address of the LoadBalancer Service " + name
                + (hosts.isEmpty()
                        ? ""
                        : ", which has only the name " + String.join(", ", hosts)
                                + ": set spec.networkProfile.address");
    }

    private Optional<Instant> serviceCreated() {
        return created(inputs.names().service());
    }

    private Optional<Instant> created(ObjectRef ref) {
        return report.answered(Target.ADMIN, ref)
                .or(() -> inputs.seen().observed().get(ref))
                .flatMap(object -> object.text("metadata", "creationTimestamp"))
                .map(Instant::parse);
    }

    private int port() {
        return inputs.tenant()
                .effective()
                .spec()
                .networkProfile()
                .flatMap(n -> n.port())
                .orElse(6443);
    }
}
