package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Component;
import io.kamaji.core.component.Contribution;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Handling;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.component.Registry;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.component.Sharing;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.component.Volume;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Sha256;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Rendered;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Makes manifests of contributions: names, labels, owner, checksums, the Deployment and the Service's ports. */
public final class Assembler {
    /** Under which name the Deployment and what every component may contribute is declared. */
    public static final String NAME = "deployment";

    /** The Deployment, and Secrets and ConfigMaps of the admin cluster, which no component has to declare. */
    public static final Declaration DECLARATION = Declaration.builder()
            .kind(Target.ADMIN, ResourceTypes.SECRET, Trait.READ_BACK, Trait.MOUNTED)
            .kind(Target.ADMIN, ResourceTypes.CONFIG_MAP, Trait.READ_BACK, Trait.MOUNTED)
            .kind(Target.ADMIN, ResourceTypes.DEPLOYMENT, Trait.READ_BACK, Trait.RUNS)
            .consequences(RolloutConsequences.RULES)
            .build();

    private final TenantView tenant;
    private final Registry registry;
    private final Optional<JsonObject> owner;
    private final BiFunction<String, JsonObject, JsonObject> customize;
    private final List<Rendered.Part> parts = new ArrayList<>();

    /** @param customize given a kind and the tree, gives the tree as it is to be */
    public Assembler(
            TenantView tenant,
            Registry registry,
            Optional<JsonObject> owner,
            BiFunction<String, JsonObject, JsonObject> customize) {
        this.tenant = tenant;
        this.registry = registry;
        this.owner = owner;
        this.customize = customize;
    }

    /** Assembles what the components contribute, in their order; the Deployment comes after what it reads. */
    public Rendered assemble(List<Component> components, RenderContext context) {
        var contributions = new LinkedHashMap<Component, Contribution>();
        components.forEach(component -> contributions.put(component, component.contribute(context)));
        var all = List.copyOf(contributions.values());
        var warnings = new ArrayList<String>();
        var ports = all.stream().flatMap(c -> c.servicePorts().stream()).toList();
        requireKnownContainers(all);
        contributions.forEach(Assembler::requireDeclared);
        var writer = new CredentialWriter(context);
        contributions.forEach((component, contribution) -> {
            warnings.addAll(contribution.warnings());
            contribution
                    .ofPorts()
                    .forEach(made -> add(Contribution.Part.of(Target.ADMIN, made.apply(ports)), component.name()));
            writer.objects(contribution, component.declares().credentials())
                    .forEach(part -> add(part, component.name()));
        });
        var pod = new PodAssembler(tenant, registry, all);
        pod.deployment().ifPresent(this::addDeployment);
        warnings.addAll(pod.warnings());
        return new Rendered(ordered(), warnings.stream().distinct().toList());
    }

    /** Admin objects first; the Deployment after all that it reads. */
    private List<Rendered.Part> ordered() {
        var ordered = new ArrayList<Rendered.Part>();
        for (var target : Target.values()) {
            parts.stream().filter(part -> part.manifest().target() == target).forEach(ordered::add);
        }
        return ordered;
    }

    private void add(Contribution.Part part, String component) {
        var tree = part.tree();
        var target = part.target();
        var waitsFor = part.waitsFor();
        var named = part.prefixed()
                ? tree.update(
                        "metadata",
                        m -> m.with("name", tenant.objectName(m.text("name").orElseThrow())))
                : tree;
        var label = part.prefixed() ? tree.text("metadata", "name").orElseThrow() : component;
        var encoded = encoded(named, waitsFor);
        var custom = custom(target == Target.ADMIN ? withMetadata(encoded, label) : found(encoded, component));
        var ref = ObjectRef.of(custom);
        var checked = target == Target.ADMIN && (ResourceTypes.SECRET.is(ref) || ResourceTypes.CONFIG_MAP.is(ref))
                ? annotated(custom, Map.of(Names.CHECKSUM, checksum(custom, waitsFor)))
                : custom;
        parts.add(new Rendered.Part(
                new Manifest(target, checked),
                component,
                waitsFor,
                part.sharing(),
                requireHandling(component, target, ref)));
    }

    private void addDeployment(JsonObject tree) {
        var custom = custom(withMetadata(tree, NAME));
        var podSpec = custom.object("spec", "template", "spec");
        var sums = new TreeMap<String, String>();
        var waitsFor = new HashSet<String>();
        for (var read : Checksums.readBy(podSpec)) {
            for (var part : parts) {
                var ref = part.manifest().ref();
                if (part.manifest().target() == Target.ADMIN
                        && read.equals(ref.kind() + "/" + ref.name())
                        && ref.apiVersion().equals("v1")) {
                    waitsFor.addAll(part.waitsFor());
                    sums.merge(
                            "checksum.kamaji.clastix.io/" + Checksums.fitting(suffix(ref.name())),
                            checksum(part.manifest().tree(), part.waitsFor()),
                            (one, other) -> Sha256.hex(one + other));
                }
            }
        }
        waitsFor.addAll(tenant.endpoints().advertised().waitsFor());
        var hashed = custom.update("spec", spec -> spec.update("template", template -> annotated(template, sums)));
        parts.add(new Rendered.Part(
                new Manifest(Target.ADMIN, hashed),
                NAME,
                waitsFor,
                Sharing.ENFORCED,
                requireHandling(NAME, Target.ADMIN, ObjectRef.of(hashed))));
    }

