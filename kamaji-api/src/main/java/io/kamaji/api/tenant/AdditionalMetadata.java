package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Labels and annotations merged onto a generated object. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableAdditionalMetadata.class)
@JsonDeserialize(as = ImmutableAdditionalMetadata.class)
public abstract class AdditionalMetadata {
    AdditionalMetadata() {}

    /** Labels; those by which Kamaji knows its objects are not overridden; default none. */
    public abstract Optional<Map<String, String>> labels();

    /** Annotations; they win over Kamaji's own. */
    public abstract Optional<Map<String, String>> annotations();

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

    /** Builds a {@link AdditionalMetadata}; not thread-safe. */
    public static class Builder extends ImmutableAdditionalMetadata.Builder {
        Builder() {}

        /** Sets one entry of {@link AdditionalMetadata#labels()}. */
        public Builder putLabel(String key, String value) {
            return labels(Frozen.put(build().labels(), key, value));
        }

        /** Sets one entry of {@link AdditionalMetadata#annotations()}. */
        public Builder putAnnotation(String key, String value) {
            return annotations(Frozen.put(build().annotations(), key, value));
        }
    }
}
