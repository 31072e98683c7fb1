package io.kamaji.testkit.conformance;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How one test of the suite ended. Immutable.
 *
 * @param name without labels, such as {@code [sig-node] Pods should get a host IP}
 * @param passed whether it passed
 * @param failure the first lines of what failed; empty if it passed
 * @param missing the images that it could not pull, without their registry
 */
record Outcome(String name, boolean passed, String failure, List<String> missing) {
    private static final Pattern SIG = Pattern.compile("\\[sig-([a-z-]+)]");
    private static final Pattern LABELS = Pattern.compile("^\\[It] | \\[[^\\]]*, Conformance]$| \\[Conformance]");
    private static final Pattern PULL = Pattern.compile("Failed to pull image \\\\*\"(?:[^\"\\\\]*/)?([^\"\\\\]+)");

    /**
     * From what the suite reports.
     *
     * @param reported its name there, with labels
     * @param said all that it said, the events of its namespace among it
     */
    static Outcome of(String reported, boolean passed, String failure, String said) {
        var missing = PULL.matcher(passed ? "" : said)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .sorted()
                .toList();
        return new Outcome(LABELS.matcher(reported).replaceAll(""), passed, failure, missing);
    }

    /** Without the sig, as in node. */
    String sig() {
        var matcher = SIG.matcher(name);
        return matcher.find() ? matcher.group(1) : "none";
    }

    boolean leftOut() {
        return !missing.isEmpty();
    }

    boolean failed() {
        return !passed && !leftOut();
    }

    /** Its name without the sig. */
    String title() {
        return name.replaceFirst("^\\[sig-[^]]*] ", "");
    }
}
