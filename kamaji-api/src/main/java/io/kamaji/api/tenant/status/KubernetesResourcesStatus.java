package io.kamaji.api.tenant.status;

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

/** Objects of the admin cluster. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKubernetesResourcesStatus.class)
@JsonDeserialize(as = ImmutableKubernetesResourcesStatus.class)
public abstract class KubernetesResourcesStatus {
    KubernetesResourcesStatus() {}

    /** Version and phase. */
    public abstract Optional<VersionStatus> version();

    /** Deployment. */
    public abstract Optional<DeploymentStatus> deployment();

    /** Service. */
    public abstract Optional<ServiceStatus> service();

    /** Ingress. */
    public abstract Optional<IngressStatus> ingress();

    /** TLSRoute. */
    public abstract Optional<GatewayStatus> gateway();

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

    /** Builds a {@link KubernetesResourcesStatus}; not thread-safe. */
    public static class Builder extends ImmutableKubernetesResourcesStatus.Builder {
        Builder() {}

        /** Edits {@link KubernetesResourcesStatus#version()}, starting from what is set. */
        public Builder version(Consumer<VersionStatus.Builder> edit) {
            var part = build().version().map(VersionStatus::toBuilder).orElseGet(VersionStatus::builder);
            edit.accept(part);
            return version(part.build());
        }

        /** Edits {@link KubernetesResourcesStatus#deployment()}, starting from what is set. */
        public Builder deployment(Consumer<DeploymentStatus.Builder> edit) {
            var part = build().deployment().map(DeploymentStatus::toBuilder).orElseGet(DeploymentStatus::builder);
            edit.accept(part);
            return deployment(part.build());
        }

        /** Edits {@link KubernetesResourcesStatus#service()}, starting from what is set. */
        public Builder service(Consumer<ServiceStatus.Builder> edit) {
            var part = build().service().map(ServiceStatus::toBuilder).orElseGet(ServiceStatus::builder);
            edit.accept(part);
            return service(part.build());
        }

        /** Edits {@link KubernetesResourcesStatus#ingress()}, starting from what is set. */
        public Builder ingress(Consumer<IngressStatus.Builder> edit) {
            var part = build().ingress().map(IngressStatus::toBuilder).orElseGet(IngressStatus::builder);
            edit.accept(part);
            return ingress(part.build());
        }

        /** Edits {@link KubernetesResourcesStatus#gateway()}, starting from what is set. */
        public Builder gateway(Consumer<GatewayStatus.Builder> edit) {
            var part = build().gateway().map(GatewayStatus::toBuilder).orElseGet(GatewayStatus::builder);
            edit.accept(part);
            return gateway(part.build());
        }
    }
}
