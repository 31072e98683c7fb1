package io.kamaji.api.tenant;

import io.kamaji.api.internal.Frozen;
import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Edits everything that the Deployment's spec says about one component (kube-apiserver, kube-controller-manager, kube-scheduler or
 * kine), wherever it is kept. Quantities are Kubernetes', such as {@code 250m} or {@code 512Mi}. What a component has no place for
 * (kine has no probes, mounts or security context) throws {@link UnsupportedOperationException}. Not thread-safe.
 */
public final class ComponentBuilder {
    private final Component component;
    private final DeploymentSpec.Builder deployment;

    ComponentBuilder(Component component, DeploymentSpec.Builder deployment) {
        this.component = component;
        this.deployment = deployment;
    }

    /** Sets a flag without looking for an earlier one: {@code arg("--v", "2")} appends {@code --v=2}. */
    public ComponentBuilder arg(String flag, String value) {
        return args(flag + "=" + value);
    }

    /** Appends flags as they are. */
    public ComponentBuilder args(String... flags) {
        deployment.extraArgs(args -> {
            var all = Frozen.append(component.args.get(args.build()), List.of(flags));
            component.args.set(args, Optional.of(all));
        });
        return this;
    }

    /** Sets the CPU request. */
    public ComponentBuilder requestCpu(String quantity) {
        return resource("requests", "cpu", quantity);
    }

    /** Sets the memory request. */
    public ComponentBuilder requestMemory(String quantity) {
        return resource("requests", "memory", quantity);
    }

    /** Sets the CPU limit. */
    public ComponentBuilder limitCpu(String quantity) {
        return resource("limits", "cpu", quantity);
    }

    /** Sets the memory limit. */
    public ComponentBuilder limitMemory(String quantity) {
        return resource("limits", "memory", quantity);
    }

    private ComponentBuilder resource(String kind, String name, String quantity) {
        return resources(all -> all.update(kind, of -> of.with(name, quantity)));
    }

    /** Changes the core/v1 ResourceRequirements as a whole. */
    public ComponentBuilder resources(UnaryOperator<JsonObject> change) {
        deployment.resources(resources -> component.resources.set(
                resources,
                Optional.of(
                        change.apply(component.resources.get(resources.build()).orElse(JsonObject.EMPTY)))));
        return this;
    }

    /** Appends a core/v1 VolumeMount. */
    public ComponentBuilder volumeMount(JsonObject mount) {
        deployment.additionalVolumeMounts(mounts -> component.mounts.set(
                mounts, Optional.of(Frozen.append(component.mounts.get(mounts.build()), List.of(mount)))));
        return this;
    }

    /** Mounts a volume read-only. */
    public ComponentBuilder volumeMount(String volume, String path) {
        return volumeMount(JsonObject.of("name", volume, "mountPath", path, "readOnly", true));
    }

    /** Edits the overrides of the three probes. */
    public ComponentBuilder probes(Consumer<ProbeSet.Builder> edit) {
        deployment.probes(probes -> {
            var set = component
                    .probes
                    .get(probes.build())
                    .map(ProbeSet::toBuilder)
                    .orElseGet(ProbeSet::builder);
            edit.accept(set);
            component.probes.set(probes, Optional.of(set.build()));
        });
        return this;
    }

    /** Sets the core/v1 SecurityContext. */
    public ComponentBuilder securityContext(JsonObject context) {
        deployment.containerSecurityContexts(contexts -> component.securityContext.set(contexts, Optional.of(context)));
        return this;
    }
}
