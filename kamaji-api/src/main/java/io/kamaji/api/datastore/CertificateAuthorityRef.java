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

/** The CA of the datastore. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableCertificateAuthorityRef.class)
@JsonDeserialize(as = ImmutableCertificateAuthorityRef.class)
public abstract class CertificateAuthorityRef {
    CertificateAuthorityRef() {}

    /** Certificate, in PEM; required. */
    @Value.Default
    public ContentRef certificate() {
        return ContentRef.builder().build();
    }

    /** Key, in PEM; with etcd, which requires it, it signs the tenants' client certificates. */
    public abstract Optional<ContentRef> privateKey();

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

    /** Builds a {@link CertificateAuthorityRef}; not thread-safe. */
    public static class Builder extends ImmutableCertificateAuthorityRef.Builder {
        Builder() {}

        /** Edits {@link CertificateAuthorityRef#certificate()}, starting from what is set. */
        public Builder certificate(Consumer<ContentRef.Builder> edit) {
            var part = build().certificate().toBuilder();
            edit.accept(part);
            return certificate(part.build());
        }

        /** Edits {@link CertificateAuthorityRef#privateKey()}, starting from what is set. */
        public Builder privateKey(Consumer<ContentRef.Builder> edit) {
            var part = build().privateKey().map(ContentRef::toBuilder).orElseGet(ContentRef::builder);
            edit.accept(part);
            return privateKey(part.build());
        }
    }
}
