package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** Overrides of the three probes of one component. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableProbeSet.class)
@JsonDeserialize(as = ImmutableProbeSet.class)
public abstract class ProbeSet {
    ProbeSet() {}

    /** Overrides of the liveness probe; default none. */
    public abstract Optional<ProbeSpec> liveness();

    /** Overrides of the readiness probe; default none. */
    public abstract Optional<ProbeSpec> readiness();

    /** Overrides of the startup probe; default none. */
    public abstract Optional<ProbeSpec> startup();

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

    /** Builds a {@link ProbeSet}; not thread-safe. */
    public static class Builder extends ImmutableProbeSet.Builder {
        Builder() {}

        /** Edits {@link ProbeSet#liveness()}, starting from what is set. */
        public Builder liveness(Consumer<ProbeSpec.Builder> edit) {
            var part = build().liveness().map(ProbeSpec::toBuilder).orElseGet(ProbeSpec::builder);
            edit.accept(part);
            return liveness(part.build());
        }

        /** Edits {@link ProbeSet#readiness()}, starting from what is set. */
        public Builder readiness(Consumer<ProbeSpec.Builder> edit) {
            var part = build().readiness().map(ProbeSpec::toBuilder).orElseGet(ProbeSpec::builder);
            edit.accept(part);
            return readiness(part.build());
        }

        /** Edits {@link ProbeSet#startup()}, starting from what is set. */
        public Builder startup(Consumer<ProbeSpec.Builder> edit) {
            var part = build().startup().map(ProbeSpec::toBuilder).orElseGet(ProbeSpec::builder);
            edit.accept(part);
            return startup(part.build());
        }
    }
}
