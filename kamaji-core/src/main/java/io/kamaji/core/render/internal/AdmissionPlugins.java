package io.kamaji.core.render.internal;

import io.kamaji.api.value.FlagLine;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Admission plugins: which the API server is told to use, and which of a spec's it would end on. The table is a resource, a
 * plugin in each line, with the first minor that knows it where not all do that are judged, {@code default} where it is on by
 * itself, and {@code configured} where it ends the API server that is given no configuration for it.
 *
 * <p>Sources: kube-apiserver's own help at 1.35.4 and 1.36.3, its sources at 1.33.5 and 1.34.1.
 */
final class AdmissionPlugins {
    /** Without it every kubelet may write every Node and read every Secret of pods. */
    static final String NODE_RESTRICTION = "NodeRestriction";

    private static final String ENABLED = "spec.kubernetes.admissionControllers";
    private static final String DISABLE = "--disable-admission-plugins";
    private static final String DEPRECATED = "--admission-control";
    private static final String CONFIGURATION = "--admission-control-config-file";
    /** In the CRD's list, and in no API server that is judged. */
    private static final Set<String> GONE = Set.of(
            "DenyEscalatingExec",
            "DenyExecOnPrivileged",
            "PersistentVolumeLabel",
            "PodSecurityPolicy",
            "SecurityContextDeny");

    private static final Map<String, Row> TABLE = table("admission-plugins.txt");

    /** A plugin; {@code since} is 0 where all minors that are judged know it. */
    private record Row(String name, int since, boolean configured) {
        static Row parse(String line) {
            var words = List.of(line.split(" "));
            var since = words.stream().filter(word -> word.matches("\\d+")).findFirst();
            return new Row(words.get(0), since.map(Integer::parseInt).orElse(0), words.contains("configured"));
        }
    }

    private AdmissionPlugins() {}

    /** As in a spec, and NodeRestriction. */
    static List<String> enabled(List<String> asked) {
        return asked.contains(NODE_RESTRICTION)
                ? asked
                : Stream.concat(asked.stream(), Stream.of(NODE_RESTRICTION)).toList();
    }

    /** What kube-apiserver ends on, and limits that it would be told not to know of. */
    static void check(SpecView spec, SpecFindings found) {
        var asked = spec.effective().spec().kubernetes().admissionControllers().orElse(List.of());
        for (int i = 0; i < asked.size(); i++) {
            var path = ENABLED + "[" + i + "]";
            // what the CRD's list does not have either, the schema refuses
            if (TABLE.containsKey(asked.get(i)) || GONE.contains(asked.get(i))) {
                known(spec, path, asked.get(i), found);
            }
            configured(spec, path, asked.get(i), found);
        }
        for (var line : spec.flags(KubeApiServer.ARGUMENTS, KubeApiServer.FLAGS)) {
            var path = KubeApiServer.ARGUMENTS + "[" + line.index() + "]";
            if (line.name().equals(DEPRECATED)) {
                found.refuse(
                        path,
                        line.text(),
                        "kube-apiserver takes it only without --enable-admission-plugins, which" + " Kamaji sets: use "
                                + ENABLED);
            } else if (line.name().equals(DISABLE)) {
                disabled(spec, path, line, enabled(asked), found);
            }
        }
    }

    private static void disabled(SpecView spec, String path, FlagLine line, List<String> enabled, SpecFindings found) {
        for (var plugin : line.value().orElse("").split(",")) {
            if (enabled.contains(plugin)) {
                found.refuse(
                        path,
                        line.text(),
                        plugin + " is enabled, by "
                                + (plugin.equals(NODE_RESTRICTION) ? "Kamaji" : ENABLED)
                                + ", and kube-apiserver refuses a plugin that is both");
            } else if (plugin.equals(WriteLimit.PLUGIN)
                    && WriteLimit.isAsked(spec.tenant().spec())) {
                found.refuse(path, line.text(), "switches off what spec.writePermissions needs");
            } else if (!plugin.isEmpty()) {
                known(spec, path, plugin, found);
            }
        }
    }

    private static void known(SpecView spec, String path, String plugin, SpecFindings found) {
        spec.judgedMinor().ifPresent(minor -> {
            var row = TABLE.get(plugin);
            if (row == null || row.since > minor) {
                found.judge(
                        isUpstream(spec),
                        path,
                        plugin,
                        "is no admission plugin of " + KubeApiServer.NAME + " 1." + minor
                                + (row == null ? "" : ", only from 1." + row.since + " on"));
            }
        });
    }

    private static void configured(SpecView spec, String path, String plugin, SpecFindings found) {
        var row = TABLE.get(plugin);
        if (row != null
                && row.configured
                && spec.flag(KubeApiServer.ARGUMENTS, KubeApiServer.FLAGS, CONFIGURATION)
                        .isEmpty()) {
            found.judge(isUpstream(spec), path, plugin, "needs a configuration, which " + CONFIGURATION + " names");
        }
    }

    private static Map<String, Row> table(String resource) {
        try (var in = AdmissionPlugins.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Row::parse)
                    .collect(Collectors.toUnmodifiableMap(Row::name, row -> row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUpstream(SpecView spec) {
        return spec.isUpstream("apiServer", KubeApiServer.NAME);
    }
}
