package io.kamaji.core.component;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a component adds to a control plane: objects of either cluster and parts of the pod and the Service. Immutable. */
public final class Contribution {

    /** Where in the pod a container goes. */
    public enum Place {
        /** Runs to its end before the others start. */
        INIT,
        /** Starts before the containers and ends after them (an init container that is always restarted; admin cluster 1.29 on). */
        SIDECAR,
        /** Beside the others. */
        MAIN
    }

    /**
     * An object as the component means it; namespace, labels, owner and checksum are the assembler's.
     *
     * @param prefixed whether the name in the tree is a suffix to {@code <tcp>-}
     * @param waitsFor what must become known before it can be applied
     * @param sharing what of it others may take over
     */
    public record Part(Target target, JsonObject tree, boolean prefixed, Set<String> waitsFor, Sharing sharing) {
        public Part {
            waitsFor = Set.copyOf(waitsFor);
        }

        /** All of it is ours, and it can be applied at once. */
        public static Part of(Target target, JsonObject tree) {
            return new Part(target, tree, false, Set.of(), Sharing.ENFORCED);
        }
    }

    /** A container and how it is made. */
    public record ContainerPart(Place place, String name, Consumer<Container.Builder> build) {}

    /** A change to another component's container. */
    public record Extension(String container, Consumer<Container.Builder> change) {}

    private final List<Part> objects;
    private final List<ContainerPart> containers;
    private final List<Extension> extensions;
    private final List<Volume> volumes;
    private final List<ServicePort> servicePorts;
    private final List<Function<List<ServicePort>, JsonObject>> ofPorts;
    private final List<UnaryOperator<JsonObject>> podChanges;
    private final List<String> warnings;

    private Contribution(Builder builder) {
        objects = List.copyOf(builder.objects);
        containers = List.copyOf(builder.containers);
        extensions = List.copyOf(builder.extensions);
        volumes = List.copyOf(builder.volumes);
        servicePorts = List.copyOf(builder.servicePorts);
        ofPorts = List.copyOf(builder.ofPorts);
        podChanges = List.copyOf(builder.podChanges);
        warnings = List.copyOf(builder.warnings);
    }

    /** In the order in which they were added. */
    public List<Part> objects() {
        return objects;
    }

    /** In the order in which they were added. */
    public List<ContainerPart> containers() {
        return containers;
    }

    /** In the order in which they were added. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** In the order in which they were added. */
    public List<Volume> volumes() {
        return volumes;
    }

    /** In the order in which they were added. */
    public List<ServicePort> servicePorts() {
        return servicePorts;
    }

    /** Objects of the admin cluster that are made of the Service's ports, which all components contribute. */
    public List<Function<List<ServicePort>, JsonObject>> ofPorts() {
        return ofPorts;
    }

    /** Changes of the pod's own fields (core/v1 PodSpec). */
    public List<UnaryOperator<JsonObject>> podChanges() {
        return podChanges;
    }

    /** For the plan. */
    public List<String> warnings() {
        return warnings;
    }

    /** A builder with nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link Contribution}; not thread-safe. */
    public static final class Builder {
        private final List<Part> objects = new ArrayList<>();
        private final List<ContainerPart> containers = new ArrayList<>();
        private final List<Extension> extensions = new ArrayList<>();
        private final List<Volume> volumes = new ArrayList<>();
        private final List<ServicePort> servicePorts = new ArrayList<>();
        private final List<Function<List<ServicePort>, JsonObject>> ofPorts = new ArrayList<>();
        private final List<UnaryOperator<JsonObject>> podChanges = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        private Builder() {}

        /** An object as it is to be; one of the admin cluster is given the tenant's namespace. */
        public Builder object(Target target, JsonObject tree) {
            return object(target, tree, Set.of());
        }

        /** An object that can't be applied before something is known. */
        public Builder object(Target target, JsonObject tree, Set<String> waitsFor) {
            return object(target, tree, waitsFor, Sharing.ENFORCED);
        }

