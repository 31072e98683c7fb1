package io.kamaji.api.tenant;

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
import java.util.function.Consumer;
import org.immutables.value.Value;

/** A TLSRoute in front of the control plane. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableGatewaySpec.class)
@JsonDeserialize(as = ImmutableGatewaySpec.class)
public abstract class GatewaySpec {
    GatewaySpec() {}

    /** Hostname of the route, a DNS name of 1 to 253 characters, possibly with {@code *.} before it; required. */
    public abstract Optional<String> hostname();

    /** Parents of the route; default none, with which no gateway serves it. */
    public abstract Optional<List<ParentReference>> parentRefs();

    /** Labels and annotations of the route; default none. */
    public abstract Optional<AdditionalMetadata> additionalMetadata();

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

    /** Builds a {@link GatewaySpec}; not thread-safe. */
    public static class Builder extends ImmutableGatewaySpec.Builder {
        Builder() {}

        /** Appends to {@link GatewaySpec#parentRefs()}. */
        public Builder addParentRef(ParentReference... more) {
            return parentRefs(Frozen.append(build().parentRefs(), List.of(more)));
        }

        /** Appends one to {@link GatewaySpec#parentRefs()}. */
        public Builder addParentRef(Consumer<ParentReference.Builder> edit) {
            var one = ParentReference.builder();
            edit.accept(one);
            return addParentRef(one.build());
        }

        /** Edits {@link GatewaySpec#additionalMetadata()}, starting from what is set. */
        public Builder additionalMetadata(Consumer<AdditionalMetadata.Builder> edit) {
            var part = build().additionalMetadata()
                    .map(AdditionalMetadata::toBuilder)
                    .orElseGet(AdditionalMetadata::builder);
            edit.accept(part);
            return additionalMetadata(part.build());
        }
    }
}
