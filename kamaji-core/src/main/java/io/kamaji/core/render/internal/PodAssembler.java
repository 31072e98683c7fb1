package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.AdditionalMetadata;
import io.kamaji.core.component.Container;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Contribution.ContainerPart;
import io.kamaji.core.component.Contribution.Place;
import io.kamaji.core.component.Registry;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.component.Volume;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the Deployment together from all contributions; the user's containers and volumes come first, as in the reference. */
final class PodAssembler {
    private final TenantView tenant;
    private final Registry registry;
    private final List<Contribution> contributions;
    private final List<String> warnings = new ArrayList<>();

    PodAssembler(TenantView tenant, Registry registry, List<Contribution> contributions) {
        this.tenant = tenant;
        this.registry = registry;
        this.contributions = contributions;
    }

    /** What of the user's was left out; after {@link #deployment()}. */
    List<String> warnings() {
        return warnings;
    }

    /** The Deployment, without checksums; empty if no component contributes a container. */
    Optional<JsonObject> deployment() {
        var main = containers(Place.MAIN);
        if (main.isEmpty()) {
            return Optional.empty();
        }
        var deployment = tenant.deployment();
        var additional = deployment.additionalMetadata();
        return Optional.of(Manifests.of(ResourceTypes.DEPLOYMENT, tenant.name())
                .labels(additional.flatMap(AdditionalMetadata::labels).orElse(Map.of()))
                .annotations(additional.flatMap(AdditionalMetadata::annotations).orElse(Map.of()))
                .annotation(Names.VERSION, tenant.version())
                .with(
                        "spec",
                        JsonObject.of("replicas", tenant.replicas())
                                .with("selector", Map.of("matchLabels", tenant.selector()))
                                .with("strategy", PodSettings.strategy(tenant))
                                .with("template", JsonObject.of("metadata", podMetadata(), "spec", podSpec(main))))
                .build());
    }

    private JsonObject podMetadata() {
        var additional = tenant.deployment().podAdditionalMetadata();
        Map<String, String> labels = new TreeMap<>();
        labels.put(
                "component.kamaji.clastix.io/datastore",
                Checksums.fitting(tenant.store().dataStoreName()));
        labels.put(Labels.COMPONENT, Assembler.NAME);
        additional.flatMap(AdditionalMetadata::labels).ifPresent(labels::putAll);
        labels.putAll(tenant.selector()); // without it the Deployment would not find its pods
        var annotations = Given.map(additional.flatMap(AdditionalMetadata::annotations));
        return JsonObject.of("labels", labels, "annotations", annotations.map(TreeMap::new));
    }

    private JsonObject podSpec(List<JsonObject> main) {
        var pod = JsonObject.EMPTY;
        for (var contribution : contributions) {
            for (var change : contribution.podChanges()) {
                pod = change.apply(pod);
            }
        }
        var init = new ArrayList<>(UserContainers.init(tenant));
        init.addAll(containers(Place.INIT));
        containers(Place.SIDECAR).forEach(sidecar -> init.add(sidecar.with("restartPolicy", "Always")));
        var all = new ArrayList<>(UserContainers.main(tenant, registry.sharedContainers()));
        all.addAll(main);
        var volumes = new ArrayList<>(tenant.deployment().additionalVolumes().orElse(List.of()));
        contributions.forEach(c -> c.volumes().stream().map(Volume::toJson).forEach(volumes::add));
        return pod.with("initContainers", init.isEmpty() ? null : init)
                .with("containers", all)
                .with("volumes", volumes);
    }

    private List<JsonObject> containers(Place place) {
        return contributions.stream()
                .flatMap(contribution -> contribution.containers().stream())
                .filter(part -> part.place() == place)
                .map(this::container)
                .toList();
    }

    private JsonObject container(ContainerPart part) {
        var builder = Container.builder(part.name());
        part.build().accept(builder);
        contributions.stream()
                .flatMap(contribution -> contribution.extensions().stream())
                .filter(extension -> extension.container().equals(part.name()))
                .forEach(extension -> extension.change().accept(builder));
        var container = builder.build();
        warnings.addAll(container.warnings());
        var base = registry.sharedContainers().contains(part.name())
                ? UserContainers.named(tenant, part.name()).orElse(JsonObject.EMPTY)
                : JsonObject.EMPTY;
        return base.plus(container.toJson());
    }
}
