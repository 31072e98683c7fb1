package io.kamaji.core.render.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.KubernetesVersion;
import io.kamaji.api.value.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds the user's flags that a binary does not know: it would end at once, so they are refused before anything is rolled
 * out. The tables are resources, one for each binary, a flag in each line, with the first Kubernetes minor that knows it
 * where that is not 1.33. Where the image is the user's own it may know more: then a warning. Versions without a table are
 * not judged.
 *
 * <p>Sources: the binaries' own help at 1.35.4, 1.36.3, kine 0.17.5 and konnectivity 0.36.0, and what they hide from it as
 * deprecated; no flag was removed between 1.33 and 1.36.
 */
public final class KnownFlags {
    private static final int FIRST = 33;
    private static final int LAST = 36;
    private static final String KINE = "v0.17.";
    private static final String KONNECTIVITY = "v0.36.";
    private static final String DEPLOYMENT = "spec.controlPlane.deployment.";
    private static final Map<String, Map<String, Integer>> TABLES = new ConcurrentHashMap<>();

    /**
     * Flags to be looked at.
     *
     * @param version of the binary, for people
     * @param minor of Kubernetes, by which the table is read
     * @param certain whether the image is the one that the table is of
     */
    private record Arguments(String path, String binary, String version, int minor, boolean certain) {}

    private KnownFlags() {}

    /** What can never run, of everything but kine. */
    static List<Violation> violations(JsonObject tenant) {
        return unknown(tenant, all(tenant), true).toList();
    }

    /** What can never run, of a kine of that image. */
    static List<Violation> kineViolations(JsonObject tenant, String image) {
        return unknown(tenant, kine(tenant, image), true).toList();
    }

    /** What probably can't run, in words. */
    public static List<String> warnings(JsonObject tenant, Optional<String> kineImage) {
        var arguments = new ArrayList<>(all(tenant));
        kineImage.ifPresent(image -> arguments.addAll(kine(tenant, image)));
        return unknown(tenant, arguments, false).map(Violation::toString).toList();
    }

    private static List<Arguments> all(JsonObject tree) {
        var minor = tree.text("spec", "kubernetes", "version").flatMap(KnownFlags::minor);
        if (minor.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<Arguments>();
        if (minor.get() >= FIRST && minor.get() <= LAST) {
            all.add(controlPlane(tree, "apiServer", "kube-apiserver", minor.get()));
            all.add(controlPlane(tree, "controllerManager", "kube-controller-manager", minor.get()));
            all.add(controlPlane(tree, "scheduler", "kube-scheduler", minor.get()));
        }
        for (var side : List.of("server", "agent")) {
            var spec = tree.object("spec", "addons", "konnectivity", side);
            var tag =
                    given(spec, "version").orElse(AddonVersions.of(minor.get()).konnectivity());
            if (tag.startsWith(KONNECTIVITY)) {
                var path = "spec.addons.konnectivity." + side + ".extraArgs";
                all.add(new Arguments(
                        path, "proxy-" + side, tag, LAST, given(spec, "image").isEmpty()));
            }
        }
        return all;
    }

    private static Optional<Integer> minor(String version) {
        try {
            return Optional.of((int) KubernetesVersion.parse(version).minor());
        } catch (IllegalArgumentException wrong) {
            return Optional.empty(); // said elsewhere
        }
    }

    private static Arguments controlPlane(JsonObject tree, String name, String binary, int minor) {
        var settings = tree.object("spec", "controlPlane", "deployment", "registrySettings");
        var isUpstream = given(settings, "tagSuffix").isEmpty()
                && given(settings, name + "Image")
                        .filter(image -> !image.equals(binary))
                        .isEmpty();
        return new Arguments(DEPLOYMENT + "extraArgs." + name, binary, "1." + minor, minor, isUpstream);
    }

    private static List<Arguments> kine(JsonObject tree, String image) {
        var tag = image.substring(image.lastIndexOf(':') + 1);
        var isOurs = tree.object("spec", "controlPlane", "deployment")
                .array("additionalContainers")
                .objects()
                .noneMatch(container -> given(container, "name").equals(Optional.of(Kine.NAME))
                        && given(container, "image").isPresent());
        return tag.startsWith(KINE)
                ? List.of(new Arguments(DEPLOYMENT + "extraArgs.kine", "kine", tag, LAST, isOurs))
                : List.of();
    }

    private static Optional<String> given(JsonObject object, String name) {
        return object.text(name).filter(text -> !text.isEmpty());
    }

    private static Stream<Violation> unknown(JsonObject tree, List<Arguments> all, boolean certain) {
        return all.stream()
                .filter(arguments -> arguments.certain == certain)
                .flatMap(arguments -> unknown(tree, arguments).stream());
    }

    private static List<Violation> unknown(JsonObject tree, Arguments of) {
        var flags = tree.get(of.path.split("\\."))
                .flatMap(JsonValue::asArray)
                .map(array -> array.texts())
                .orElse(List.of());
        var table = TABLES.computeIfAbsent(of.binary, KnownFlags::read);
        var found = new ArrayList<Violation>();
        for (int i = 0; i < flags.size(); i++) {
            var written = flags.get(i);
            var name = name(written);
            var since = table.get(name);
            if (isFlag(written) && (since == null || since > of.minor)) {
                found.add(new Violation(
                        of.path + "[" + i + "]",
                        JsonValue.of(written),
                        name + " is no flag of " + of.binary + " " + of.version
                                + (since == null ? "" : ", only from 1." + since + " on")));
            }
        }
        return found;
    }

    /** A value on its own follows its flag; it may be a negative number. */
    private static boolean isFlag(String written) {
        return written.matches("--?[A-Za-z].*");
    }

    /** As it is in a table: {@code -long} is {@code --long} to kine, and {@code _} is {@code -} to Kubernetes. */
    private static String name(String written) {
        var name = written.split("=", 2)[0].replace('_', '-');
        return name.matches("-[A-Za-z].+") ? shortOrLong(name) : name;
    }

    /** {@code -v8} is {@code -v} with its value. */
    private static String shortOrLong(String name) {
        return name.matches("-v\\d+") ? "-v" : "-" + name;
    }

    private static Map<String, Integer> read(String binary) {
        try (var in = KnownFlags.class.getResourceAsStream("known-flags/" + binary + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("no table of the flags of " + binary);
            }
            var table = new LinkedHashMap<String, Integer>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                var words = line.split(" ");
                table.put(words[0], words.length > 1 ? Integer.parseInt(words[1]) : FIRST);
            });
            return Map.copyOf(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
