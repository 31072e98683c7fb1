package io.kamaji.testkit.conformance;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tests that are run together, one after another.
 *
 * @param name of its report
 * @param focus regular expression (Go) of the tests' names
 * @param skip those of them that are not run; empty: none
 */
record Part(String name, String focus, String skip) {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\.*+?()\\[\\]{}|^$]");

    /** Those that disturb others come last. */
    static final List<Part> ALL = List.of(
            new Part("api", "\\[sig-(api-machinery|auth)\\].*\\[Conformance\\]", "\\[Serial\\]"),
            new Part("node", "\\[sig-node\\].*\\[Conformance\\]", "\\[Serial\\]"),
            new Part("serial", "\\[sig-(api-machinery|auth|node)\\].*\\[Serial\\].*\\[Conformance\\]", ""));

    /** Tests by their names; of none, a part that matches none. */
    static Part of(String name, List<Outcome> tests) {
        var names = tests.stream().map(test -> quoted(test.name())).collect(Collectors.joining("|"));
        return new Part(name, names.isEmpty() ? "no test has this name" : "(" + names + ")", "");
    }

    private static String quoted(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }
}
