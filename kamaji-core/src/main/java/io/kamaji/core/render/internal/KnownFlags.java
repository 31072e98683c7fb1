package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.FlagLine;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.api.value.Violation;
import io.kamaji.core.component.FlagTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds what of the user's flags a binary does not take: flags that it does not know, flags without the value that they need,
 * words that are no flag. It would end at once, or take the next flag for a value, so they are refused before anything is
 * rolled out. Where the image is the user's own it may know more: then a warning. Versions without a table are not judged.
 *
 * <p>Sources of the tables: the binaries' own help at 1.35.4, 1.36.3, kine 0.17.5 and konnectivity 0.36.0, and what they hide
 * from it as deprecated; no flag was removed between 1.33 and 1.36.
 */
public final class KnownFlags {
    private static final int FIRST = 33;
    private static final int LAST = 36;
    private static final String KINE = "v0.17.";
    private static final String KONNECTIVITY = "v0.36.";
    private static final String DEPLOYMENT = "spec.controlPlane.deployment.";
    private static final Map<String, FlagTable> KONNECTIVITY_FLAGS =
            new TreeMap<>(Map.of("server", KonnectivityServer.FLAGS, "agent", KonnectivityAgent.FLAGS));

    /**
     * Flags to be looked at.
     *
     * @param table of the binary
     * @param version of the binary, for people
     * @param minor of Kubernetes, by which the table is read
     * @param certain whether the image is the one that the table is of
     */
    private record Arguments(String path, FlagTable table, String version, int minor, boolean certain) {}

    private KnownFlags() {}

    /** What can never run, of everything but kine. */
    static List<Violation> violations(JsonObject tenant) {
        return faults(tenant, all(tenant), true).toList();
    }

    /** What can never run, of a kine of that image. */
    static List<Violation> kineViolations(JsonObject tenant, String image) {
        return faults(tenant, kine(tenant, image), true).toList();
    }

    /** What probably can't run, in words. */
    public static List<String> warnings(JsonObject tenant, Optional<String> kineImage) {
        var arguments = new ArrayList<>(all(tenant));
        kineImage.ifPresent(image -> arguments.addAll(kine(tenant, image)));
        return faults(tenant, arguments, false).map(Violation::toString).toList();
    }

    private static List<Arguments> all(JsonObject tree) {
        var minor = tree.text("spec", "kubernetes", "version").flatMap(KnownFlags::minor);
        if (minor.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<Arguments>();
        if (minor.get() >= FIRST && minor.get() <= LAST) {
            all.add(controlPlane(tree, "apiServer", KubeApiServer.FLAGS, minor.get()));
            all.add(controlPlane(tree, "controllerManager", KubeControllerManager.FLAGS, minor.get()));
            all.add(controlPlane(tree, "scheduler", KubeScheduler.FLAGS, minor.get()));
        }
        KONNECTIVITY_FLAGS.forEach((side, table) -> {
            var spec = tree.object("spec", "addons", "konnectivity", side);
            var tag =
                    given(spec, "version").orElse(AddonVersions.of(minor.get()).konnectivity());
            if (tag.startsWith(KONNECTIVITY)) {
                var path = "spec.addons.konnectivity." + side + ".extraArgs";
                all.add(new Arguments(
                        path, table, tag, LAST, given(spec, "image").isEmpty()));
            }
        });
        return all;
    }

    private static Optional<Integer> minor(String version) {
        try {
            return Optional.of((int) KubernetesVersion.parse(version).minor());
        } catch (IllegalArgumentException wrong) {
            return Optional.empty(); // said elsewhere
        }
    }

    private static Arguments controlPlane(JsonObject tree, String name, FlagTable table, int minor) {
        var settings = tree.object("spec", "controlPlane", "deployment", "registrySettings");
        var isUpstream = given(settings, "tagSuffix").isEmpty()
                && given(settings, name + "Image")
                        .filter(image -> !image.equals(table.program()))
                        .isEmpty();
        return new Arguments(DEPLOYMENT + "extraArgs." + name, table, "1." + minor, minor, isUpstream);
    }

    private static List<Arguments> kine(JsonObject tree, String image) {
        var tag = image.substring(image.lastIndexOf(':') + 1);
        var isOurs = tree.object("spec", "controlPlane", "deployment")
                .array("additionalContainers")
                .objects()
                .noneMatch(container -> given(container, "name").equals(Optional.of(Kine.NAME))
                        && given(container, "image").isPresent());
        return tag.startsWith(KINE)
                ? List.of(new Arguments(DEPLOYMENT + "extraArgs.kine", Kine.FLAGS, tag, LAST, isOurs))
                : List.of();
    }

    private static Optional<String> given(JsonObject object, String name) {
        return object.text(name).filter(text -> !text.isEmpty());
    }

    private static Stream<Violation> faults(JsonObject tree, List<Arguments> all, boolean certain) {
        return all.stream()
                .filter(arguments -> arguments.certain == certain)
                .flatMap(arguments -> faults(tree, arguments).stream());
    }

    private static List<Violation> faults(JsonObject tree, Arguments of) {
        var words = tree.get(of.path.split("\\."))
                .flatMap(JsonValue::asArray)
                .map(array -> array.texts())
                .orElse(List.of());
        return FlagLine.parse(words, of.table.syntax()).stream()
                .flatMap(line -> fault(line, of)
                        .map(message -> new Violation(
                                of.path + "[" + line.index() + "]",
                                JsonValue.of(line.written().get(0)),
                                message))
                        .stream())
                .toList();
    }

    private static Optional<String> fault(FlagLine line, Arguments of) {
        if (!line.isFlag()) {
            return Optional.of("is neither a flag nor the value of one: a value stands behind = or after a flag that"
                    + " takes one");
        }
        var since = of.table.since(line.name());
        if (since.isEmpty() || since.get() > of.minor) {
            return Optional.of(line.name() + " is no flag of " + of.table.program() + " " + of.version
                    + since.map(minor -> ", only from 1." + minor + " on").orElse(""));
        }
        return line.isBare() && !of.table.isSwitch(line.name())
                ? Optional.of(
                        line.name() + " needs a value: without one the next argument would be it; an empty one is "
                                + line.name() + "=")
                : Optional.empty();
    }
}
