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

/** The PKI of the tenant. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableCertificatesStatus.class)
@JsonDeserialize(as = ImmutableCertificatesStatus.class)
public abstract class CertificatesStatus {
    CertificatesStatus() {}

    /** Cluster CA. */
    public abstract Optional<CertificateStatus> ca();

    /** API server. */
    public abstract Optional<CertificateStatus> apiServer();

    /** API server's client certificate for kubelets. */
    public abstract Optional<CertificateStatus> apiServerKubeletClient();

    /** Front-proxy CA. */
    public abstract Optional<CertificateStatus> frontProxyCA();

    /** Front-proxy client. */
    public abstract Optional<CertificateStatus> frontProxyClient();

    /** Service account key pair. */
    public abstract Optional<CertificateStatus> sa();

    /** Certificates of an etcd of the tenant's own, which old versions of the reference ran; nothing writes it now. */
    public abstract Optional<EtcdCertificatesStatus> etcd();

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

    /** Builds a {@link CertificatesStatus}; not thread-safe. */
    public static class Builder extends ImmutableCertificatesStatus.Builder {
        Builder() {}

        /** Edits {@link CertificatesStatus#ca()}, starting from what is set. */
        public Builder ca(Consumer<CertificateStatus.Builder> edit) {
            var part = build().ca().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return ca(part.build());
        }

        /** Edits {@link CertificatesStatus#apiServer()}, starting from what is set. */
        public Builder apiServer(Consumer<CertificateStatus.Builder> edit) {
            var part = build().apiServer().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return apiServer(part.build());
        }

        /** Edits {@link CertificatesStatus#apiServerKubeletClient()}, starting from what is set. */
        public Builder apiServerKubeletClient(Consumer<CertificateStatus.Builder> edit) {
            var part = build().apiServerKubeletClient()
                    .map(CertificateStatus::toBuilder)
                    .orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return apiServerKubeletClient(part.build());
        }

        /** Edits {@link CertificatesStatus#frontProxyCA()}, starting from what is set. */
        public Builder frontProxyCA(Consumer<CertificateStatus.Builder> edit) {
            var part = build().frontProxyCA().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return frontProxyCA(part.build());
        }

        /** Edits {@link CertificatesStatus#frontProxyClient()}, starting from what is set. */
        public Builder frontProxyClient(Consumer<CertificateStatus.Builder> edit) {
            var part =
                    build().frontProxyClient().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return frontProxyClient(part.build());
        }

        /** Edits {@link CertificatesStatus#sa()}, starting from what is set. */
        public Builder sa(Consumer<CertificateStatus.Builder> edit) {
            var part = build().sa().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return sa(part.build());
        }

        /** Edits {@link CertificatesStatus#etcd()}, starting from what is set. */
        public Builder etcd(Consumer<EtcdCertificatesStatus.Builder> edit) {
            var part = build().etcd().map(EtcdCertificatesStatus::toBuilder).orElseGet(EtcdCertificatesStatus::builder);
            edit.accept(part);
            return etcd(part.build());
        }
    }
}
