package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** An Ingress in front of the control plane. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableIngressSpec.class)
@JsonDeserialize(as = ImmutableIngressSpec.class)
public abstract class IngressSpec {
    IngressSpec() {}

    /** Hostname of the Ingress, {@code host} or {@code host:port}; required. */
    public abstract Optional<String> hostname();

    /** Class of the Ingress; absent or empty: the admin cluster's default. */
    public abstract Optional<String> ingressClassName();

    /** Labels and annotations of the Ingress; default none. */
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

    /** Builds a {@link IngressSpec}; not thread-safe. */
    public static class Builder extends ImmutableIngressSpec.Builder {
        Builder() {}

        /** Edits {@link IngressSpec#additionalMetadata()}, starting from what is set. */
        public Builder additionalMetadata(Consumer<AdditionalMetadata.Builder> edit) {
            var part = build().additionalMetadata()
                    .map(AdditionalMetadata::toBuilder)
                    .orElseGet(AdditionalMetadata::builder);
            edit.accept(part);
            return additionalMetadata(part.build());
        }
    }
}
