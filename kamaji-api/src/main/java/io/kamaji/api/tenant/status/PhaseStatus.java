package io.kamaji.api.tenant.status;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** One kubeadm phase. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutablePhaseStatus.class)
@JsonDeserialize(as = ImmutablePhaseStatus.class)
public abstract class PhaseStatus {
    PhaseStatus() {}

    /** Checksum of what the phase saw. */
    public abstract Optional<String> checksum();

    /** When it ran. */
    public abstract Optional<Instant> lastUpdate();

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

    /** Builds a {@link PhaseStatus}; not thread-safe. */
    public static class Builder extends ImmutablePhaseStatus.Builder {
        Builder() {}
    }
}
