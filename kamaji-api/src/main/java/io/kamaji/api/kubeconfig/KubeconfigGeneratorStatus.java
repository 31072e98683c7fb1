package io.kamaji.api.kubeconfig;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** What was observed of a generator. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKubeconfigGeneratorStatus.class)
@JsonDeserialize(as = ImmutableKubeconfigGeneratorStatus.class)
public abstract class KubeconfigGeneratorStatus {
    KubeconfigGeneratorStatus() {}

    /** Tenants selected. */
    public abstract int resources();

    /** Tenants with a kubeconfig. */
    public abstract int availableResources();

    /** The others. */
    public abstract Optional<List<GeneratorError>> errors();

    /** Generation of the last pass. */
    public abstract Optional<Long> observedGeneration();

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

    /** Builds a {@link KubeconfigGeneratorStatus}; not thread-safe. */
    public static class Builder extends ImmutableKubeconfigGeneratorStatus.Builder {
        Builder() {}

        /** Appends to {@link KubeconfigGeneratorStatus#errors()}. */
        public Builder addError(GeneratorError... more) {
            return errors(Frozen.append(build().errors(), List.of(more)));
        }

        /** Appends one to {@link KubeconfigGeneratorStatus#errors()}. */
        public Builder addError(Consumer<GeneratorError.Builder> edit) {
            var one = GeneratorError.builder();
            edit.accept(one);
            return addError(one.build());
        }
    }
}
