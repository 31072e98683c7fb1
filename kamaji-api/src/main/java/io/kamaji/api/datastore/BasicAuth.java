package io.kamaji.api.datastore;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** User name and password of the datastore's administrator. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableBasicAuth.class)
@JsonDeserialize(as = ImmutableBasicAuth.class)
public abstract class BasicAuth {
    BasicAuth() {}

    /** User name; required. */
    @Value.Default
    public ContentRef username() {
        return ContentRef.builder().build();
    }

    /** Password; required. */
    @Value.Default
    public ContentRef password() {
        return ContentRef.builder().build();
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

    /** Builds a {@link BasicAuth}; not thread-safe. */
    public static class Builder extends ImmutableBasicAuth.Builder {
        Builder() {}

        /** Edits {@link BasicAuth#username()}, starting from what is set. */
        public Builder username(Consumer<ContentRef.Builder> edit) {
            var part = build().username().toBuilder();
            edit.accept(part);
            return username(part.build());
        }

        /** Edits {@link BasicAuth#password()}, starting from what is set. */
        public Builder password(Consumer<ContentRef.Builder> edit) {
            var part = build().password().toBuilder();
            edit.accept(part);
            return password(part.build());
        }
    }
}
