package io.kamaji.core.reconcile;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.Rollout;
import io.kamaji.core.observe.TenantState;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.status.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a pass saw of the tenant's own cluster, as conditions. Asks for nothing: the pass has seen it all. {@code Bootstrapped}
 * and {@code AddOnsInstalled} are of objects and make a tenant joinable; {@code AddOnsRunning} and {@code TunnelUp} are of
 * pods on workers, which a tenant has none of at first and which may be switched off at any time.
 *
 * @param rollout the control plane's Deployment, if it is there
 */
record TenantConditions(TenantState look, Plan plan, ApplyReport report, Optional<Rollout> rollout) {
    private static final String BOOTSTRAPPED = "Bootstrapped";
    private static final String INSTALLED = "AddOnsInstalled";
    private static final String RUNNING = "AddOnsRunning";
    private static final String TUNNEL = "TunnelUp";
    private static final String LIMITED = "WritesLimited";
    private static final String AGENT = "konnectivity-agent";

    /** Those that a joinable tenant needs, and that its writes are limited if they are to be. */
    List<Condition> needed() {
        var conditions = new ArrayList<>(List.of(
                inPlace(BOOTSTRAPPED, change -> !isLimit(change) && !isAddOn(change)),
                inPlace(INSTALLED, change -> !isLimit(change) && isAddOn(change))));
        if (isLimited(plan)) {
            conditions.add(inPlace(LIMITED, TenantConditions::isLimit));
        }
        return List.copyOf(conditions);
    }

    /** Whether the tenant's API is to refuse writes. */
    static boolean isLimited(Plan plan) {
        return plan.changes().stream()
                .anyMatch(change -> isLimit(change) && change.manifest().isPresent());
    }

    private static boolean isLimit(Change change) {
        return change.target() == Target.TENANT && change.ref().name().equals(Ownership.WRITE_LIMIT);
    }

    /** Those that depend on workers; the tunnel only if there is to be one. */
    List<Condition> onWorkers() {
        var conditions = new ArrayList<Condition>();
        conditions.add(running());
        workloads().filter(ref -> ref.name().equals(AGENT)).findFirst().ifPresent(ref -> conditions.add(tunnel(ref)));
        return List.copyOf(conditions);
    }

    /** Whether a part of the objects is as it is to be. Of the others only what is an add-on's carries our label. */
    private Condition inPlace(String type, Predicate<Change> of) {
        var part = inTenant().filter(of).toList();
        var open = part.stream().filter(change -> !isSettled(change)).toList();
        if (open.isEmpty()) {
            return Condition.of(type, true, "InPlace", "", lastWritten(part));
        }
        if (rollout.filter(live -> live.desired() == 0).isPresent()) {
            return new Condition(type, Optional.empty(), "Sleeping", "no replica is asked for", Optional.empty());
        }
        // the longest it can have been waited for: nothing is written before the API serves
        var since = rollout.flatMap(live -> live.since("Available"));
        if (look.problem().isPresent()) {
            return new Condition(
                    type, Optional.empty(), "Unreachable", look.problem().get(), since);
        } else if (look.client().isEmpty()) {
            return Condition.of(type, false, "Pending", "the rollout of the API server", since);
        }
        return Condition.of(type, false, "Pending", "objects of the tenant: " + names(open), since);
    }

    private Stream<Change> inTenant() {
        return plan.changes().stream().filter(change -> change.target() == Target.TENANT);
    }

    private static boolean isAddOn(Change change) {
        return change.manifest()
                .map(manifest -> Ownership.isOurs(Target.TENANT, "", manifest.tree()))
                .orElse(true); // nothing that bootstraps is ever deleted
    }

    private boolean isSettled(Change change) {
        return change.action() == Action.NONE
                || report.outcomes(ApplyReport.Effect.WRITTEN).stream()
                        .anyMatch(outcome -> outcome.change().equals(change));
    }

    private static String names(List<Change> changes) {
        var names = new TreeSet<String>();
        changes.forEach(
                change -> names.add(change.ref().kind() + " " + change.ref().name()));
        return String.join(", ", names);
    }

    /** When we last had to write one of them: since then they have been as they are. */
    private Optional<Instant> lastWritten(List<Change> changes) {
        return changes.stream()
                .flatMap(change -> live(change.ref()).stream())
                .flatMap(object -> object.array("metadata", "managedFields").objects())
                .filter(entry -> entry.text("manager").equals(Optional.of(Planner.MANAGER)))
                .flatMap(entry -> entry.text("time").stream())
                .map(Instant::parse)
                .max(Comparator.naturalOrder());
    }

    private Optional<JsonObject> live(ObjectRef ref) {
        return report.answered(Target.TENANT, ref).or(() -> look.observed().get(ref));
    }

    private Stream<ObjectRef> workloads() {
        return inTenant()
                .flatMap(change -> change.manifest().stream())
                .map(Manifest::ref)
                .filter(ref -> ref.apiVersion().equals("apps/v1"));
    }

    private Condition running() {
        if (look.client().isEmpty()) {
            return unseen(RUNNING);
        }
        var missing = new TreeSet<String>();
        workloads().forEach(ref -> {
            var pods = Pods.of(live(ref));
            if (pods.ready < pods.desired) {
                missing.add(ref.name() + " " + pods);
            }
        });
        return Condition.of(
                RUNNING,
                missing.isEmpty(),
                missing.isEmpty() ? "AsAsked" : "PodsMissing",
                missing.isEmpty() ? "" : String.join(", ", missing),
                Optional.empty());
    }

    /** An agent is ready as long as it is connected to a server, so its pods tell how the tunnel is. */
    private Condition tunnel(ObjectRef agent) {
        if (look.client().isEmpty()) {
            return unseen(TUNNEL);
        }
        var pods = Pods.of(live(agent));
        if (pods.desired == 0) {
            return new Condition(
                    TUNNEL, Optional.empty(), "NoWorkers", "a worker to run an agent on", Optional.empty());
        }
        return Condition.of(
                TUNNEL,
                pods.ready > 0,
                pods.ready > 0 ? "AgentsConnected" : "NoAgentConnected",
                pods.ready < pods.desired ? AGENT + " " + pods : "",
                Optional.empty());
    }

    private Condition unseen(String type) {
        return new Condition(
                type, Optional.empty(), "NotSeen", look.problem().orElse("the tenant's API"), Optional.empty());
    }

    /** Of a Deployment or a DaemonSet. */
    private record Pods(long ready, long desired) {

        static Pods of(Optional<JsonObject> workload) {
            var live = workload.orElse(JsonObject.EMPTY);
            return live.text("kind").equals(Optional.of("DaemonSet"))
                    ? new Pods(number(live, "numberReady"), number(live, "desiredNumberScheduled"))
                    : new Pods(
                            number(live, "readyReplicas"),
                            live.number("spec", "replicas").orElse(1L));
        }

        private static long number(JsonObject live, String field) {
            return live.number("status", field).orElse(0L);
        }

        @Override
        public String toString() {
            return ready + " of " + desired + " pods ready";
        }
    }
}
