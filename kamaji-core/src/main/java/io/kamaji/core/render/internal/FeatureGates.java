package io.kamaji.core.render.internal;

import io.kamaji.api.value.FlagLine;
import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.Minors;
import io.kamaji.core.component.SpecRule;
import io.kamaji.core.component.SpecView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Feature gates that end the program which is told of them: those that its version no longer has, and those that it keeps to
 * one value. An upgrade makes of a gate that was harmless one that no pod starts with, so it is refused before. A gate that is
 * too new is a warning, as patch releases may bring one. Gates that are in no row are not judged.
 *
 * <p>The table is a resource, a gate in each line with its {@link Minors}, and with {@code 35=true} where it can't be set to
 * anything else from 1.35 on, without a number where in no minor that is judged. Sources: pkg/features of Kubernetes and of
 * k8s.io/apiserver at 1.33.5, 1.34.1, 1.35.4, 1.36.3 and 1.37.2, which all three programs have.
 */
final class FeatureGates {
    private static final String FLAG = "--feature-gates";
    /** An older version is played, with its locks. */
    private static final String EMULATION = "--emulated-version";

    private static final Map<String, Row> TABLE =
            Lines.of("feature-gates.txt").map(Row::parse).collect(Collectors.toUnmodifiableMap(Row::name, row -> row));

    /** A gate, and from which minor on it is kept to which value. */
    private record Row(String name, Minors minors, int lockedFrom, Optional<Boolean> locked) {
        static Row parse(String line) {
            var words = List.of(line.split(" "));
            var lock = words.stream()
                    .filter(word -> word.matches("(\\d+=)?(true|false)"))
                    .findFirst();
            var parts = lock.map(word -> word.split("=")).orElse(new String[] {""});
            return new Row(
                    words.get(0),
                    Minors.of(words),
                    parts.length > 1 ? Integer.parseInt(parts[0]) : 0,
                    lock.map(word -> word.endsWith("true")));
        }
    }

    private FeatureGates() {}

    /** Of a component of Kubernetes, by its name in {@code extraArgs}. */
    static SpecRule of(String component, FlagTable table, String path) {
        return (spec, found) -> spec.judgedMinor().ifPresent(minor -> {
            var emulates = spec.flag(path, table, EMULATION).isPresent();
            var certain = spec.isUpstream(component, table.program());
            set(spec, table, path)
                    .forEach((gate, setting) -> fault(gate, setting, minor, emulates)
                            .ifPresent(fault -> found.judge(
                                    certain && !fault.isTooNew,
                                    path + "[" + setting.line.index() + "]",
                                    setting.line.text(),
                                    gate + fault.text.formatted(table.program() + " 1." + minor))));
        });
    }

    /** What is wrong with a gate, with a place for the program. */
    private record Fault(String text, boolean isTooNew) {}

    /** What a gate is set to, and where. */
    private record Setting(FlagLine line, String value) {}

    /** By gate, what it is set to last. */
    private static Map<String, Setting> set(SpecView spec, FlagTable table, String path) {
        var set = new LinkedHashMap<String, Setting>();
        for (var line : spec.flags(path, table)) {
            if (line.name().equals(FLAG)) {
                for (var item : line.value().orElse("").split(",")) {
                    var parts = item.split("=", 2);
                    if (parts.length > 1) {
                        set.put(parts[0].strip().replaceFirst("^kube:", ""), new Setting(line, parts[1].strip()));
                    }
                }
            }
        }
        return set;
    }

    private static Optional<Fault> fault(String gate, Setting setting, int minor, boolean emulates) {
        var row = TABLE.get(gate);
        if (row == null) {
            return Optional.empty();
        } else if (!row.minors.contain(minor)) {
            return Optional.of(
                    new Fault(" is no feature gate of %s" + row.minors.but(minor), minor < row.minors.first()));
        }
        var isOn = !FlagLosses.isFalse(setting.value);
        return row.locked
                .filter(value -> !emulates && minor >= row.lockedFrom && value != isOn)
                .map(value -> new Fault(" is always " + value + " in %s", false));
    }
}
