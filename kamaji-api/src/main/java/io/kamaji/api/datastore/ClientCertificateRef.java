package io.kamaji.api.datastore;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.Map;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** Client certificate of the datastore's administrator. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableClientCertificateRef.class)
@JsonDeserialize(as = ImmutableClientCertificateRef.class)
public abstract class ClientCertificateRef {
    ClientCertificateRef() {}

    /** Certificate, in PEM; required. */
    @Value.Default
    public ContentRef certificate() {
        return ContentRef.builder().build();
    }

    /** Key, in PEM; required with etcd. */
    @Value.Default
    public ContentRef privateKey() {
        return ContentRef.builder().build();
    }

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

    /** Builds a {@link ClientCertificateRef}; not thread-safe. */
    public static class Builder extends ImmutableClientCertificateRef.Builder {
        Builder() {}

        /** Edits {@link ClientCertificateRef#certificate()}, starting from what is set. */
        public Builder certificate(Consumer<ContentRef.Builder> edit) {
            var part = build().certificate().toBuilder();
            edit.accept(part);
            return certificate(part.build());
        }

        /** Edits {@link ClientCertificateRef#privateKey()}, starting from what is set. */
        public Builder privateKey(Consumer<ContentRef.Builder> edit) {
            var part = build().privateKey().toBuilder();
            edit.accept(part);
            return privateKey(part.build());
        }
    }
}
