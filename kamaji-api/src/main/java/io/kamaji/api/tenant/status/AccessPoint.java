package io.kamaji.api.tenant.status;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Where a route is reached. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableAccessPoint.class)
@JsonDeserialize(as = ImmutableAccessPoint.class)
public abstract class AccessPoint {
    AccessPoint() {}

    /** Always {@code Hostname}. */
    public abstract String type();

    /** URL. */
    public abstract String value();

    /** Port of the listener. */
    public abstract int port();

    /** Nobody writes it. */
    public abstract Optional<List<String>> urls();

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

    /** Builds a {@link AccessPoint}; not thread-safe. */
    public static class Builder extends ImmutableAccessPoint.Builder {
        Builder() {}

        /** Appends to {@link AccessPoint#urls()}. */
        public Builder addUrl(String... more) {
            return urls(Frozen.append(build().urls(), List.of(more)));
        }
    }
}
