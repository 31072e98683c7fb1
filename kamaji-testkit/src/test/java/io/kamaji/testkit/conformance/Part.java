package io.kamaji.testkit.conformance;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tests that are run together, one after another.
 *
 * @param name of its report
 * @param focus regular expression (Go) of the tests' names
 * @param skip those of them that are not run; empty: none
 */
record Part(String name, String focus, String skip) {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\.*+?()\\[\\]{}|^$]");

    /** Tests of sig-node that mostly wait: half of its time. */
    private static final String WAITING =
            "\\[sig-node\\] (Probing container|Pod InPlace Resize|Container Lifecycle Hook|Variable Expansion|Pods Extended)";

    /** Run at the same time, as upstream does with tests that are not marked as serial. */
    static final List<Part> SIDE_BY_SIDE = List.of(
            new Part("api", "\\[sig-(api-machinery|auth)\\].*\\[Conformance\\]", "\\[Serial\\]"),
            new Part("waiting", WAITING + ".*\\[Conformance\\]", "\\[Serial\\]"),
            new Part("node", "\\[sig-node\\].*\\[Conformance\\]", "\\[Serial\\]|" + WAITING));

    /** Those that disturb others, to be run when nothing else is. */
    static final Part SERIAL =
            new Part("serial", "\\[sig-(api-machinery|auth|node)\\].*\\[Serial\\].*\\[Conformance\\]", "");

    static List<Part> all() {
        return Stream.concat(SIDE_BY_SIDE.stream(), Stream.of(SERIAL)).toList();
    }

    /** Tests by their names; of none, a part that matches none. */
    static Part of(String name, List<Outcome> tests) {
        var names = tests.stream().map(test -> quoted(test.name())).collect(Collectors.joining("|"));
        return new Part(name, names.isEmpty() ? "no test has this name" : "(" + names + ")", "");
    }

    private static String quoted(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }
}
