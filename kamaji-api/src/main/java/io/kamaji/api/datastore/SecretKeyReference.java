package io.kamaji.api.datastore;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A key of a Secret. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableSecretKeyReference.class)
@JsonDeserialize(as = ImmutableSecretKeyReference.class)
public abstract class SecretKeyReference {
    SecretKeyReference() {}

    /** Name of the Secret; required. */
    public abstract Optional<String> name();

    /** Namespace of the Secret; required. */
    public abstract Optional<String> namespace();

    /** Key of the Secret's data, not empty; required. */
    @Value.Default
    public String keyPath() {
        return "";
    }

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

    /** Builds a {@link SecretKeyReference}; not thread-safe. */
    public static class Builder extends ImmutableSecretKeyReference.Builder {
        Builder() {}
    }
}
