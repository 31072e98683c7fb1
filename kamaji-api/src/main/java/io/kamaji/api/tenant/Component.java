package io.kamaji.api.tenant;

import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Where the parts of the Deployment's spec keep what they say about one component. */
enum Component {
    API_SERVER(
            new Place<>(ControlPlaneResources::apiServer, ControlPlaneResources.Builder::apiServer),
            new Place<>(ExtraArgs::apiServer, ExtraArgs.Builder::apiServer),
            new Place<>(AdditionalVolumeMounts::apiServer, AdditionalVolumeMounts.Builder::apiServer),
            new Place<>(Probes::apiServer, Probes.Builder::apiServer),
            new Place<>(ContainerSecurityContexts::apiServer, ContainerSecurityContexts.Builder::apiServer)),
    CONTROLLER_MANAGER(
            new Place<>(ControlPlaneResources::controllerManager, ControlPlaneResources.Builder::controllerManager),
            new Place<>(ExtraArgs::controllerManager, ExtraArgs.Builder::controllerManager),
            new Place<>(AdditionalVolumeMounts::controllerManager, AdditionalVolumeMounts.Builder::controllerManager),
            new Place<>(Probes::controllerManager, Probes.Builder::controllerManager),
            new Place<>(
                    ContainerSecurityContexts::controllerManager,
                    ContainerSecurityContexts.Builder::controllerManager)),
    SCHEDULER(
            new Place<>(ControlPlaneResources::scheduler, ControlPlaneResources.Builder::scheduler),
            new Place<>(ExtraArgs::scheduler, ExtraArgs.Builder::scheduler),
            new Place<>(AdditionalVolumeMounts::scheduler, AdditionalVolumeMounts.Builder::scheduler),
            new Place<>(Probes::scheduler, Probes.Builder::scheduler),
            new Place<>(ContainerSecurityContexts::scheduler, ContainerSecurityContexts.Builder::scheduler)),
    KINE(
            new Place<>(ControlPlaneResources::kine, ControlPlaneResources.Builder::kine),
            new Place<>(ExtraArgs::kine, ExtraArgs.Builder::kine),
            Place.none(),
            Place.none(),
            Place.none());

    /** How a field is read and, on a builder, set. */
    record Place<T, B, V>(Function<T, Optional<V>> getter, BiConsumer<B, Optional<V>> setter) {
        Optional<V> get(T value) {
            return getter.apply(value);
        }

        void set(B builder, Optional<V> value) {
            setter.accept(builder, value);
        }

        static <T, B, V> Place<T, B, V> none() {
            return new Place<>(value -> Optional.empty(), (builder, value) -> {
                throw new UnsupportedOperationException("kine has only resources and args");
            });
        }
    }

    final Place<ControlPlaneResources, ControlPlaneResources.Builder, JsonObject> resources;
    final Place<ExtraArgs, ExtraArgs.Builder, List<String>> args;
    final Place<AdditionalVolumeMounts, AdditionalVolumeMounts.Builder, List<JsonObject>> mounts;
    final Place<Probes, Probes.Builder, ProbeSet> probes;
    final Place<ContainerSecurityContexts, ContainerSecurityContexts.Builder, JsonObject> securityContext;

    Component(
            Place<ControlPlaneResources, ControlPlaneResources.Builder, JsonObject> resources,
            Place<ExtraArgs, ExtraArgs.Builder, List<String>> args,
            Place<AdditionalVolumeMounts, AdditionalVolumeMounts.Builder, List<JsonObject>> mounts,
            Place<Probes, Probes.Builder, ProbeSet> probes,
            Place<ContainerSecurityContexts, ContainerSecurityContexts.Builder, JsonObject> securityContext) {
        this.resources = resources;
        this.args = args;
        this.mounts = mounts;
        this.probes = probes;
        this.securityContext = securityContext;
    }
}
