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

/** konnectivity. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKonnectivityStatus.class)
@JsonDeserialize(as = ImmutableKonnectivityStatus.class)
public abstract class KonnectivityStatus {
    KonnectivityStatus() {}

    /** Whether it was enabled at the last pass. */
    @Value.Default
    public boolean enabled() {
        return false;
    }

    /** Egress selector configuration. */
    public abstract Optional<ConfigMapStatus> configMap();

    /** Server certificate. */
    public abstract Optional<CertificateStatus> certificate();

    /** Server kubeconfig. */
    public abstract Optional<CertificateStatus> kubeconfig();

    /** Service account of the agents. */
    public abstract Optional<ExternalObjectStatus> sa();

    /** Role binding of the server. */
    public abstract Optional<ExternalObjectStatus> clusterrolebinding();

    /** Agent. */
    public abstract Optional<KonnectivityAgentStatus> agent();

    /** Service. */
    public abstract Optional<ServiceStatus> service();

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

    /** Builds a {@link KonnectivityStatus}; not thread-safe. */
    public static class Builder extends ImmutableKonnectivityStatus.Builder {
        Builder() {}

        /** Edits {@link KonnectivityStatus#configMap()}, starting from what is set. */
        public Builder configMap(Consumer<ConfigMapStatus.Builder> edit) {
            var part = build().configMap().map(ConfigMapStatus::toBuilder).orElseGet(ConfigMapStatus::builder);
            edit.accept(part);
            return configMap(part.build());
        }

        /** Edits {@link KonnectivityStatus#certificate()}, starting from what is set. */
        public Builder certificate(Consumer<CertificateStatus.Builder> edit) {
            var part = build().certificate().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return certificate(part.build());
        }

        /** Edits {@link KonnectivityStatus#kubeconfig()}, starting from what is set. */
        public Builder kubeconfig(Consumer<CertificateStatus.Builder> edit) {
            var part = build().kubeconfig().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return kubeconfig(part.build());
        }

        /** Edits {@link KonnectivityStatus#sa()}, starting from what is set. */
        public Builder sa(Consumer<ExternalObjectStatus.Builder> edit) {
            var part = build().sa().map(ExternalObjectStatus::toBuilder).orElseGet(ExternalObjectStatus::builder);
            edit.accept(part);
            return sa(part.build());
        }

        /** Edits {@link KonnectivityStatus#clusterrolebinding()}, starting from what is set. */
        public Builder clusterrolebinding(Consumer<ExternalObjectStatus.Builder> edit) {
            var part = build().clusterrolebinding()
                    .map(ExternalObjectStatus::toBuilder)
                    .orElseGet(ExternalObjectStatus::builder);
            edit.accept(part);
            return clusterrolebinding(part.build());
        }

        /** Edits {@link KonnectivityStatus#agent()}, starting from what is set. */
        public Builder agent(Consumer<KonnectivityAgentStatus.Builder> edit) {
            var part =
                    build().agent().map(KonnectivityAgentStatus::toBuilder).orElseGet(KonnectivityAgentStatus::builder);
            edit.accept(part);
            return agent(part.build());
        }

        /** Edits {@link KonnectivityStatus#service()}, starting from what is set. */
        public Builder service(Consumer<ServiceStatus.Builder> edit) {
            var part = build().service().map(ServiceStatus::toBuilder).orElseGet(ServiceStatus::builder);
            edit.accept(part);
            return service(part.build());
        }

        /** Edits {@link KonnectivityStatus#gateway()}, starting from what is set. */
        public Builder gateway(Consumer<GatewayStatus.Builder> edit) {
            var part = build().gateway().map(GatewayStatus::toBuilder).orElseGet(GatewayStatus::builder);
            edit.accept(part);
            return gateway(part.build());
        }
    }
}
