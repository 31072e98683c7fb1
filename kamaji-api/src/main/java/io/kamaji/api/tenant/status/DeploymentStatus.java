package io.kamaji.api.tenant.status;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** The Deployment's status (apps/v1) and what it is named. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableDeploymentStatus.class)
@JsonDeserialize(as = ImmutableDeploymentStatus.class)
public abstract class DeploymentStatus {
    DeploymentStatus() {}

    /** Name of the Deployment. */
    public abstract String name();

    /** Its namespace. */
    public abstract String namespace();

    /** Label selector, as the scale subresource has it. */
    public abstract String selector();

    /** When this status was written. */
    public abstract Optional<Instant> lastUpdate();

    /** Generation that was observed. */
    public abstract Optional<Long> observedGeneration();

    /** Pods. */
    public abstract Optional<Integer> replicas();

    /** Pods of the newest template. */
    public abstract Optional<Integer> updatedReplicas();

    /** Ready pods. */
    public abstract Optional<Integer> readyReplicas();

    /** Available pods. */
    public abstract Optional<Integer> availableReplicas();

    /** Pods still missing. */
    public abstract Optional<Integer> unavailableReplicas();

    /** Terminating pods. */
    public abstract Optional<Integer> terminatingReplicas();

    /** Hash collisions. */
    public abstract Optional<Integer> collisionCount();

    /** apps/v1 DeploymentCondition. */
    public abstract Optional<List<JsonObject>> conditions();

    /** Members that this version does not know, kept as they came. */
    @JsonAnyGetter
    @JsonAnySetter
    public abstract Map<String, JsonValue> unknownFields();

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with all of this set. */
    public Builder toBuilder() {
        return new Builder().from(this);
    }

    /** Builds a {@link DeploymentStatus}; not thread-safe. */
    public static class Builder extends ImmutableDeploymentStatus.Builder {
        Builder() {}

        /** Appends to {@link DeploymentStatus#conditions()}. */
        public Builder addCondition(JsonObject... more) {
            return conditions(Frozen.append(build().conditions(), List.of(more)));
        }
    }
}
