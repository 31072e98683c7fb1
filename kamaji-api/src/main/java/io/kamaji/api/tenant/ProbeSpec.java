package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** The fields of a probe that override the built-in ones, each by itself. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableProbeSpec.class)
@JsonDeserialize(as = ImmutableProbeSpec.class)
public abstract class ProbeSpec {
    ProbeSpec() {}

    /** Delay before the first probe, in seconds, at least 0; default 0. */
    public abstract Optional<Integer> initialDelaySeconds();

    /** Timeout of one probe, in seconds, at least 1; default 1, where no field is set 15 for liveness. */
    public abstract Optional<Integer> timeoutSeconds();

    /**
     * Time from one probe to the next, in seconds, at least 1; default 10, where no field is set 1 for readiness and
     * startup.
     */
    public abstract Optional<Integer> periodSeconds();

    /** Number of successes in a row that count as success, at least 1; default 1, which liveness and startup require. */
    public abstract Optional<Integer> successThreshold();

    /**
     * Number of failures in a row that count as failure, at least 1; default 3, where no field is set 8 for liveness, 30 for
     * readiness and 120 for startup.
     */
    public abstract Optional<Integer> failureThreshold();

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

    /** Builds a {@link ProbeSpec}; not thread-safe. */
    public static class Builder extends ImmutableProbeSpec.Builder {
        Builder() {}
    }
}
