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

/** How the control plane runs in the admin cluster and is reached. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableControlPlaneSpec.class)
@JsonDeserialize(as = ImmutableControlPlaneSpec.class)
public abstract class ControlPlaneSpec {
    ControlPlaneSpec() {}

    /** The Deployment; absent: all of its defaults. */
    public abstract Optional<DeploymentSpec> deployment();

    /** The Service; its type is required. */
    @Value.Default
    public ServiceSpec service() {
        return ServiceSpec.builder().build();
    }

    /** An Ingress, in addition to the Service; not together with a gateway; default none. */
    public abstract Optional<IngressSpec> ingress();

    /** A TLSRoute, in addition to the Service; not together with an ingress; default none. */
    public abstract Optional<GatewaySpec> gateway();

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

    /** Builds a {@link ControlPlaneSpec}; not thread-safe. */
    public static class Builder extends ImmutableControlPlaneSpec.Builder {
        Builder() {}

        /** Edits {@link ControlPlaneSpec#deployment()}, starting from what is set. */
        public Builder deployment(Consumer<DeploymentSpec.Builder> edit) {
            var part = build().deployment().map(DeploymentSpec::toBuilder).orElseGet(DeploymentSpec::builder);
            edit.accept(part);
            return deployment(part.build());
        }

        /** Edits {@link ControlPlaneSpec#service()}, starting from what is set. */
        public Builder service(Consumer<ServiceSpec.Builder> edit) {
            var part = build().service().toBuilder();
            edit.accept(part);
            return service(part.build());
        }

        /** Edits {@link ControlPlaneSpec#ingress()}, starting from what is set. */
        public Builder ingress(Consumer<IngressSpec.Builder> edit) {
            var part = build().ingress().map(IngressSpec::toBuilder).orElseGet(IngressSpec::builder);
            edit.accept(part);
            return ingress(part.build());
        }

        /** Edits {@link ControlPlaneSpec#gateway()}, starting from what is set. */
        public Builder gateway(Consumer<GatewaySpec.Builder> edit) {
            var part = build().gateway().map(GatewaySpec::toBuilder).orElseGet(GatewaySpec::builder);
            edit.accept(part);
            return gateway(part.build());
        }
    }
}
