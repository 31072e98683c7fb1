package io.kamaji.api.tenant;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kamaji.api.internal.Frozen;
import io.kamaji.api.internal.ValueStyle;
import io.kamaji.api.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.immutables.value.Value;

/** The Kubernetes version of the tenant and what goes with it. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableKubernetesSpec.class)
@JsonDeserialize(as = ImmutableKubernetesSpec.class)
public abstract class KubernetesSpec {
    /** Who issues a tenant's service account tokens, unless a flag of kube-apiserver names another. */
    public static final String SERVICE_ACCOUNT_ISSUER = "https://kubernetes.default.svc.cluster.local";

    KubernetesSpec() {}

    /**
     * Full version, such as {@code v1.36.3}, with or without {@code v}; also the image tag; required. It may go up by one
     * minor version at a time and never down.
     */
    @Value.Default
    public String version() {
        return "";
    }

    /** Settings of the kubelets; default all of theirs. */
    @Value.Default
    public Kubelet kubelet() {
        return Kubelet.builder().build();
    }

    /**
     * Names for {@code --enable-admission-plugins}, of those that the resource definition lists; default
     * {@code CertificateApproval}, {@code CertificateSigning}, {@code CertificateSubjectRestriction},
     * {@code DefaultIngressClass}, {@code DefaultStorageClass}, {@code DefaultTolerationSeconds}, {@code LimitRanger},
     * {@code MutatingAdmissionWebhook}, {@code NamespaceLifecycle}, {@code PersistentVolumeClaimResize}, {@code Priority},
     * {@code ResourceQuota}, {@code RuntimeClass}, {@code ServiceAccount}, {@code StorageObjectInUseProtection},
     * {@code TaintNodesByCondition}, {@code ValidatingAdmissionWebhook}.
     */
    public abstract Optional<List<String>> admissionControllers();

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

    /** Builds a {@link KubernetesSpec}; not thread-safe. */
    public static class Builder extends ImmutableKubernetesSpec.Builder {
        Builder() {}

        /** Edits {@link KubernetesSpec#kubelet()}, starting from what is set. */
        public Builder kubelet(Consumer<Kubelet.Builder> edit) {
            var part = build().kubelet().toBuilder();
            edit.accept(part);
            return kubelet(part.build());
        }

        /** Appends to {@link KubernetesSpec#admissionControllers()}. */
        public Builder addAdmissionController(String... more) {
            return admissionControllers(Frozen.append(build().admissionControllers(), List.of(more)));
        }
    }
}
