package io.kamaji.core.operator.custom;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.event.Transition;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.Phase;
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
    private static final Set<String> ON_ITS_WAY = Set.of(
            "Waiting",
            "Changed",
            "Pending",
            "NotCreated",
            "RollingOut",
            "Sleeping",
            "NotSeen",
            "Deleting",
            "Upgrading");

    /** Phases in which someone may have to do something. */
    private static final Set<String> TROUBLED = Set.of("NotReady", "Unknown");

    /** Told when they come, or become otherwise: what somebody asked for, or has to know. */
    private static final List<ConditionType> TOLD =
            List.of(ConditionType.PAUSED, ConditionType.PLANNED, ConditionType.MIGRATED, ConditionType.MAINTENANCE_DUE);

    static List<Transition> of(JsonObject before, JsonObject after) {
        return new Transitions(before, after).all();
    }

    private List<Transition> all() {
        var all = new ArrayList<Transition>();
        state().or(this::step).ifPresent(all::add);
        TOLD.forEach(type -> told(type).ifPresent(all::add));
        quota().ifPresent(all::add);
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

    /** A move that went on; that it copied more is no step. */
    private Optional<Transition> step() {
        var moves = Phase.MIGRATING.wire();
        var goesOn = after.text(PHASE).equals(Optional.of(moves))
                && !withoutNumbers(ready(after)).equals(withoutNumbers(ready(before)));
        return goesOn ? Optional.of(Transition.normal(moves, "Migrate", message())) : Optional.empty();
    }

    private static String withoutNumbers(JsonObject condition) {
        return condition.text("message").orElse("").replaceAll("[0-9]+", "");
    }

    private Optional<Transition> told(ConditionType type) {
        var was = WireCondition.find(before, type.toString());
        var is = WireCondition.find(after, type.toString());
        if (is.isEmpty() || says(is).equals(says(was))) {
            return is.isEmpty() && !was.isEmpty() && type == ConditionType.PAUSED
                    ? Optional.of(Transition.normal("Resumed", RECONCILE, "not paused any more"))
                    : Optional.empty();
        }
        var message = is.text("message").orElse("");
        return Optional.of(
                type == ConditionType.MIGRATED
                        ? stays(is.text("reason").orElse(""), message)
                        : Transition.normal(type.toString(), RECONCILE, message));
    }

    /** Why a tenant is not where it is to be: a failure, what someone has to mend, or what will pass. */
    private static Transition stays(String reason, String message) {
        return switch (reason) {
            case "Failed" -> Transition.warning("MigrationFailed", "Migrate", message);
            case "NowhereToGo", "KeptBySpec" -> Transition.warning(reason, "Migrate", message);
            default -> Transition.normal(reason, "Migrate", message);
        };
    }

    /** A limit that was reached or left: that the figures moved is no transition. */
    private Optional<Transition> quota() {
        var was = WireCondition.find(before, ConditionType.WITHIN_STORE_QUOTA.toString());
        var is = WireCondition.find(after, ConditionType.WITHIN_STORE_QUOTA.toString());
        var isReached = is.text("status").equals(Optional.of("False"));
        var wasReached = was.text("status").equals(Optional.of("False"));
        if (is.text("reason").equals(was.text("reason")) || !isReached && !wasReached) {
            return Optional.empty();
        }
        var message = is.text("message").filter(text -> !text.isEmpty()).orElse("no quota in the store any more");
        return Optional.of(new Transition(isReached, is.text("reason").orElse("WithinQuota"), RECONCILE, message));
    }

    private static List<Optional<String>> says(JsonObject condition) {
        return List.of(condition.text("status"), condition.text("reason"), condition.text("message"));
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
