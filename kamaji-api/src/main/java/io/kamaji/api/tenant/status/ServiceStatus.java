package io.kamaji.api.tenant.status;

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

/** The Service's status (core/v1) and what it is named. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableServiceStatus.class)
@JsonDeserialize(as = ImmutableServiceStatus.class)
public abstract class ServiceStatus {
    ServiceStatus() {}

    /** Name of the Service. */
    public abstract String name();

    /** Its namespace. */
    public abstract String namespace();

    /** Its first port. */
    public abstract int port();

    /** meta/v1 Condition. */
    public abstract Optional<List<JsonObject>> conditions();

    /** core/v1 LoadBalancerStatus. */
    public abstract Optional<JsonObject> loadBalancer();

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

    /** Builds a {@link ServiceStatus}; not thread-safe. */
    public static class Builder extends ImmutableServiceStatus.Builder {
        Builder() {}

        /** Appends to {@link ServiceStatus#conditions()}. */
        public Builder addCondition(JsonObject... more) {
            return conditions(Frozen.append(build().conditions(), List.of(more)));
        }
    }
}
