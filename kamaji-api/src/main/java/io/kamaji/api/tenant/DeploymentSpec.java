package io.kamaji.api.tenant;

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

/** The Deployment that runs the control plane. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
@JsonSerialize(as = ImmutableDeploymentSpec.class)
@JsonDeserialize(as = ImmutableDeploymentSpec.class)
public abstract class DeploymentSpec {
    DeploymentSpec() {}

    /** Number of pods, at least 0; default 2; 0 puts the tenant to sleep. */
    public abstract Optional<Integer> replicas();

    /** Where the images of the control plane come from; absent: {@code registry.k8s.io}. */
    public abstract Optional<RegistrySettings> registrySettings();

    /** Labels of the nodes of the admin cluster that may run the pods; default any node. */
    public abstract Optional<Map<String, String>> nodeSelector();

    /** Name of the pods' RuntimeClass; absent or empty: the admin cluster's default. */
    public abstract Optional<String> runtimeClassName();

    /**
     * How pods are replaced (apps/v1 DeploymentStrategy); default RollingUpdate with maxUnavailable 0 and maxSurge 100%.
     */
    public abstract Optional<JsonObject> strategy();

    /** Taints that the pods tolerate (core/v1 Toleration); default none. */
    public abstract Optional<List<JsonObject>> tolerations();

    /** Affinity of the pods (core/v1 Affinity); default none. */
    public abstract Optional<JsonObject> affinity();

    /**
     * How the pods are spread (core/v1 TopologySpreadConstraint); absent: over zones and nodes where that can be; an empty list:
     * not at all; a constraint without labelSelector has the Deployment's.
     */
    public abstract Optional<List<JsonObject>> topologySpreadConstraints();

    /** Requests and limits of the containers; default none. */
    public abstract Optional<ControlPlaneResources> resources();

    /** Further flags of the components; default none. */
    public abstract Optional<ExtraArgs> extraArgs();

    /** Labels and annotations of the Deployment; default none. */
    public abstract Optional<AdditionalMetadata> additionalMetadata();

    /** Labels and annotations of the pods; default none. */
    public abstract Optional<AdditionalMetadata> podAdditionalMetadata();

    /** Further init containers (core/v1 Container), before Kamaji's; default none. */
    public abstract Optional<List<JsonObject>> additionalInitContainers();

    /**
     * Further containers (core/v1 Container), before Kamaji's; one named {@code kine} overrides kine's image; default none.
     */
    public abstract Optional<List<JsonObject>> additionalContainers();

    /** Further volumes (core/v1 Volume), before Kamaji's; default none. */
    public abstract Optional<List<JsonObject>> additionalVolumes();

    /** Further mounts of the components; default none. */
    public abstract Optional<AdditionalVolumeMounts> additionalVolumeMounts();

    /** Overrides of the probes; default none. */
    public abstract Optional<Probes> probes();

    /** Service account of the pods; default {@code default}. */
    public abstract Optional<String> serviceAccountName();

    /** Whether the pods get a token of the admin cluster; default as the admin cluster has it, which is true. Nothing in them needs it. */
    public abstract Optional<Boolean> automountServiceAccountToken();

    /** Security contexts (core/v1 SecurityContext) of the control plane's containers; default none. */
    public abstract Optional<ContainerSecurityContexts> containerSecurityContexts();

    /** Security context of the pods (core/v1 PodSecurityContext); default none. */
    public abstract Optional<JsonObject> podSecurityContext();

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

    /** Builds a {@link DeploymentSpec}; not thread-safe. */
    public static class Builder extends ImmutableDeploymentSpec.Builder {
        Builder() {}

        /** Edits all that is said about kube-apiserver. */
        public Builder apiServer(Consumer<ComponentBuilder> edit) {
            edit.accept(new ComponentBuilder(Component.API_SERVER, this));
            return this;
        }

        /** Edits all that is said about kube-controller-manager. */
        public Builder controllerManager(Consumer<ComponentBuilder> edit) {
            edit.accept(new ComponentBuilder(Component.CONTROLLER_MANAGER, this));
            return this;
        }

        /** Edits all that is said about kube-scheduler. */
        public Builder scheduler(Consumer<ComponentBuilder> edit) {
            edit.accept(new ComponentBuilder(Component.SCHEDULER, this));
            return this;
        }

        /** Edits all that is said about kine. */
        public Builder kine(Consumer<ComponentBuilder> edit) {
            edit.accept(new ComponentBuilder(Component.KINE, this));
            return this;
        }

        /** Edits {@link DeploymentSpec#registrySettings()}, starting from what is set. */
        public Builder registrySettings(Consumer<RegistrySettings.Builder> edit) {
            var part =
                    build().registrySettings().map(RegistrySettings::toBuilder).orElseGet(RegistrySettings::builder);
            edit.accept(part);
            return registrySettings(part.build());
        }

        /** Sets one entry of {@link DeploymentSpec#nodeSelector()}. */
        public Builder putNodeSelector(String key, String value) {
            return nodeSelector(Frozen.put(build().nodeSelector(), key, value));
        }

        /** Appends to {@link DeploymentSpec#tolerations()}. */
        public Builder addToleration(JsonObject... more) {
            return tolerations(Frozen.append(build().tolerations(), List.of(more)));
        }

        /** Appends to {@link DeploymentSpec#topologySpreadConstraints()}. */
        public Builder addTopologySpreadConstraint(JsonObject... more) {
            return topologySpreadConstraints(Frozen.append(build().topologySpreadConstraints(), List.of(more)));
        }

        /** Edits {@link DeploymentSpec#resources()}, starting from what is set. */
        public Builder resources(Consumer<ControlPlaneResources.Builder> edit) {
            var part =
                    build().resources().map(ControlPlaneResources::toBuilder).orElseGet(ControlPlaneResources::builder);
            edit.accept(part);
            return resources(part.build());
        }

        /** Edits {@link DeploymentSpec#extraArgs()}, starting from what is set. */
        public Builder extraArgs(Consumer<ExtraArgs.Builder> edit) {
            var part = build().extraArgs().map(ExtraArgs::toBuilder).orElseGet(ExtraArgs::builder);
            edit.accept(part);
            return extraArgs(part.build());
        }

        /** Edits {@link DeploymentSpec#additionalMetadata()}, starting from what is set. */
        public Builder additionalMetadata(Consumer<AdditionalMetadata.Builder> edit) {
            var part = build().additionalMetadata()
                    .map(AdditionalMetadata::toBuilder)
                    .orElseGet(AdditionalMetadata::builder);
            edit.accept(part);
            return additionalMetadata(part.build());
        }

        /** Edits {@link DeploymentSpec#podAdditionalMetadata()}, starting from what is set. */
        public Builder podAdditionalMetadata(Consumer<AdditionalMetadata.Builder> edit) {
            var part = build().podAdditionalMetadata()
                    .map(AdditionalMetadata::toBuilder)
                    .orElseGet(AdditionalMetadata::builder);
            edit.accept(part);
            return podAdditionalMetadata(part.build());
        }

        /** Appends to {@link DeploymentSpec#additionalInitContainers()}. */
        public Builder addAdditionalInitContainer(JsonObject... more) {
            return additionalInitContainers(Frozen.append(build().additionalInitContainers(), List.of(more)));
        }

        /** Appends to {@link DeploymentSpec#additionalContainers()}. */
        public Builder addAdditionalContainer(JsonObject... more) {
            return additionalContainers(Frozen.append(build().additionalContainers(), List.of(more)));
        }

        /** Appends to {@link DeploymentSpec#additionalVolumes()}. */
        public Builder addAdditionalVolume(JsonObject... more) {
            return additionalVolumes(Frozen.append(build().additionalVolumes(), List.of(more)));
        }

        /** Edits {@link DeploymentSpec#additionalVolumeMounts()}, starting from what is set. */
        public Builder additionalVolumeMounts(Consumer<AdditionalVolumeMounts.Builder> edit) {
            var part = build().additionalVolumeMounts()
                    .map(AdditionalVolumeMounts::toBuilder)
                    .orElseGet(AdditionalVolumeMounts::builder);
            edit.accept(part);
            return additionalVolumeMounts(part.build());
        }

        /** Edits {@link DeploymentSpec#probes()}, starting from what is set. */
        public Builder probes(Consumer<Probes.Builder> edit) {
            var part = build().probes().map(Probes::toBuilder).orElseGet(Probes::builder);
            edit.accept(part);
            return probes(part.build());
        }

        /** Edits {@link DeploymentSpec#containerSecurityContexts()}, starting from what is set. */
        public Builder containerSecurityContexts(Consumer<ContainerSecurityContexts.Builder> edit) {
            var part = build().containerSecurityContexts()
                    .map(ContainerSecurityContexts::toBuilder)
                    .orElseGet(ContainerSecurityContexts::builder);
            edit.accept(part);
            return containerSecurityContexts(part.build());
        }
    }
}
