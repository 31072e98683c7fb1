package io.kamaji.core.render.internal;

import io.kamaji.api.value.FlagLine;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.SpecView;
import java.util.Optional;

/**
 * Finds what of the user's flags a binary does not take: flags that it does not know, flags without the value that they need,
 * words that are no flag. It would end at once, or take the next flag for a value, so they are refused before anything is
 * rolled out. Where the image is the user's own it may know more: then a warning. Versions without a table are not judged.
 *
 * <p>Sources of the tables: the binaries' own help at 1.35.4, 1.36.3, 1.37.2, kine 0.17.5 and konnectivity 0.36.0, and what
 * they hide from it as deprecated; no flag was removed between 1.33 and 1.36.
 */
final class KnownFlags {
    private static final int NEWEST = (int) KubernetesVersion.NEWEST.minor();
    private static final String KINE = "v0.17.";
    private static final String KONNECTIVITY = "v0.36.";

    /**
     * A binary.
     *
     * @param version for people
     * @param minor of Kubernetes, by which the table is read
     * @param certain whether the image is the one that the table is of
     */
    private record Binary(FlagTable table, String version, int minor, boolean certain) {}

    private KnownFlags() {}

    /** Of a component of Kubernetes, by its name in {@code extraArgs}. */
    static SpecRule ofControlPlane(String component, FlagTable table, String path) {
        return (spec, found) -> spec.judgedMinor().ifPresent(minor -> {
            var certain = spec.isUpstream(component, table.program());
            check(spec, path, new Binary(table, "1." + minor, minor, certain), found);
        });
    }

    /** Of a side of konnectivity. */
    static SpecRule ofKonnectivity(String side, FlagTable table, String path) {
        return (spec, found) -> spec.minor().ifPresent(minor -> {
            var at = "spec.addons.konnectivity." + side + ".";
            var tag = spec.text(at + "version")
                    .orElseGet(() -> AddonVersions.of(minor).konnectivity());
            if (tag.startsWith(KONNECTIVITY)) {
                var certain = spec.text(at + "image").isEmpty();
                check(spec, path, new Binary(table, tag, NEWEST, certain), found);
            }
        });
    }

    /** Of kine, once it is known that there is one and of which image. */
    static void ofKine(SpecView spec, SpecFindings found) {
        var placement = spec.placement().orElseThrow();
        var image = placement.kineImage();
        var tag = image.substring(image.lastIndexOf(':') + 1);
        if (placement.store().binding().kine().isPresent() && tag.startsWith(KINE)) {
            var certain = spec.tree()
                    .object("spec", "controlPlane", "deployment")
                    .array("additionalContainers")
                    .objects()
                    .noneMatch(own -> own.text("name").equals(Optional.of(Kine.NAME))
                            && own.text("image").filter(text -> !text.isEmpty()).isPresent());
            check(spec, Kine.ARGUMENTS, new Binary(Kine.FLAGS, tag, NEWEST, certain), found);
        }
    }

    private static void check(SpecView spec, String path, Binary binary, SpecFindings found) {
        for (var line : spec.flags(path, binary.table)) {
            fault(line, binary)
                    .ifPresent(message -> found.judge(
                            binary.certain,
                            path + "[" + line.index() + "]",
                            line.written().get(0),
                            message));
        }
    }

    private static Optional<String> fault(FlagLine line, Binary binary) {
        if (!line.isFlag()) {
            return Optional.of("is neither a flag nor the value of one: a value stands behind = or after a flag that"
                    + " takes one");
        }
        var known = binary.table.minors(line.name());
        if (known.filter(minors -> minors.contain(binary.minor)).isEmpty()) {
            return Optional.of(line.name() + " is no flag of " + binary.table.program() + " " + binary.version
                    + known.map(minors -> minors.but(binary.minor)).orElse(""));
        }
        return line.isBare() && !binary.table.isSwitch(line.name())
                ? Optional.of(
                        line.name() + " needs a value: without one the next argument would be it; an empty one is "
                                + line.name() + "=")
                : Optional.empty();
    }
}
