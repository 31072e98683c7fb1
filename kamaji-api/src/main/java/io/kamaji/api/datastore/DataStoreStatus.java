package io.kamaji.api.datastore;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** What was observed of a datastore. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableDataStoreStatus.class)
@JsonDeserialize(as = ImmutableDataStoreStatus.class)
public abstract class DataStoreStatus {
    DataStoreStatus() {}

    /** Whether it can be used. */
    public abstract boolean ready();

    /** Generation of the last pass. */
    public abstract Optional<Long> observedGeneration();

    /** {@code namespace/name} of the tenants that use it, sorted. */
    public abstract Optional<List<String>> usedBy();

    /** meta/v1 Condition. */
    public abstract Optional<List<JsonObject>> conditions();

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

    /** Builds a {@link DataStoreStatus}; not thread-safe. */
    public static class Builder extends ImmutableDataStoreStatus.Builder {
        Builder() {}

        /** Appends to {@link DataStoreStatus#usedBy()}. */
        public Builder addUsedBy(String... more) {
            return usedBy(Frozen.append(build().usedBy(), List.of(more)));
        }

        /** Appends to {@link DataStoreStatus#conditions()}. */
        public Builder addCondition(JsonObject... more) {
            return conditions(Frozen.append(build().conditions(), List.of(more)));
        }
    }
}
