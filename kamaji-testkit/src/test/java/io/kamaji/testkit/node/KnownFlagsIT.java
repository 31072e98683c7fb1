package io.kamaji.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.component.FlagTable;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.Real;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of known flags say what the real binaries say: all that their help shows, and what they take though it does not,
 * and which of them take no word as their value.
 */
class KnownFlagsIT {
    private static final Pattern FLAG =
            Pattern.compile("^\\s+(?:(-[a-zA-Z]), )?(--[a-zA-Z0-9-]+)( [^\\s-]\\S*)?(?:, (-[a-zA-Z])\\b)?");
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
        var found = Binaries.standard().find(binary, version);
        Real.skipUnless(
                found.isPresent()
                        ? Optional.empty()
                        : Optional.of("no " + binary + " " + version + " on this machine: set KAMAJI_BINARIES"));
        var program = found.orElseThrow().toString();
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
        assertThat(run(program, "--no-such-flag=1", "--help")).containsPattern(UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"1.35.4, 35", "1.36.3, 36"})
    void plugins_areWhatTheApiServerTakes(String version, int minor) throws Exception {
        var found = Binaries.standard().find("kube-apiserver", version);
        Real.skipUnless(
                found.isPresent()
                        ? Optional.empty()
                        : Optional.of("no kube-apiserver " + version + " on this machine: set KAMAJI_BINARIES"));
        var help = run(found.orElseThrow().toString(), "--help");
        var line = help.lines()
                .filter(text -> text.strip().startsWith("--enable-admission-plugins"))
                .findFirst()
                .orElseThrow();
        var list = line.replaceFirst(".*admission plugins: ", "").replaceFirst("\\. The order.*", "");
        try (var in = ControlPlaneRenderer.class.getResourceAsStream("internal/admission-plugins.txt")) {
            var table = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(row -> List.of(row.split(" ")))
                    .filter(row -> row.stream()
                            .skip(1)
                            .noneMatch(word -> word.matches("\\d+") && Integer.parseInt(word) > minor))
                    .map(row -> row.get(0))
                    .toList();
            assertThat(table).containsExactlyInAnyOrder(list.split(", "));
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
                .filter(name -> table.since(name).orElseThrow() <= minor)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        var rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private static String run(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
