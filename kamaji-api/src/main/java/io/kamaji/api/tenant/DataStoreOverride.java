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

/** A resource of the tenant kept in another etcd datastore. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableDataStoreOverride.class)
@JsonDeserialize(as = ImmutableDataStoreOverride.class)
public abstract class DataStoreOverride {
    DataStoreOverride() {}

    /** The resource, with its group before the slash, such as {@code /events}; required, and once per tenant. */
    public abstract Optional<String> resource();

    /** Name of a datastore with driver {@code etcd}; required. */
    public abstract Optional<String> dataStore();

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

    /** Builds a {@link DataStoreOverride}; not thread-safe. */
    public static class Builder extends ImmutableDataStoreOverride.Builder {
        Builder() {}
    }
}
