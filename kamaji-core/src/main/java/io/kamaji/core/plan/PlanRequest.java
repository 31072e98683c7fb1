package io.kamaji.core.plan;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.Rendered;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a plan is made of. Immutable.
 *
 * @param namespace of the tenant in the admin cluster
 * @param name of the tenant; objects labelled with it in that namespace are ours
 * @param rendered what is to be; of nothing, everything of ours is deleted
 * @param registry what is known of kinds and credentials
 * @param seen what is, by cluster. A cluster that is missing could not be looked at: what goes there waits
 * @param issued certificates that this plan brings, by name, with the reason ({@code missing}, {@code expires …})
 * @param storeSteps what the datastore's driver will make before the Deployment is written, in words
 * @param warnings to be shown with the plan, besides those of the rendering
 * @param bringYourOwn Secrets that the user gave: never written, never deleted
 * @param keep objects that are not deleted although they are not rendered
 * @param adopt take over objects of our names that carry no label of ours, instead of refusing them
 * @param allowDataLoss delete volume claims that are no longer wanted
 */
public record PlanRequest(
        String namespace,
        String name,
        Rendered rendered,
        Registry registry,
        Map<Target, Seen> seen,
        Map<String, String> issued,
        List<String> storeSteps,
        List<String> warnings,
        Set<ObjectRef> bringYourOwn,
        Set<ObjectRef> keep,
        boolean adopt,
        boolean allowDataLoss) {

    public PlanRequest {
        seen = seen.isEmpty() ? Map.of() : java.util.Collections.unmodifiableMap(new EnumMap<>(seen));
        issued = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(issued));
        storeSteps = List.copyOf(storeSteps);
        warnings = List.copyOf(warnings);
        bringYourOwn = Set.copyOf(bringYourOwn);
        keep = Set.copyOf(keep);
    }

    /** One cluster: what was seen of the tenant in it, and whom to ask where a difference may be none. */
    public record Seen(Observed observed, DryRun dryRun) {}

    public static Builder builder(String namespace, String name, Rendered rendered) {
        return new Builder(namespace, name, rendered);
    }

    /** Nothing seen, nothing issued, no store steps, neither adoption nor loss of data. Not thread-safe. */
    public static final class Builder {
        private final String namespace;
        private final String name;
        private final Rendered rendered;
        private Registry registry = ControlPlaneRenderer.standard().registry();
        private final Map<Target, Seen> seen = new EnumMap<>(Target.class);
        private Map<String, String> issued = Map.of();
        private List<String> storeSteps = List.of();
        private List<String> warnings = List.of();
        private Set<ObjectRef> bringYourOwn = Set.of();
        private Set<ObjectRef> keep = Set.of();
        private boolean adopt;
        private boolean allowDataLoss;

        private Builder(String namespace, String name, Rendered rendered) {
            this.namespace = namespace;
            this.name = name;
            this.rendered = rendered;
        }

        public Builder putSeen(Target target, Observed observed, DryRun dryRun) {
            seen.put(target, new Seen(observed, dryRun));
            return this;
        }

        /** What the components that rendered it declare; default: the built-in ones. */
        public Builder registry(Registry value) {
            registry = value;
            return this;
        }

        public Builder issued(Map<String, String> reasonByName) {
            issued = reasonByName;
            return this;
        }

        public Builder storeSteps(List<String> steps) {
            storeSteps = steps;
            return this;
        }

        public Builder warnings(List<String> texts) {
            warnings = texts;
            return this;
        }

        public Builder bringYourOwn(Set<ObjectRef> secrets) {
            bringYourOwn = secrets;
            return this;
        }

        public Builder keep(Set<ObjectRef> refs) {
            keep = refs;
            return this;
        }

        public Builder adopt(boolean yes) {
            adopt = yes;
            return this;
        }

        public Builder allowDataLoss(boolean yes) {
            allowDataLoss = yes;
            return this;
        }

        public PlanRequest build() {
            return new PlanRequest(
                    namespace,
                    name,
                    rendered,
                    registry,
                    seen,
                    issued,
                    storeSteps,
                    warnings,
                    bringYourOwn,
                    keep,
                    adopt,
                    allowDataLoss);
        }
    }
}