        /** An object of which others may take over something. */
        public Builder object(Target target, JsonObject tree, Set<String> waitsFor, Sharing sharing) {
            objects.add(new Part(target, tree, false, waitsFor, sharing));
            return this;
        }

        /** Secret {@code <tcp>-<suffix>} of the admin cluster with plain values, each encoded later, and further labels. */
        public Builder secret(
                String suffix, Map<String, String> data, Map<String, String> labels, Set<String> waitsFor) {
            return keyed(ResourceTypes.SECRET, suffix, "stringData", data, labels, waitsFor);
        }

        /**
         * Secret {@code <tcp>-<suffix>} of the admin cluster with plain values, each encoded later, and annotations; deleted,
         * it stays to be read until its finalizers are taken away.
         */
        public Builder keptSecret(
                String suffix, Map<String, String> data, Map<String, String> annotations, List<String> finalizers) {
            var tree = Manifests.of(ResourceTypes.SECRET, suffix)
                    .annotations(annotations)
                    .metadata("finalizers", finalizers.isEmpty() ? null : finalizers)
                    .with("stringData", new TreeMap<>(data))
                    .build();
            objects.add(new Part(Target.ADMIN, tree, true, Set.of(), Sharing.ENFORCED));
            return this;
        }

        /** Secret {@code <tcp>-<suffix>} of the admin cluster with plain values, each encoded later. */
        public Builder secret(String suffix, Map<String, String> data) {
            return secret(suffix, data, Map.of(), Set.of());
        }

        /** ConfigMap {@code <tcp>-<suffix>} of the admin cluster. */
        public Builder configMap(String suffix, Map<String, String> data, Set<String> waitsFor) {
            return keyed(ResourceTypes.CONFIG_MAP, suffix, "data", data, Map.of(), waitsFor);
        }

        /** A container beside the others. */
        public Builder container(String name, Consumer<Container.Builder> build) {
            containers.add(new ContainerPart(Place.MAIN, name, build));
            return this;
        }

        /** A container that starts before the others and ends after them. */
        public Builder sidecar(String name, Consumer<Container.Builder> build) {
            containers.add(new ContainerPart(Place.SIDECAR, name, build));
            return this;
        }

        /** A container that ends before the others start. */
        public Builder initContainer(String name, Consumer<Container.Builder> build) {
            containers.add(new ContainerPart(Place.INIT, name, build));
            return this;
        }

        /** Changes a container of another component, after that one made it; refused if there is none of that name. */
        public Builder extend(String container, Consumer<Container.Builder> change) {
            extensions.add(new Extension(container, change));
            return this;
        }

        /** A volume of the pod. */
        public Builder volume(Volume volume) {
            volumes.add(volume);
            return this;
        }

        /** A port of the Service. */
        public Builder servicePort(ServicePort port) {
            servicePorts.add(port);
            return this;
        }

        /** An object of the admin cluster that is made of the Service's ports, which all components contribute. */
        public Builder ofPorts(Function<List<ServicePort>, JsonObject> made) {
            ofPorts.add(made);
            return this;
        }

        /** Changes the pod's own fields (core/v1 PodSpec); containers and volumes are not in it yet. */
        public Builder pod(UnaryOperator<JsonObject> change) {
            podChanges.add(change);
            return this;
        }

        /** Something to know before it is applied. */
        public Builder warning(String warning) {
            warnings.add(warning);
            return this;
        }

        /** Builds. */
        public Contribution build() {
            return new Contribution(this);
        }

        private Builder keyed(
                ResourceType type,
                String suffix,
                String field,
                Map<String, String> data,
                Map<String, String> labels,
                Set<String> waitsFor) {
            var tree = Manifests.of(type, suffix)
                    .labels(labels)
                    .with(field, new TreeMap<>(data))
                    .build();
            objects.add(new Part(Target.ADMIN, tree, true, waitsFor, Sharing.ENFORCED));
            return this;
        }
    }
}
