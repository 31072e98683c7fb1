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

/** The kubeconfigs of the tenant. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKubeconfigsStatus.class)
@JsonDeserialize(as = ImmutableKubeconfigsStatus.class)
public abstract class KubeconfigsStatus {
    KubeconfigsStatus() {}

    /** admin and super-admin. */
    public abstract Optional<CertificateStatus> admin();

    /** kube-controller-manager. */
    public abstract Optional<CertificateStatus> controllerManager();

    /** kube-scheduler. */
    public abstract Optional<CertificateStatus> scheduler();

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

    /** Builds a {@link KubeconfigsStatus}; not thread-safe. */
    public static class Builder extends ImmutableKubeconfigsStatus.Builder {
        Builder() {}

        /** Edits {@link KubeconfigsStatus#admin()}, starting from what is set. */
        public Builder admin(Consumer<CertificateStatus.Builder> edit) {
            var part = build().admin().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return admin(part.build());
        }

        /** Edits {@link KubeconfigsStatus#controllerManager()}, starting from what is set. */
        public Builder controllerManager(Consumer<CertificateStatus.Builder> edit) {
            var part = build().controllerManager()
                    .map(CertificateStatus::toBuilder)
                    .orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return controllerManager(part.build());
        }

        /** Edits {@link KubeconfigsStatus#scheduler()}, starting from what is set. */
        public Builder scheduler(Consumer<CertificateStatus.Builder> edit) {
            var part = build().scheduler().map(CertificateStatus::toBuilder).orElseGet(CertificateStatus::builder);
            edit.accept(part);
            return scheduler(part.build());
        }
    }
}
