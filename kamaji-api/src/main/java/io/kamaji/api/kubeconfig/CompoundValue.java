package io.kamaji.api.kubeconfig;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A literal or a path into the tenant control plane; exactly one of both. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableCompoundValue.class)
@JsonDeserialize(as = ImmutableCompoundValue.class)
public abstract class CompoundValue {
    CompoundValue() {}

    /** The literal; required without {@link #fromDefinition()}, else absent. */
    public abstract Optional<String> stringValue();

    /**
     * Dotted path into the tenant control plane, such as {@code metadata.name}, that ends on a string; required without
     * {@link #stringValue()}, else absent.
     */
    public abstract Optional<String> fromDefinition();

    /** Members that this version does not know, kept as they came. */
    @JsonAnyGetter
    @JsonAnySetter
    public abstract Map<String, JsonValue> unknownFields();

    /** A literal. */
    public static CompoundValue literal(String text) {
        return builder().stringValue(text).build();
    }

    /** What a dotted path into the tenant control plane leads to, such as {@code metadata.namespace}. */
    public static CompoundValue definition(String path) {
        return builder().fromDefinition(path).build();
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with all of this set. */
    public Builder toBuilder() {
        return new Builder().from(this);
    }

    /** Builds a {@link CompoundValue}; not thread-safe. */
    public static class Builder extends ImmutableCompoundValue.Builder {
        Builder() {}
    }
}
