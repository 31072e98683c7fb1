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

/** Writes to the tenant's API that are blocked. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableWritePermissions.class)
@JsonDeserialize(as = ImmutableWritePermissions.class)
public abstract class WritePermissions {
    WritePermissions() {}

    /** Block CREATE; default false. */
    public abstract Optional<Boolean> blockCreation();

    /** Block UPDATE; default false. */
    public abstract Optional<Boolean> blockUpdate();

    /** Block DELETE; default false. */
    public abstract Optional<Boolean> blockDeletion();

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

    /** Builds a {@link WritePermissions}; not thread-safe. */
    public static class Builder extends ImmutableWritePermissions.Builder {
        Builder() {}
    }
}
