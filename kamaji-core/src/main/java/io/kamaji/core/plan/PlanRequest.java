package io.kamaji.core.plan;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.Rendered;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a plan is made of. Immutable. */
public final class PlanRequest {
    private final String namespace;
    private final String name;
    private final Rendered rendered;
    private final Registry registry;
    private final Map<Target, Seen> seen;
    private final Map<String, String> issued;
    private final List<String> storeSteps;
    private final List<String> warnings;
    private final Set<ObjectRef> bringYourOwn;
    private final Set<ObjectRef> keep;
    private final boolean adopt;
    private final boolean allowDataLoss;

    private PlanRequest(Builder builder) {
        namespace = builder.namespace;
        name = builder.name;
        rendered = builder.rendered;
        registry = builder.registry;
        seen = builder.seen.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(builder.seen));
        issued = Collections.unmodifiableMap(new LinkedHashMap<>(builder.issued));
        storeSteps = List.copyOf(builder.storeSteps);
        warnings = List.copyOf(builder.warnings);
        bringYourOwn = Set.copyOf(builder.bringYourOwn);
        keep = Set.copyOf(builder.keep);
        adopt = builder.adopt;
        allowDataLoss = builder.allowDataLoss;
    }

    /** Namespace of the tenant in the admin cluster. */
    public String namespace() {
        return namespace;
    }

    /** Name of the tenant; objects labelled with it in that namespace are Kamaji's. */
    public String name() {
        return name;
    }

    /** The desired objects; if empty, every object that Kamaji manages is deleted. */
    public Rendered rendered() {
        return rendered;
    }

    /** What is known of kinds and credentials. */
    public Registry registry() {
        return registry;
    }

    /** What is, by cluster. A cluster that is missing could not be looked at: what goes there waits. */
    public Map<Target, Seen> seen() {
        return seen;
    }

    /** Certificates that this plan brings, by name, with the reason ({@code missing}, {@code expires …}). */
    public Map<String, String> issued() {
        return issued;
    }

    /** What the datastore's driver will make before the Deployment is written, in words. */
    public List<String> storeSteps() {
        return storeSteps;
    }

    /** To be shown with the plan, besides those of the rendering. */
    public List<String> warnings() {
        return warnings;
    }

    /** Secrets that the user gave: never written, never deleted. */
    public Set<ObjectRef> bringYourOwn() {
        return bringYourOwn;
    }

    /** Objects that are not deleted although they are not rendered. */
    public Set<ObjectRef> keep() {
        return keep;
    }

    /** Whether objects of our names that carry no label of ours are taken over, instead of refused. */
    public boolean adopt() {
        return adopt;
    }

    /** Whether volume claims that are no longer wanted are deleted. */
    public boolean allowDataLoss() {
        return allowDataLoss;
    }

    @Override
    public String toString() {
        return "PlanRequest[" + namespace + "/" + name + ", " + rendered.parts().size() + " objects]";
    }

    /** One cluster: what was seen of the tenant in it, and whom to ask where a difference may be none. */
    public record Seen(Observed observed, DryRun dryRun) {}

    public static Builder builder(String namespace, String name, Rendered rendered) {
        return new Builder(namespace, name, rendered);
    }

    public Builder toBuilder() {
        var builder = builder(namespace, name, rendered)
                .registry(registry)
                .issued(issued)
                .storeSteps(storeSteps)
                .warnings(warnings)
                .bringYourOwn(bringYourOwn)
                .keep(keep)
                .adopt(adopt)
                .allowDataLoss(allowDataLoss);
        builder.seen.putAll(seen);
        return builder;
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
            return new PlanRequest(this);
        }
    }
}
