package io.kamaji.api.tenant.status;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** What was set up in the datastore. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableStorageSetupStatus.class)
@JsonDeserialize(as = ImmutableStorageSetupStatus.class)
public abstract class StorageSetupStatus {
    StorageSetupStatus() {}

    /** Schema in use; wins over the spec. */
    public abstract Optional<String> schema();

    /** User in use; wins over the spec. */
    public abstract Optional<String> user();

    /** When it was set up. */
    public abstract Optional<Instant> lastUpdate();

    /** Checksum of the credentials. */
    public abstract Optional<String> checksum();

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

    /** Builds a {@link StorageSetupStatus}; not thread-safe. */
    public static class Builder extends ImmutableStorageSetupStatus.Builder {
        Builder() {}
    }
}
