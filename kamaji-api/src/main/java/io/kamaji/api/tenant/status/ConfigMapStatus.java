package io.kamaji.api.tenant.status;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A ConfigMap. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableConfigMapStatus.class)
@JsonDeserialize(as = ImmutableConfigMapStatus.class)
public abstract class ConfigMapStatus {
    ConfigMapStatus() {}

    /** Its name. */
    public abstract Optional<String> name();

    /** Its checksum. */
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

    /** Builds a {@link ConfigMapStatus}; not thread-safe. */
    public static class Builder extends ImmutableConfigMapStatus.Builder {
        Builder() {}
    }
}
