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

/** The tenant's storage. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableStorageStatus.class)
@JsonDeserialize(as = ImmutableStorageStatus.class)
public abstract class StorageStatus {
    StorageStatus() {}

    /** Driver of the datastore. */
    public abstract Optional<String> driver();

    /** Datastore in use. */
    public abstract Optional<String> dataStoreName();

    /** Credentials. */
    public abstract Optional<StorageConfigStatus> config();

    /** What was set up. */
    public abstract Optional<StorageSetupStatus> setup();

    /** Client certificate. */
    public abstract Optional<CertificateStatus> certificate();

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

    /** Builds a {@link StorageStatus}; not thread-safe. */
    public static class Builder extends ImmutableStorageStatus.Builder {
        Builder() {}

        /** Edits {@link StorageStatus#config()}, starting from what is set. */
        public Builder config(Consumer<StorageConfigStatus.Builder> edit) {
            var part = build().config().map(StorageConfigStatus::toBuilder).orElseGet(StorageConfigStatus::builder);
            edit.accept(part);
            return config(part.build());
        }

        /** Edits {@link StorageStatus#setup()}, starting from what is set. */
        public Builder setup(Consumer<StorageSetupStatus.Builder> edit) {
            var part = build().setup().map(StorageSetupStatus::toBuilder).orElseGet(StorageSetupStatus::builder);
            edit.accept(part);
            return setup(part.build());
        }

        /** Edits {@link StorageStatus#certificate()}, starting from what is set. */
        public Builder certificate(Consumer<CertificateStatus.Builder> edit) {
            var part = build().certificate().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return certificate(part.build());
        }
    }
}
