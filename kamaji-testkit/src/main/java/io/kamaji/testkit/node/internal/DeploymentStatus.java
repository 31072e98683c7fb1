package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * Statuses of a Deployment and its ReplicaSets as their controllers write them; numbers that are 0 are left out, as
 * there. Stateless.
 */
final class DeploymentStatus {

    /** Pods of one ReplicaSet that are not ending. */
    record Count(int pods, int ready, int available) {
        Count plus(Count other) {
            return new Count(pods + other.pods, ready + other.ready, available + other.available);
        }
    }

    private static final long STANDARD_DEADLINE = 600;

    private DeploymentStatus() {}

    static JsonObject replicaSet(JsonObject replicaSet, Count count) {
        return JsonObject.of(
                "replicas",
                count.pods(),
                "fullyLabeledReplicas",
                orNone(count.pods()),
                "readyReplicas",
                orNone(count.ready()),
                "availableReplicas",
                orNone(count.available()),
                "observedGeneration",
                replicaSet.number("metadata", "generation"));
    }

    /**
     * @param current the ReplicaSet of the template as it is now
     * @param all of them together
     * @param progressed when a number last changed
     */
    static JsonObject deployment(
            JsonObject deployment,
            String replicaSet,
            Rollout rollout,
            Count current,
            Count all,
            Instant progressed,
            Instant now) {
        var before = deployment.array("status", "conditions");
        var mayMiss = rollout.recreate() ? 0 : Math.min(rollout.maxUnavailable(), rollout.desired());
        var available = all.available() >= rollout.desired() - mayMiss;
        var complete = current.pods() == rollout.desired()
                && current.available() >= rollout.desired()
                && all.pods() == rollout.desired();
        var deadline = deployment.number("spec", "progressDeadlineSeconds").orElse(STANDARD_DEADLINE);
        var late = !complete && Duration.between(progressed, now).toSeconds() > deadline;
        var quoted = "ReplicaSet \"" + replicaSet + "\" ";
        return JsonObject.of(
                "observedGeneration",
                deployment.number("metadata", "generation"),
                "replicas",
                orNone(all.pods()),
                "updatedReplicas",
                orNone(current.pods()),
                "readyReplicas",
                orNone(all.ready()),
                "availableReplicas",
                orNone(all.available()),
                "unavailableReplicas",
                orNone(Math.max(0, Math.max(all.pods(), rollout.desired()) - all.available())),
                "conditions",
                JsonArray.of(
                        condition(
                                before,
                                "Available",
                                available,
                                available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                                available
                                        ? "Deployment has minimum availability."
                                        : "Deployment does not have minimum availability.",
                                now),
                        condition(
                                before,
                                "Progressing",
                                !late,
                                complete
                                        ? "NewReplicaSetAvailable"
                                        : late ? "ProgressDeadlineExceeded" : "ReplicaSetUpdated",
                                quoted
                                        + (complete
                                                ? "has successfully progressed."
                                                : late ? "has timed out progressing." : "is progressing."),
                                now)));
    }

    private static JsonObject condition(
            JsonArray before, String type, boolean holds, String reason, String message, Instant now) {
        var status = holds ? "True" : "False";
        var old = before.objects()
                .filter(condition -> condition.text("type").filter(type::equals).isPresent())
                .findFirst()
                .orElse(JsonObject.EMPTY);
        var kept = old.text("status").filter(status::equals).isPresent();
        var same = kept && old.text("reason").filter(reason::equals).isPresent();
        var time = ContainerState.text(now);
        return JsonObject.of(
                "type",
                type,
                "status",
                status,
                "lastUpdateTime",
                same ? old.text("lastUpdateTime").orElse(time) : time,
                "lastTransitionTime",
                kept ? old.text("lastTransitionTime").orElse(time) : time,
                "reason",
                reason,
                "message",
                message);
    }

    private static @org.jspecify.annotations.Nullable Integer orNone(int number) {
        return number == 0 ? null : number;
    }
}
