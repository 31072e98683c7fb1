package io.kamaji.api.datastore;

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

/** TLS of the datastore. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableTlsConfig.class)
@JsonDeserialize(as = ImmutableTlsConfig.class)
public abstract class TlsConfig {
    TlsConfig() {}

    /** CA of the datastore's certificate; required. */
    @Value.Default
    public CertificateAuthorityRef certificateAuthority() {
        return CertificateAuthorityRef.builder().build();
    }

    /** Client certificate of the administrator; required with etcd, else default none. */
    public abstract Optional<ClientCertificateRef> clientCertificate();

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

    /** Builds a {@link TlsConfig}; not thread-safe. */
    public static class Builder extends ImmutableTlsConfig.Builder {
        Builder() {}

        /** Edits {@link TlsConfig#certificateAuthority()}, starting from what is set. */
        public Builder certificateAuthority(Consumer<CertificateAuthorityRef.Builder> edit) {
            var part = build().certificateAuthority().toBuilder();
            edit.accept(part);
            return certificateAuthority(part.build());
        }

        /** Edits {@link TlsConfig#clientCertificate()}, starting from what is set. */
        public Builder clientCertificate(Consumer<ClientCertificateRef.Builder> edit) {
            var part = build().clientCertificate()
                    .map(ClientCertificateRef::toBuilder)
                    .orElseGet(ClientCertificateRef::builder);
            edit.accept(part);
            return clientCertificate(part.build());
        }
    }
}
