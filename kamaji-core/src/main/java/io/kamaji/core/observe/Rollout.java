package io.kamaji.core.observe;

import io.kamaji.api.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** How far a Deployment is (apps/v1 DeploymentStatus). */
public record Rollout(JsonObject deployment) {

    public long desired() {
        return deployment.number("spec", "replicas").orElse(1L);
    }

    public long ready() {
        return deployment.number("status", "readyReplicas").orElse(0L);
    }

    /** Whether any pod of it serves, be it of an older template. */
    public boolean available() {
        return deployment.number("status", "availableReplicas").orElse(0L) > 0;
    }

    /** Whether every pod is of the newest template and ready. */
    public boolean complete() {
        return number("observedGeneration") >= generation()
                && number("unavailableReplicas") == 0
                && number("updatedReplicas") == desired()
                && ready() == desired()
                && number("replicas") == desired();
    }

    private long number(String field) {
        return deployment.number("status", field).orElse(0L);
    }

    /** Whether the newest template once came to its end, be it that pods are missing again. */
    public boolean finished() {
        return number("observedGeneration") >= generation()
                && deployment
                        .array("status", "conditions")
                        .objects()
                        .anyMatch(c -> c.text("reason").equals(Optional.of("NewReplicaSetAvailable")));
    }

    /** Whether it was changed since it was created. */
    public boolean changed() {
        return generation() > 1;
    }

    private long generation() {
        return deployment.number("metadata", "generation").orElse(0L);
    }

    /** Since when a condition of it is as it is. */
    public Optional<Instant> since(String condition) {
        return deployment
                .array("status", "conditions")
                .objects()
                .filter(c -> c.text("type").equals(Optional.of(condition)))
                .flatMap(c -> c.text("lastTransitionTime").stream())
                .map(Instant::parse)
                .findFirst()
                .or(() -> deployment.text("metadata", "creationTimestamp").map(Instant::parse));
    }

    /** What a condition says, such as why no pod can be made. */
    public Optional<String> problem() {
        return deployment
                .array("status", "conditions")
                .objects()
                .filter(c -> c.text("type").equals(Optional.of("ReplicaFailure"))
                        || c.text("reason").equals(Optional.of("ProgressDeadlineExceeded")))
                .flatMap(c -> c.text("message").stream())
                .findFirst();
    }
}
