package io.kamaji.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.Real;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of known flags say what the real binaries say: all that their help shows, and what they take though it does not. */
class KnownFlagsIT {
    private static final Pattern FLAG =
            Pattern.compile("^\\s+(?:(-[a-zA-Z]), )?(--[a-zA-Z0-9-]+)(?:, (-[a-zA-Z])\\b)?");
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
        var table = table(binary, minor);
        var shown = shown(run(program, "--help"));

        assertThat(shown).hasSizeGreaterThan(20);
        assertThat(table).containsAll(shown);
        for (var hidden : minus(table, shown)) {
            assertThat(run(program, hidden + "=1", "--help")).as(hidden).doesNotContainPattern(UNKNOWN);
        }
        assertThat(run(program, "--no-such-flag=1", "--help")).containsPattern(UNKNOWN);
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        var rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private static Set<String> shown(String help) {
        var flags = new TreeSet<String>();
        help.lines().map(FLAG::matcher).filter(matcher -> matcher.find()).forEach(matcher -> {
            for (int group = 1; group <= 3; group++) {
                Optional.ofNullable(matcher.group(group)).ifPresent(flags::add);
            }
        });
        return flags;
    }

    private static Set<String> table(String binary, int minor) throws IOException {
        var name = "/io/kamaji/core/render/internal/known-flags/" + binary + ".txt";
        try (var in = KnownFlagsIT.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(words -> words.length == 1 || Integer.parseInt(words[1]) <= minor)
                    .map(words -> words[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
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
