package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** One operation of a JSON patch (RFC 6902). Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableJsonPatch.class)
@JsonDeserialize(as = ImmutableJsonPatch.class)
public abstract class JsonPatch {
    JsonPatch() {}

    /** One of {@code add}, {@code remove}, {@code replace}, {@code move}, {@code copy}, {@code test}. */
    public abstract String op();

    /** JSON pointer (RFC 6901) to what is changed: empty, or beginning with a slash. */
    public abstract String path();

    /** JSON pointer (RFC 6901) to the source of {@code move} and {@code copy}, which require it. */
    @JsonProperty("from")
    public abstract Optional<String> fromPointer();

    /** Operand of {@code add}, {@code replace} and {@code test}, which require it. */
    public abstract Optional<JsonValue> value();

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

    /** Builds a {@link JsonPatch}; not thread-safe. */
    public static class Builder extends ImmutableJsonPatch.Builder {
        Builder() {}
    }
}
