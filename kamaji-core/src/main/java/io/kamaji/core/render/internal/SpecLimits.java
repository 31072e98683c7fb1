package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.component.Registry;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a spec can never run and is no single component's to judge: names of ours given to the user's containers and
 * volumes, more pods than the store serves.
 */
public final class SpecLimits {
    private static final String DEPLOYMENT = "spec.controlPlane.deployment.";

    private static final Pattern RESOURCE = Pattern.compile("[^/#,;\\s]*/[^/#,;\\s]+");

    private SpecLimits() {}

    /** Judges a spec by itself. */
    public static void check(SpecView spec, Registry registry, SpecFindings found) {
        var tree = spec.tree();
        var violations = new ArrayList<Violation>();
        overrides(violations, tree);
        var deployment = tree.object("spec", "controlPlane", "deployment");
        clashes(violations, deployment, "additionalContainers", registry.containers());
        clashes(violations, deployment, "additionalInitContainers", registry.containers());
        clashes(violations, deployment, "additionalInitContainers", registry.sharedContainers());
        clashes(violations, deployment, "additionalVolumes", registry.volumes());
        found.refuse(violations);
    }

    /** Judges a spec by where the tenant's state is kept. */
    public static void checkPlaced(SpecView spec, SpecFindings found) {
        var most = spec.placement().orElseThrow().store().binding().maxReplicas();
        spec.tree()
                .get("spec", "controlPlane", "deployment", "replicas")
                .filter(value -> value.asLong().orElse(0L) > most)
                .ifPresent(value -> found.refuse(
                        DEPLOYMENT + "replicas", value, "the datastore serves at most " + most + " at a time"));
    }

    /** kube-apiserver ends at once if what it is to keep elsewhere is not {@code <group>/<resource>}. */
    private static void overrides(List<Violation> violations, JsonObject tree) {
        var overrides = tree.array("spec", "dataStoreOverrides").objects().toList();
        for (int i = 0; i < overrides.size(); i++) {
            var path = "spec.dataStoreOverrides[" + i + "].resource";
            overrides
                    .get(i)
                    .text("resource")
                    .filter(resource ->
                            !resource.isEmpty() && !RESOURCE.matcher(resource).matches())
                    .ifPresent(resource -> violations.add(new Violation(
                            path, JsonValue.of(resource), "must be <group>/<resource>, /events for example")));
        }
    }

    private static void clashes(List<Violation> violations, JsonObject deployment, String list, Set<String> ours) {
        var items = deployment.array(list);
        for (int i = 0; i < items.size(); i++) {
            var path = DEPLOYMENT + list + "[" + i + "].name";
            items.get(i)
                    .asObject()
                    .flatMap(item -> item.text("name"))
                    .filter(ours::contains)
                    .ifPresent(name -> violations.add(
                            new Violation(path, JsonValue.of(name), "is a name that Kamaji uses itself")));
        }
    }
}
