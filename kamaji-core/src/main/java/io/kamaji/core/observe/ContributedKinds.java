package io.kamaji.core.observe;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Rendered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Kinds of objects that only components of the user's contribute. They are recorded in an annotation of ConfigMap {@code
 * <tcp>-kubeadmconfig} for as long as one of them is rendered or there, so that what is no longer contributed is still
 * found by a process that knows nothing of that component.
 */
public final class ContributedKinds {
    private static final String ANNOTATION = "kamaji.clastix.io/further-kinds";

    private ContributedKinds() {}

    /** What was seen, and the objects of the recorded kinds. */
    public static Observation with(Observation seen, TenantObjects names, ClusterClient admin) {
        var types = new LinkedHashSet<ResourceType>();
        recorded(seen.observed(), names).forEach(kind -> {
            var space = kind.indexOf(' ');
            admin.type(kind.substring(0, space), kind.substring(space + 1)).ifPresent(types::add);
        });
        if (types.isEmpty()) {
            return seen;
        }
        var further = Observation.of(admin, names.namespace(), names.selector(), Set.of(), types, Set.of());
        var objects = new LinkedHashMap<>(seen.observed().objects());
        objects.putAll(further.observed().objects());
        var warnings = new ArrayList<>(seen.warnings());
        warnings.addAll(further.warnings());
        return new Observation(new Observed(objects), warnings);
    }

    /** The same, with its further kinds recorded; their objects are not written before the record is. */
    public static Rendered record(Rendered rendered, Observed seen, TenantObjects names) {
        var kinds = new TreeSet<String>();
        Stream.concat(rendered.manifests(Target.ADMIN).stream().map(Manifest::ref), seen.objects().keySet().stream())
                .map(ref -> ref.apiVersion() + " " + ref.kind())
                .filter(kind -> !TenantObjects.isBuiltIn(kind))
                .forEach(kinds::add);
        if (kinds.isEmpty()) {
            return rendered;
        }
        var waits = rendered.parts().stream()
                .filter(part -> part.manifest().ref().equals(names.kubeadmConfig()))
                .flatMap(part -> part.waitsFor().stream())
                .toList();
        var parts = rendered.parts().stream()
                .map(part -> recorded(part, names, String.join(", ", kinds), waits))
                .toList();
        return new Rendered(parts, rendered.warnings());
    }

    private static Rendered.Part recorded(
            Rendered.Part part, TenantObjects names, String kinds, java.util.List<String> waits) {
        var ref = part.manifest().ref();
        if (ref.equals(names.kubeadmConfig())) {
            return part.with(new Manifest(
                    Target.ADMIN,
                    part.manifest()
                            .tree()
                            .update("metadata", m -> m.update("annotations", a -> a.with(ANNOTATION, kinds)))));
        }
        var changed = part;
        if (part.manifest().target() == Target.ADMIN && !TenantObjects.isBuiltIn(ref.apiVersion() + " " + ref.kind())) {
            for (var wait : waits) {
                changed = changed.waitingFor(wait);
            }
        }
        return changed;
    }

    private static Stream<String> recorded(Observed seen, TenantObjects names) {
        return seen.get(names.kubeadmConfig())
                .map(ContributedKinds::annotation)
                .orElse("")
                .lines()
                .flatMap(line -> Stream.of(line.split(", ")))
                .filter(kind -> kind.indexOf(' ') > 0);
    }

    private static String annotation(JsonObject configMap) {
        return configMap.text("metadata", "annotations", ANNOTATION).orElse("");
    }
}
