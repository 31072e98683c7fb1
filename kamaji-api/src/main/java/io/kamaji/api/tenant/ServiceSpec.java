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

/** The Service in front of the control plane. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableServiceSpec.class)
@JsonDeserialize(as = ImmutableServiceSpec.class)
public abstract class ServiceSpec {
    ServiceSpec() {}

    /** {@code ClusterIP}, {@code NodePort} or {@code LoadBalancer}; required. */
    @Value.Default
    public String serviceType() {
        return "";
    }

    /** Labels and annotations of the Service; default none. */
    public abstract Optional<AdditionalMetadata> additionalMetadata();

    /** Ports after the API server's and konnectivity's; default none. */
    public abstract Optional<List<AdditionalPort>> additionalPorts();

    /** Whether ports of the nodes are allocated too; only with LoadBalancer; default true. */
    public abstract Optional<Boolean> allocateLoadBalancerNodePorts();

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

    /** Builds a {@link ServiceSpec}; not thread-safe. */
    public static class Builder extends ImmutableServiceSpec.Builder {
        Builder() {}

        /** Edits {@link ServiceSpec#additionalMetadata()}, starting from what is set. */
        public Builder additionalMetadata(Consumer<AdditionalMetadata.Builder> edit) {
            var part = build().additionalMetadata()
                    .map(AdditionalMetadata::toBuilder)
                    .orElseGet(AdditionalMetadata::builder);
            edit.accept(part);
            return additionalMetadata(part.build());
        }

        /** Appends to {@link ServiceSpec#additionalPorts()}. */
        public Builder addAdditionalPort(AdditionalPort... more) {
            return additionalPorts(Frozen.append(build().additionalPorts(), List.of(more)));
        }

        /** Appends one to {@link ServiceSpec#additionalPorts()}. */
        public Builder addAdditionalPort(Consumer<AdditionalPort.Builder> edit) {
            var one = AdditionalPort.builder();
            edit.accept(one);
            return addAdditionalPort(one.build());
        }
    }
}
