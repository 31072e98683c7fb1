package io.kamaji.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.component.FlagTable;
import io.kamaji.core.component.Minors;
import io.kamaji.core.render.ControlPlaneRenderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of known flags say what the real binaries say: all that their help shows, and what they take though it does not,
 * and which of them take no word as their value.
 */
class KnownFlagsIT {
    private static final Pattern FLAG =
            Pattern.compile("^\\s+(?:(-[a-zA-Z]), )?(--[a-zA-Z0-9-]+)( [^\\s-]\\S*)?(?:, (-[a-zA-Z])\\b)?");
    private static final int NEWEST = 37;
    private static final String UNKNOWN = "unknown flag|unknown shorthand|not defined";

    @ParameterizedTest
    @CsvSource({
        "kube-apiserver, 1.35.4, 35",
        "kube-apiserver, 1.36.3, 36",
        "kube-controller-manager, 1.35.4, 35",
        "kube-controller-manager, 1.36.3, 36",
        "kube-scheduler, 1.35.4, 35",
        "kube-scheduler, 1.36.3, 36",
        "kine, '', 36",
        "proxy-server, '', 36",
        "proxy-agent, '', 36"
    })
    void table_isWhatTheBinaryTakes(String binary, String version, int minor) throws Exception {
        var program = RealBinaries.require(binary, version);
        var table = FlagTable.read(ControlPlaneRenderer.class, "internal/known-flags/" + binary + ".txt");
        var help = run(program, "--help");
        var shown = shown(help);

        assertThat(shown).hasSizeGreaterThan(20);
        assertThat(known(table, minor)).containsAll(shown.keySet());
        assertThat(table.syntax().shorthands()).isEqualTo(shorthands(help));
        for (var hidden : minus(known(table, minor), shown.keySet())) {
            assertThat(run(program, hidden + "=1", "--help")).as(hidden).doesNotContainPattern(UNKNOWN);
            assertThat(run(program, hidden, "--no-such-flag=1", "--help"))
                    .as(hidden)
                    .satisfies(said -> assertThat(
                                    Pattern.compile(UNKNOWN).matcher(said).find())
                            .isEqualTo(table.isSwitch(hidden)));
        }
        shown.forEach(
                (flag, isSwitch) -> assertThat(table.isSwitch(flag)).as(flag).isEqualTo(isSwitch));
        for (var other : minus(table.names(), known(table, minor))) {
            assertThat(run(program, other + "=1", "--help")).as(other).containsPattern(UNKNOWN);
        }
        assertThat(run(program, "--no-such-flag=1", "--help")).containsPattern(UNKNOWN);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"kube-apiserver", "kube-controller-manager", "kube-scheduler"})
    void table_ofTheNewestMinor_isWhatTheBinaryTakes(String binary) throws Exception {
        table_isWhatTheBinaryTakes(binary, RealBinaries.NEWEST, NEWEST);
    }

    @Tag("long")
    @Test
    void plugins_ofTheNewestMinor_areWhatTheApiServerTakes() throws Exception {
        plugins_areWhatTheApiServerTakes(RealBinaries.NEWEST, NEWEST);
    }

    @Tag("long")
    @Test
    void gates_ofTheNewestMinor_endWhatTheyAreSaidToEnd() throws Exception {
        gates_endWhatTheyAreSaidToEnd(RealBinaries.NEWEST, NEWEST);
    }

    /** All three programs have the same gates; the scheduler is the quickest to say so. */
    @ParameterizedTest
    @CsvSource({"1.35.4, 35", "1.36.3, 36"})
    void gates_endWhatTheyAreSaidToEnd(String version, int minor) throws Exception {
        var program = RealBinaries.require("kube-scheduler", version);
        var unknown = new TreeSet<String>();
        var locked = new TreeMap<String, Boolean>();
        var free = new TreeMap<String, Boolean>();
        for (var row : resource("feature-gates.txt")) {
            var words = row.split(" ");
            var lock = Stream.of(words)
                    .filter(word -> word.matches("(\\d+=)?(true|false)"))
                    .findFirst();
            var value = lock.filter(word -> word.endsWith("true")).isPresent();
            if (!Minors.of(List.of(words)).contain(minor)) {
                unknown.add(words[0]);
            } else if (lock.filter(word -> !word.contains("=") || Integer.parseInt(word.split("=")[0]) <= minor)
                    .isPresent()) {
                locked.put(words[0], value);
                free.put(words[0], value);
            } else {
                free.put(words[0], !value);
            }
        }

        assertThat(unknown).isNotEmpty();
        for (var gate : unknown) { // it names only the first that it does not know
            assertThat(run(program, gates(Map.of(gate, true)))).contains("unrecognized feature gate: " + gate);
        }
        var others = new TreeMap<String, Boolean>();
        locked.forEach((gate, value) -> others.put(gate, !value));
        var said = run(program, gates(others));
        locked.forEach((gate, value) -> assertThat(said)
                .contains("cannot set feature gate " + gate + " to " + !value + ", feature is locked to " + value));
        assertThat(run(program, gates(free))).doesNotContain("unrecognized feature gate", "cannot set feature gate");
    }

    private static String[] gates(Map<String, Boolean> gates) {
        var text = gates.entrySet().stream().map(gate -> gate.getKey() + "=" + gate.getValue());
        return new String[] {"--kubeconfig=/none", "--feature-gates=" + text.collect(Collectors.joining(","))};
    }

    @ParameterizedTest
    @CsvSource({"1.35.4, 35", "1.36.3, 36"})
    void plugins_areWhatTheApiServerTakes(String version, int minor) throws Exception {
        var help = run(RealBinaries.require("kube-apiserver", version), "--help");
        var line = help.lines()
                .filter(text -> text.strip().startsWith("--enable-admission-plugins"))
                .findFirst()
                .orElseThrow();
        var list = line.replaceFirst(".*admission plugins: ", "").replaceFirst("\\. The order.*", "");
        var table = resource("admission-plugins.txt").stream()
                .map(row -> List.of(row.split(" ")))
                .filter(row -> Minors.of(row).contain(minor))
                .map(row -> row.get(0))
                .toList();
        assertThat(table).containsExactlyInAnyOrder(list.split(", "));
    }

    private static List<String> resource(String name) throws IOException {
        try (var in = ControlPlaneRenderer.class.getResourceAsStream("internal/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Whether each flag in the help is a switch: no type follows its name, or a value that it has without one. */
    private static Map<String, Boolean> shown(String help) {
        var flags = new TreeMap<String, Boolean>();
        help.lines().map(FLAG::matcher).filter(Matcher::find).forEach(matcher -> {
            var type = Optional.ofNullable(matcher.group(3));
            flags.put(matcher.group(2), type.isEmpty() || type.get().contains("[="));
        });
        return flags;
    }

    private static Map<String, String> shorthands(String help) {
        var names = new TreeMap<String, String>();
        help.lines()
                .map(FLAG::matcher)
                .filter(Matcher::find)
                .forEach(matcher -> Stream.of(1, 4)
                        .flatMap(group -> Optional.ofNullable(matcher.group(group)).stream())
                        .forEach(shorthand -> names.put(shorthand, matcher.group(2))));
        return names;
    }

    private static Set<String> known(FlagTable table, int minor) {
        return table.names().stream()
                .filter(name -> table.minors(name).orElseThrow().contain(minor))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        var rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private static String run(String program, String... arguments) throws Exception {
        var words = new ArrayList<>(List.of(program));
        words.addAll(List.of(arguments));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
