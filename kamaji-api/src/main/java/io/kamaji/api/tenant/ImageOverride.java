package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Where the image of an add-on comes from. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableImageOverride.class)
@JsonDeserialize(as = ImmutableImageOverride.class)
public abstract class ImageOverride {
    ImageOverride() {}

    /** Registry and repository prefix; default {@code registry.k8s.io}. */
    public abstract Optional<String> imageRepository();

    /** Tag; when set, upgrades do not change it; absent: the one that goes with the tenant's version. */
    public abstract Optional<String> imageTag();

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

    /** Builds a {@link ImageOverride}; not thread-safe. */
    public static class Builder extends ImmutableImageOverride.Builder {
        Builder() {}
    }
}
