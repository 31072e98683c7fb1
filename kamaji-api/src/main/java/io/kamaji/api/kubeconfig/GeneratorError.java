package io.kamaji.api.kubeconfig;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import org.immutables.value.Value;

/** A tenant whose kubeconfig could not be made. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableGeneratorError.class)
@JsonDeserialize(as = ImmutableGeneratorError.class)
public abstract class GeneratorError {
    GeneratorError() {}

    /** {@code namespace/name}. */
    public abstract String resource();

    /** Why. */
    public abstract String message();

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

    /** Builds a {@link GeneratorError}; not thread-safe. */
    public static class Builder extends ImmutableGeneratorError.Builder {
        Builder() {}
    }
}
