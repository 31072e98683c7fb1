package io.kamaji.core.render.internal;

import io.kamaji.api.value.FlagLine;
import io.kamaji.core.component.Minors;
import io.kamaji.core.component.SpecFindings;
import io.kamaji.core.component.SpecView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Admission plugins: which the API server is told to use, and which of a spec's it would end on. The table is a resource, a
 * plugin in each line, with its {@link Minors}, and {@code configured} where it ends the API server that is given no
 * configuration for it.
 *
 * <p>Sources: kube-apiserver's own help at 1.35.4, 1.36.3 and 1.37.2, its sources at 1.33.5 and 1.34.1.
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

    private static final Map<String, Row> TABLE = Lines.of("admission-plugins.txt")
            .map(Row::parse)
            .collect(Collectors.toUnmodifiableMap(Row::name, row -> row));

    private record Row(String name, Minors minors, boolean configured) {
        static Row parse(String line) {
            var words = List.of(line.split(" "));
            return new Row(words.get(0), Minors.of(words), words.contains("configured"));
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
            } else if (plugin.equals(WriteLimit.PLUGIN) && WriteLimit.isAsked(spec.tenant())) {
                found.refuse(path, line.text(), "switches off what spec.writePermissions and quotas need");
            } else if (!plugin.isEmpty()) {
                known(spec, path, plugin, found);
            }
        }
    }

    private static void known(SpecView spec, String path, String plugin, SpecFindings found) {
        spec.judgedMinor().ifPresent(minor -> {
            var row = TABLE.get(plugin);
            if (row == null || !row.minors.contain(minor)) {
                found.judge(
                        isUpstream(spec),
                        path,
                        plugin,
                        "is no admission plugin of " + KubeApiServer.NAME + " 1." + minor
                                + (row == null ? "" : row.minors.but(minor)));
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

    private static boolean isUpstream(SpecView spec) {
        return spec.isUpstream("apiServer", KubeApiServer.NAME);
    }
}