    private String suffix(String name) {
        return name.startsWith(tenant.name() + "-")
                ? name.substring(tenant.name().length() + 1)
                : name;
    }

    private JsonObject custom(JsonObject tree) {
        var ref = ObjectRef.of(tree);
        var custom = customize.apply(ref.kind(), tree);
        if (!ObjectRef.of(custom).equals(ref)) {
            throw new IllegalStateException("customizing made " + ObjectRef.of(custom) + " of " + ref);
        }
        return custom;
    }

    private JsonObject withMetadata(JsonObject tree, String component) {
        return tree.update("metadata", metadata -> {
            var labels = new TreeMap<>(metadata.texts("labels"));
            labels.putAll(tenant.labels(component)); // ownership is told by them: nobody else's go over them
            return JsonObject.of("name", metadata.text("name"), "namespace", tenant.namespace(), "labels", labels)
                    .plus(metadata.without("name").without("labels"))
                    .with("ownerReferences", owner.map(List::of));
        });
    }

    /** In the tenant {@code project} says that an object is ours, so that it is found when it is no longer contributed. */
    private static JsonObject found(JsonObject tree, String component) {
        var isNamed = tree.text("metadata", "labels", Labels.COMPONENT).isPresent();
        var named = isNamed ? tree : AddonObjects.labelled(tree, Map.of(Labels.COMPONENT, component));
        return AddonObjects.labelled(named, AddonObjects.PROJECT);
    }

    private static JsonObject annotated(JsonObject tree, Map<String, String> annotations) {
        return annotations.isEmpty()
                ? tree
                : tree.update("metadata", metadata -> {
                    var all = new TreeMap<>(metadata.texts("annotations"));
                    all.putAll(annotations);
                    return metadata.with("annotations", all);
                });
    }

    /** A Secret's plain values as the wire has them; a placeholder stays readable. */
    private static JsonObject encoded(JsonObject tree, Set<String> waitsFor) {
        if (!tree.has("stringData")) {
            return tree;
        }
        var data = new TreeMap<String, String>();
        tree.texts("stringData")
                .forEach((key, value) -> data.put(
                        key,
                        waitsFor.contains(value)
                                ? value
                                : Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return tree.without("stringData").with("data", data);
    }

    private static String checksum(JsonObject tree, Set<String> waitsFor) {
        return waitsFor.isEmpty()
                ? Checksums.of(tree)
                : waitsFor.stream().sorted().findFirst().orElseThrow();
    }

    private static void requireKnownContainers(List<Contribution> contributions) {
        var names = new HashSet<String>();
        for (var contribution : contributions) {
            for (var container : contribution.containers()) {
                if (!names.add(container.name())) {
                    throw new IllegalStateException("two components contribute container " + container.name());
                }
            }
        }
        contributions.forEach(contribution -> contribution.extensions().forEach(extension -> {
            if (!names.contains(extension.container())) {
                throw new IllegalStateException("no container " + extension.container() + " to extend");
            }
        }));
    }

    /** What is not declared could be neither seen nor pruned. */
    private Handling requireHandling(String component, Target target, ObjectRef ref) {
        if (!registry.isDeclared(component, target, ref) && !registry.isDeclared(NAME, target, ref)) {
            throw new IllegalStateException("component " + component + " contributes " + ref + " to the " + target
                    + " cluster and does not declare " + ref.apiVersion() + " " + ref.kind());
        }
        return registry.handling(component, target, ref);
    }

    /** Names that are not declared could be those of a user's. */
    private static void requireDeclared(Component component, Contribution contribution) {
        var declared = component.declares();
        contribution.containers().stream()
                .map(Contribution.ContainerPart::name)
                .filter(name -> !declared.containers().contains(name)
                        && !declared.sharedContainers().contains(name))
                .forEach(name -> {
                    throw new IllegalStateException(
                            "component " + component.name() + " does not declare its container " + name);
                });
        contribution.volumes().stream()
                .map(Volume::name)
                .filter(name -> !declared.volumes().contains(name))
                .forEach(name -> {
                    throw new IllegalStateException(
                            "component " + component.name() + " does not declare its volume " + name);
                });
    }
}
