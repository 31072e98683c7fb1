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

/** Legacy; nobody writes it. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableEtcdCertificatesStatus.class)
@JsonDeserialize(as = ImmutableEtcdCertificatesStatus.class)
public abstract class EtcdCertificatesStatus {
    EtcdCertificatesStatus() {}

    /** Certificate for kube-apiserver as a client of that etcd. */
    public abstract Optional<CertificateStatus> apiServer();

    /** Authority of that etcd. */
    public abstract Optional<CertificateStatus> ca();

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

    /** Builds a {@link EtcdCertificatesStatus}; not thread-safe. */
    public static class Builder extends ImmutableEtcdCertificatesStatus.Builder {
        Builder() {}

        /** Edits {@link EtcdCertificatesStatus#apiServer()}, starting from what is set. */
        public Builder apiServer(Consumer<CertificateStatus.Builder> edit) {
            var part = build().apiServer().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return apiServer(part.build());
        }

        /** Edits {@link EtcdCertificatesStatus#ca()}, starting from what is set. */
        public Builder ca(Consumer<CertificateStatus.Builder> edit) {
            var part = build().ca().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return ca(part.build());
        }
    }
}
