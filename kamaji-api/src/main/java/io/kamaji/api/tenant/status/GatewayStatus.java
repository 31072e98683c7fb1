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
import java.util.function.Consumer;
import org.immutables.value.Value;

/** The route's status (gateway.networking.k8s.io/v1). Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableGatewayStatus.class)
@JsonDeserialize(as = ImmutableGatewayStatus.class)
public abstract class GatewayStatus {
    GatewayStatus() {}

    /** Status by parent. */
    public abstract List<JsonObject> parents();

    /** The TLSRoute. */
    public abstract Optional<ObjectReference> routeRef();

    /** Where it is reached. */
    public abstract Optional<List<AccessPoint>> accessPoints();

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

    /** Builds a {@link GatewayStatus}; not thread-safe. */
    public static class Builder extends ImmutableGatewayStatus.Builder {
        Builder() {}

        /** Edits {@link GatewayStatus#routeRef()}, starting from what is set. */
        public Builder routeRef(Consumer<ObjectReference.Builder> edit) {
            var part = build().routeRef().map(ObjectReference::toBuilder).orElseGet(ObjectReference::builder);
            edit.accept(part);
            return routeRef(part.build());
        }

        /** Appends to {@link GatewayStatus#accessPoints()}. */
        public Builder addAccessPoint(AccessPoint... more) {
            return accessPoints(Frozen.append(build().accessPoints(), List.of(more)));
        }

        /** Appends one to {@link GatewayStatus#accessPoints()}. */
        public Builder addAccessPoint(Consumer<AccessPoint.Builder> edit) {
            var one = AccessPoint.builder();
            edit.accept(one);
            return addAccessPoint(one.build());
        }
    }
}
