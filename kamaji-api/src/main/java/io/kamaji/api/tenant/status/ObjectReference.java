package io.kamaji.api.tenant.status;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A named object; atomic. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableObjectReference.class)
@JsonDeserialize(as = ImmutableObjectReference.class)
public abstract class ObjectReference {
    ObjectReference() {}

    /** Name of the object. */
    public abstract Optional<String> name();

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

    /** Builds a {@link ObjectReference}; not thread-safe. */
    public static class Builder extends ImmutableObjectReference.Builder {
        Builder() {}
    }
}
