package io.kamaji.core.operator.custom;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.status.ConditionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What became otherwise of a tenant, by two of its statuses. Pure: the same status twice is no transition. */
record Transitions(JsonObject before, JsonObject after) {
    private static final String RECONCILE = "Reconcile";
    private static final String[] PHASE = {"kubernetesResources", "version", "status"};
    private static final String[] VERSION = {"kubernetesResources", "version", "version"};

    /** Why a tenant that is well on its way is not ready: its conditions tell it, an Event for each step would be noise. */
    private static final Set<String> ON_ITS_WAY =
            Set.of("Waiting", "Changed", "Pending", "NotCreated", "RollingOut", "Sleeping", "NotSeen", "Deleting");

    /** Phases in which someone may have to do something. */
    private static final Set<String> TROUBLED = Set.of("NotReady", "Unknown");

    static List<Transition> of(JsonObject before, JsonObject after) {
        return new Transitions(before, after).all();
    }

    private List<Transition> all() {
        var all = new ArrayList<Transition>();
        state().ifPresent(all::add);
        changed("Upgraded", "Kubernetes", VERSION).ifPresent(all::add);
        changed("Migrated", "datastore", "storage", "dataStoreName").ifPresent(all::add);
        changed("EndpointChanged", "endpoint", "controlPlaneEndpoint").ifPresent(all::add);
        return all;
    }

    /** A problem first, then the phase, then readiness: one Event tells of all three. */
    private Optional<Transition> state() {
        var problem = problem(after);
        if (problem.isPresent()) {
            return problem.equals(problem(before))
                    ? Optional.empty()
                    : problem.map(reason -> Transition.warning(reason, RECONCILE, message()));
        }
        if (reason(after).equals(Optional.of("Deleting"))) {
            return reason(before).equals(reason(after))
                    ? Optional.empty()
                    : Optional.of(Transition.normal("Deleting", "Delete", message()));
        }
        var phase = after.text(PHASE);
        if (!phase.equals(before.text(PHASE))) {
            return phase.map(now -> new Transition(TROUBLED.contains(now), now, RECONCILE, message()));
        }
        var isReady = isReady(after);
        return isReady == isReady(before)
                ? Optional.empty()
                : Optional.of(new Transition(!isReady, isReady ? "Ready" : "NotReady", RECONCILE, message()));
    }

    private String message() {
        return ready(after)
                .text("message")
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> "at "
                        + after.text("controlPlaneEndpoint").orElse("an address that is not known yet")
                        + after.text(VERSION)
                                .map(version -> ", Kubernetes " + version)
                                .orElse(""));
    }

    private Optional<Transition> changed(String reason, String what, String... path) {
        var was = before.text(path);
        var now = after.text(path);
        return was.isEmpty() || now.isEmpty() || was.equals(now)
                ? Optional.empty()
                : Optional.of(Transition.normal(reason, RECONCILE, what + " " + was.get() + " -> " + now.get()));
    }

    private static Optional<String> problem(JsonObject status) {
        return isReady(status) ? Optional.empty() : reason(status).filter(reason -> !ON_ITS_WAY.contains(reason));
    }

    private static boolean isReady(JsonObject status) {
        return ready(status).text("status").equals(Optional.of("True"));
    }

    private static Optional<String> reason(JsonObject status) {
        return ready(status).text("reason");
    }

    private static JsonObject ready(JsonObject status) {
        return WireCondition.find(status, ConditionType.READY.toString());
    }
}
