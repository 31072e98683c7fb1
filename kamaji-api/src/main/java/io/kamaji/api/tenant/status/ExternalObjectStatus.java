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

/** An object inside of the tenant. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableExternalObjectStatus.class)
@JsonDeserialize(as = ImmutableExternalObjectStatus.class)
public abstract class ExternalObjectStatus {
    ExternalObjectStatus() {}

    /** Its name. */
    public abstract Optional<String> name();

    /** Its namespace. */
    public abstract Optional<String> namespace();

    /** When it was written. */
    public abstract Optional<Instant> lastUpdate();

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

    /** Builds a {@link ExternalObjectStatus}; not thread-safe. */
    public static class Builder extends ImmutableExternalObjectStatus.Builder {
        Builder() {}
    }
}
