package io.kamaji.core.status;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Planner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a pass saw of the tenant's own cluster, as conditions. Asks for nothing: the pass has seen it all. {@code Bootstrapped}
 * and {@code AddOnsInstalled} are of objects and make a tenant joinable; {@code AddOnsRunning} and {@code TunnelUp} are of
 * pods on workers, which a tenant has none of at first and which may be switched off at any time.
 */
record TenantConditions(PassFacts facts) {
    private static final List<ResourceType> WORKLOADS = List.of(ResourceTypes.DEPLOYMENT, ResourceTypes.DAEMON_SET);

    /** Those that a joinable tenant needs, and then those that depend on workers. */
    List<Condition> all() {
        var conditions = new ArrayList<>(
                List.of(upToDate(ConditionType.BOOTSTRAPPED), upToDate(ConditionType.ADD_ONS_INSTALLED)));
        if (of(ConditionType.WRITES_LIMITED)
                .anyMatch(change -> change.manifest().isPresent())) {
            conditions.add(upToDate(ConditionType.WRITES_LIMITED));
        }
        conditions.add(running());
        workloads()
                .filter(change -> podsCondition(change).equals(Optional.of(ConditionType.TUNNEL_UP.toString())))
                .findFirst()
                .ifPresent(change -> conditions.add(tunnel(change.ref())));
        return List.copyOf(conditions);
    }

    /** The changes of the components that feed a condition. */
    private Stream<Change> of(ConditionType type) {
        return inTenant()
                .filter(change -> facts.registry().condition(component(change)).equals(type.toString()));
    }

    /** Which component contributes an object, or once did. */
    private String component(Change change) {
        return change.manifest().isPresent()
                ? change.component()
                : facts.liveInTenant(change.ref())
                        .flatMap(live -> live.text("metadata", "labels", Labels.COMPONENT))
                        .orElse("");
    }

    private Optional<String> podsCondition(Change change) {
        return facts.registry().declaration(change.component()).flatMap(Declaration::podsCondition);
    }

    /** Whether the objects of a condition are up to date. */
    private Condition upToDate(ConditionType type) {
        var part = of(type).toList();
        var open = part.stream().filter(change -> !isSettled(change)).toList();
        if (open.isEmpty()) {
            return Condition.of(type, true, "UpToDate", "", lastWritten(part));
        }
        if (facts.sleeps()) {
            return Condition.unknown(type, "Sleeping", Conditions.ASLEEP, Optional.empty());
        }
        // the longest it can have been waited for: nothing is written before the API serves
        var since = facts.rollout().flatMap(live -> live.since("Available"));
        var problem = facts.cluster().problem();
        if (problem.isPresent()) {
            return Condition.unknown(type, "Unreachable", problem.get(), since);
        } else if (facts.cluster().client().isEmpty()) {
            return Condition.of(type, false, "Pending", "the rollout of the API server", since);
        }
        return Condition.of(type, false, "Pending", "objects of the tenant: " + names(open), since);
    }

    private Stream<Change> inTenant() {
        return facts.plan().changes().stream().filter(change -> change.target() == Target.TENANT);
    }

    private boolean isSettled(Change change) {
        return change.action() == Action.NONE
                || facts.report().outcomes(ApplyReport.Effect.WRITTEN).stream()
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
                .flatMap(change -> facts.liveInTenant(change.ref()).stream())
                .flatMap(object -> object.array("metadata", "managedFields").objects())
                .filter(entry -> entry.text("manager").equals(Optional.of(Planner.MANAGER)))
                .flatMap(entry -> entry.text("time").stream())
                .map(Instant::parse)
                .max(Comparator.naturalOrder());
    }

    private Stream<Change> workloads() {
        return inTenant()
                .filter(change -> change.manifest().isPresent())
                .filter(change -> WORKLOADS.stream().anyMatch(type -> type.is(change.ref())));
    }

    private Condition running() {
        if (facts.cluster().client().isEmpty()) {
            return unseen(ConditionType.ADD_ONS_RUNNING);
        }
        var missing = new TreeSet<String>();
        workloads().map(Change::ref).forEach(ref -> {
            var pods = Pods.of(facts.liveInTenant(ref));
            if (pods.ready < pods.desired) {
                missing.add(ref.name() + " " + pods);
            }
        });
        return Condition.of(
                ConditionType.ADD_ONS_RUNNING,
                missing.isEmpty(),
                missing.isEmpty() ? "PodsReady" : "PodsMissing",
                missing.isEmpty() ? "" : String.join(", ", missing),
                Optional.empty());
    }

    /** An agent is ready as long as it is connected to a server, so its pods tell how the tunnel is. */
    private Condition tunnel(ObjectRef agent) {
        if (facts.cluster().client().isEmpty()) {
            return unseen(ConditionType.TUNNEL_UP);
        }
        var pods = Pods.of(facts.liveInTenant(agent));
        if (pods.desired == 0) {
            return new Condition(
                    ConditionType.TUNNEL_UP,
                    Optional.empty(),
                    "NoWorkers",
                    "a worker to run an agent on",
                    Optional.empty());
        }
        return Condition.of(
                ConditionType.TUNNEL_UP,
                pods.ready > 0,
                pods.ready > 0 ? "AgentsConnected" : "NoAgentConnected",
                pods.ready < pods.desired ? agent.name() + " " + pods : "",
                Optional.empty());
    }

    private Condition unseen(ConditionType type) {
        return new Condition(
                type,
                Optional.empty(),
                "TenantAPINotReachable",
                facts.cluster().problem().orElse("the tenant's API"),
                Optional.empty());
    }

    /** Of a Deployment or a DaemonSet. */
    private record Pods(long ready, long desired) {

        static Pods of(Optional<JsonObject> workload) {
            var live = workload.orElse(JsonObject.EMPTY);
            return ResourceTypes.DAEMON_SET.isKindOf(live)
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
            return "pods: " + ready + " of " + desired + " ready";
        }
    }
}
