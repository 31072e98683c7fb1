package io.kamaji.testkit.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The page that says which tests of the suite ran and how each ended. Immutable.
 *
 * @param about what was tested with what, line by line
 * @param commands as they were run, a line each
 * @param outcomes of each test, the last one
 * @param again titles of those that passed in a second run only
 */
record Report(List<String> about, List<String> commands, List<Outcome> outcomes, Set<String> again) {

    /** From a first run and a second one of what failed in it. */
    static Report of(List<String> about, List<String> commands, List<Outcome> first, List<Outcome> second) {
        var last = new LinkedHashMap<String, Outcome>();
        first.forEach(outcome -> last.put(outcome.name(), outcome));
        second.forEach(outcome -> last.put(outcome.name(), outcome));
        var again = second.stream()
                .filter(Outcome::passed)
                .map(Outcome::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Report(about, commands, List.copyOf(last.values()), again);
    }

    List<Outcome> failed() {
        return those(Outcome::failed);
    }

    String toMarkdown() {
        var lines = new ArrayList<>(List.of("# Conformance", ""));
        lines.add("The upstream conformance tests of sig-api-machinery, sig-auth and sig-node that need no image but"
                + " agnhost,");
        lines.add("busybox and pause, against a tenant with two workers. Written by `ConformanceIT`, not by hand:");
        lines.add("`mvn verify -pl kamaji-testkit -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dit.test=ConformanceIT");
        lines.add(
                "-Dfailsafe.failIfNoSpecifiedTests=false -Dkamaji.conformance=true`, which calls for each part what is"
                        + " below.");
        lines.add("");
        about.forEach(line -> lines.add("- " + line));
        lines.addAll(List.of("", "```"));
        lines.addAll(commands);
        lines.addAll(List.of("```", ""));
        lines.addAll(totals());
        section(
                lines,
                "Failed",
                failed(),
                test -> test.title() + ": `"
                        + test.failure().lines().findFirst().orElse("?") + "`");
        section(
                lines,
                "Left out, because an image is missing",
                those(Outcome::leftOut),
                test -> test.title() + ": `" + String.join("`, `", test.missing()) + "`");
        for (var sig : sigs().keySet()) {
            section(
                    lines,
                    "Passed, sig-" + sig,
                    those(test -> test.passed() && test.sig().equals(sig)),
                    test -> test.title() + (again.contains(test.name()) ? " (second run)" : ""));
        }
        return String.join("\n", lines) + "\n";
    }

    private List<String> totals() {
        var lines = new ArrayList<>(List.of(
                "| | run | passed | of these in a second run | failed | left out |",
                "| --- | --- | --- | --- | --- | --- |"));
        sigs().forEach((sig, tests) -> lines.add("| sig-" + sig + " | "
                + count(tests, test -> !test.leftOut()) + " | "
                + count(tests, Outcome::passed) + " | "
                + count(tests, test -> again.contains(test.name())) + " | "
                + count(tests, Outcome::failed) + " | "
                + count(tests, Outcome::leftOut) + " |"));
        return lines;
    }

    private static long count(List<Outcome> tests, Predicate<Outcome> which) {
        return tests.stream().filter(which).count();
    }

    private TreeMap<String, List<Outcome>> sigs() {
        return outcomes.stream().collect(Collectors.groupingBy(Outcome::sig, TreeMap::new, Collectors.toList()));
    }

    private List<Outcome> those(Predicate<Outcome> which) {
        return outcomes.stream()
                .filter(which)
                .sorted(Comparator.comparing(Outcome::name))
                .toList();
    }

    private static void section(List<String> lines, String title, List<Outcome> tests, Function<Outcome, String> line) {
        if (!tests.isEmpty()) {
            lines.addAll(List.of("", "## " + title, ""));
            tests.forEach(test -> lines.add("- " + line.apply(test)));
        }
    }
}
