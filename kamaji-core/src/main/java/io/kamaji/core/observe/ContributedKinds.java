package io.kamaji.core.observe;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.Rendered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Kinds of objects that not every tenant may have, in either cluster: those that only components of the user's contribute, and
 * those that only some specs ask for. They are recorded in annotations of
 * ConfigMap {@code <tcp>-kubeadmconfig} for as long as one of them is rendered or there, so that what is no longer contributed
 * is still found by a process that knows nothing of that component.
 */
public final class ContributedKinds {
    private static final Registry BUILT_IN = ControlPlaneRenderer.standard().registry();

    private ContributedKinds() {}

    /** What was seen of the admin cluster, and the objects of the recorded kinds that were not looked for. */
    static Observation with(Observation seen, TenantObjects names, Set<ResourceType> lookedFor, ClusterClient admin) {
        var types = types(seen.observed().get(names.kubeadmConfig()), Target.ADMIN, admin);
        types.removeAll(lookedFor);
        if (types.isEmpty()) {
            return seen;
        }
        var further = Observation.of(admin, names.namespace(), names.selector(), Set.of(), types, Set.of());
        var objects = new LinkedHashMap<>(seen.observed().objects());
        objects.putAll(further.observed().objects());
        var warnings = new ArrayList<>(seen.warnings());
        warnings.addAll(further.warnings());
        return new Observation(new Observed(objects), warnings, seen.unserved());
    }

    /** The recorded types of the tenant's own cluster, as far as it serves them. */
    static Set<ResourceType> inTenant(AdminState admin, ClusterClient tenant) {
        return types(admin.get(admin.names().kubeadmConfig()), Target.TENANT, tenant);
    }

    private static Set<ResourceType> types(Optional<JsonObject> record, Target target, ClusterClient client) {
        var types = new LinkedHashSet<ResourceType>();
        recorded(record, target).forEach(kind -> {
            var space = kind.indexOf(' ');
            client.type(kind.substring(0, space), kind.substring(space + 1)).ifPresent(types::add);
        });
        return types;
    }

    /**
     * The same, with its further kinds recorded; their objects are not written before the record is.
     *
     * @param tenant what was seen in the tenant's own cluster; what is recorded of one that was not seen stays recorded
     */
    public static Rendered record(Rendered rendered, AdminState admin, TenantState tenant) {
        var kinds = new LinkedHashMap<Target, String>();
        var inTenant = tenant.client().isPresent() ? Optional.of(tenant.observed()) : Optional.<Observed>empty();
        put(kinds, Target.ADMIN, rendered, Optional.of(admin.observed()), admin);
        put(kinds, Target.TENANT, rendered, inTenant, admin);
        if (kinds.isEmpty()) {
            return rendered;
        }
        var record = admin.names().kubeadmConfig();
        var waits = rendered.parts().stream()
                .filter(part -> part.manifest().ref().equals(record))
                .flatMap(part -> part.waitsFor().stream())
                .toList();
        var parts = rendered.parts().stream()
                .map(part -> part.manifest().ref().equals(record) ? annotated(part, kinds) : waiting(part, waits))
                .toList();
        return new Rendered(parts, rendered.warnings());
    }

    private static void put(
            Map<Target, String> kinds, Target target, Rendered rendered, Optional<Observed> seen, AdminState admin) {
        var further = new TreeSet<String>();
        var there = seen.map(objects -> objects.objects().entrySet().stream()
                        .filter(object -> Ownership.isOurs(target, admin.names().tenant(), object.getValue()))
                        .map(Map.Entry::getKey)
                        .filter(ref -> isFurther(target, ref))
                        .map(ContributedKinds::kind))
                .orElseGet(() -> recorded(admin.get(admin.names().kubeadmConfig()), target));
        Stream.concat(
                        there,
                        rendered.manifests(target).stream()
                                .map(Manifest::ref)
                                .filter(ref -> isFurther(target, ref))
                                .map(ContributedKinds::kind))
                .forEach(further::add);
        if (!further.isEmpty()) {
            kinds.put(target, String.join(", ", further));
        }
    }

    private static Rendered.Part annotated(Rendered.Part part, Map<Target, String> kinds) {
        var tree = part.manifest().tree();
        for (var target : kinds.keySet()) {
            tree = tree.update(
                    "metadata", m -> m.update("annotations", all -> all.with(annotation(target), kinds.get(target))));
        }
        return part.with(new Manifest(Target.ADMIN, tree));
    }

    private static Rendered.Part waiting(Rendered.Part part, List<String> waits) {
        var changed = part;
        if (isFurther(part.manifest().target(), part.manifest().ref())) {
            for (var wait : waits) {
                changed = changed.waitingFor(wait);
            }
        }
        return changed;
    }

    private static String annotation(Target target) {
        return switch (target) {
            case ADMIN -> "kamaji.clastix.io/further-kinds";
            case TENANT -> "kamaji.clastix.io/further-tenant-kinds";
        };
    }

    private static boolean isFurther(Target target, ObjectRef ref) {
        return BUILT_IN.types(target, Declaration.Kind::isCommon).stream().noneMatch(type -> type.is(ref));
    }

    private static String kind(ObjectRef ref) {
        return ref.apiVersion() + " " + ref.kind();
    }

    private static Stream<String> recorded(Optional<JsonObject> record, Target target) {
        return record.flatMap(configMap -> configMap.text("metadata", "annotations", annotation(target))).stream()
                .flatMap(text -> Stream.of(text.split(", ")))
                .filter(kind -> kind.indexOf(' ') > 0);
    }
}
