package io.kamaji.api.tenant.status;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** What was observed of a tenant control plane. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableTenantControlPlaneStatus.class)
@JsonDeserialize(as = ImmutableTenantControlPlaneStatus.class)
public abstract class TenantControlPlaneStatus {
    TenantControlPlaneStatus() {}

    /** Generation of the last pass that did everything. */
    public abstract Optional<Long> observedGeneration();

    /** {@code host:port}, IPv6 in brackets. */
    public abstract Optional<String> controlPlaneEndpoint();

    /** Storage. */
    public abstract Optional<StorageStatus> storage();

    /** PKI. */
    public abstract Optional<CertificatesStatus> certificates();

    /** Kubeconfigs. */
    public abstract Optional<KubeconfigsStatus> kubeconfig();

    /** Stored kubeadm configuration. */
    public abstract Optional<KubeadmConfigStatus> kubeadmconfig();

    /** kubeadm phases. */
    public abstract Optional<KubeadmPhaseStatus> kubeadmPhase();

    /** Objects of the admin cluster. */
    public abstract Optional<KubernetesResourcesStatus> kubernetesResources();

    /** Add-ons. */
    public abstract Optional<AddonsStatus> addons();

    /** meta/v1 Condition; not part of the reference's schema. */
    public abstract Optional<List<JsonObject>> conditions();

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

    /** Builds a {@link TenantControlPlaneStatus}; not thread-safe. */
    public static class Builder extends ImmutableTenantControlPlaneStatus.Builder {
        Builder() {}

        /** Edits {@link TenantControlPlaneStatus#storage()}, starting from what is set. */
        public Builder storage(Consumer<StorageStatus.Builder> edit) {
            var part = build().storage().map(StorageStatus::toBuilder).orElseGet(StorageStatus::builder);
            edit.accept(part);
            return storage(part.build());
        }

        /** Edits {@link TenantControlPlaneStatus#certificates()}, starting from what is set. */
        public Builder certificates(Consumer<CertificatesStatus.Builder> edit) {
            var part = build().certificates().map(CertificatesStatus::toBuilder).orElseGet(CertificatesStatus::builder);
            edit.accept(part);
            return certificates(part.build());
        }

        /** Edits {@link TenantControlPlaneStatus#kubeconfig()}, starting from what is set. */
        public Builder kubeconfig(Consumer<KubeconfigsStatus.Builder> edit) {
            var part = build().kubeconfig().map(KubeconfigsStatus::toBuilder).orElseGet(KubeconfigsStatus::builder);
            edit.accept(part);
            return kubeconfig(part.build());
        }

        /** Edits {@link TenantControlPlaneStatus#kubeadmconfig()}, starting from what is set. */
        public Builder kubeadmconfig(Consumer<KubeadmConfigStatus.Builder> edit) {
            var part =
                    build().kubeadmconfig().map(KubeadmConfigStatus::toBuilder).orElseGet(KubeadmConfigStatus::builder);
            edit.accept(part);
            return kubeadmconfig(part.build());
        }

        /** Edits {@link TenantControlPlaneStatus#kubeadmPhase()}, starting from what is set. */
        public Builder kubeadmPhase(Consumer<KubeadmPhaseStatus.Builder> edit) {
            var part = build().kubeadmPhase().map(KubeadmPhaseStatus::toBuilder).orElseGet(KubeadmPhaseStatus::builder);
            edit.accept(part);
            return kubeadmPhase(part.build());
        }

        /** Edits {@link TenantControlPlaneStatus#kubernetesResources()}, starting from what is set. */
        public Builder kubernetesResources(Consumer<KubernetesResourcesStatus.Builder> edit) {
            var part = build().kubernetesResources()
                    .map(KubernetesResourcesStatus::toBuilder)
                    .orElseGet(KubernetesResourcesStatus::builder);
            edit.accept(part);
            return kubernetesResources(part.build());
        }

        /** Edits {@link TenantControlPlaneStatus#addons()}, starting from what is set. */
        public Builder addons(Consumer<AddonsStatus.Builder> edit) {
            var part = build().addons().map(AddonsStatus::toBuilder).orElseGet(AddonsStatus::builder);
            edit.accept(part);
            return addons(part.build());
        }

        /** Appends to {@link TenantControlPlaneStatus#conditions()}. */
        public Builder addCondition(JsonObject... more) {
            return conditions(Frozen.append(build().conditions(), List.of(more)));
        }
    }
}
