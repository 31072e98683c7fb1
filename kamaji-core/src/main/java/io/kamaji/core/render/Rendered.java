package io.kamaji.core.render;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.component.Handling;
import io.kamaji.core.component.Sharing;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that a tenant control plane is made of: the objects of both clusters in the order in which they are to be
 * applied, and what should be known about them. Immutable.
 */
public record Rendered(List<Part> parts, List<String> warnings) {

    public Rendered {
        parts = List.copyOf(parts);
        warnings = List.copyOf(warnings);
    }

    /**
     * One object.
     *
     * @param component name of the component that contributes it
     * @param waitsFor what must become known before it can be applied, such as {@code <LoadBalancer address>}; until then
     *     its text shows that in place of the value
     * @param sharing what of it others may take over
     * @param handling what is particular about its kind
     */
    public record Part(Manifest manifest, String component, Set<String> waitsFor, Sharing sharing, Handling handling) {
        public Part {
            waitsFor = Set.copyOf(waitsFor);
        }

        /** The same with another manifest. */
        public Part with(Manifest other) {
            return new Part(other, component, waitsFor, sharing, handling);
        }

        private Part annotated(String annotation, String text) {
            return with(new Manifest(
                    manifest.target(),
                    manifest.tree()
                            .update(
                                    "metadata",
                                    meta -> meta.update("annotations", all -> all.with(annotation, text)))));
        }

        /** The same, waiting for one thing more. */
        public Part waitingFor(String what) {
            var all = new java.util.HashSet<>(waitsFor);
            all.add(what);
            return new Part(manifest, component, all, sharing, handling);
        }

        /** All of it is ours, and its kind a plain one. */
        public Part(Manifest manifest, String component, Set<String> waitsFor) {
            this(manifest, component, waitsFor, Sharing.ENFORCED, Handling.PLAIN);
        }
    }

    /** The same with further warnings. */
    public Rendered withWarnings(List<String> more) {
        return new Rendered(
                parts, Stream.concat(warnings.stream(), more.stream()).toList());
    }

    /** The same with an annotation of one object more. */
    public Rendered annotated(ObjectRef ref, String annotation, String text) {
        return new Rendered(
                parts.stream()
                        .map(part -> part.manifest().ref().equals(ref) ? part.annotated(annotation, text) : part)
                        .toList(),
                warnings);
    }

    /** The manifests for one cluster, in order. */
    public List<Manifest> manifests(Target target) {
        return parts.stream()
                .map(Part::manifest)
                .filter(m -> m.target() == target)
                .toList();
    }

    /** The manifest of an object, or empty. */
    public Optional<Manifest> manifest(Target target, ObjectRef ref) {
        return manifests(target).stream().filter(m -> m.ref().equals(ref)).findFirst();
    }

    /**
     * The manifests for one cluster as a stream of YAML documents, as {@code kubectl apply} takes it. What waits for something
     * that is not known yet is left out; a comment at the beginning names it, and what it waits for. Contains the keys of
     * Secrets.
     */
    public String toYaml(Target target) {
        var yaml = new StringBuilder();
        var known = new ArrayList<String>();
        for (var part : parts) {
            if (part.manifest().target() == target && part.waitsFor().isEmpty()) {
                known.add(part.manifest().toYaml());
            } else if (part.manifest().target() == target) {
                yaml.append("# left out: ").append(part.manifest().ref());
                yaml.append(", which waits for ").append(String.join(", ", new TreeSet<>(part.waitsFor())));
                yaml.append('\n');
            }
        }
        return yaml.append(String.join("---\n", known)).toString();
    }
}
