package io.kamaji.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the suite reported, told on one page. */
class ReportTest {
    private static final Outcome PASSED = outcome("Pods should get a host IP [NodeConformance]", true, "", "");
    private static final Outcome FAILED = outcome("Pods should be quick", false, "Timed out\nafter 1 s", "");
    private static final Outcome LEFT_OUT = outcome(
            "ImageVolume should succeed",
            false,
            "Timed out",
            "Failed: Failed to pull image \"r.test/e2e/kitten:1.8\": NotFound");

    private static Outcome outcome(String title, boolean passed, String failure, String said) {
        var reported = "[It] [sig-node] " + title + " [Conformance] [sig-node, NodeConformance, Conformance]";
        return Outcome.of(reported, passed, failure, said);
    }

    @Test
    void of_reportedName_losesTheLabels() {
        assertThat(PASSED.name()).isEqualTo("[sig-node] Pods should get a host IP [NodeConformance]");
        assertThat(PASSED.sig()).isEqualTo("node");
        assertThat(PASSED.title()).isEqualTo("Pods should get a host IP [NodeConformance]");
    }

    @Test
    void of_imageThatCannotBePulled_isLeftOutNotFailed() {
        assertThat(LEFT_OUT.missing()).containsExactly("kitten:1.8");
        assertThat(LEFT_OUT.failed()).isFalse();
        assertThat(outcome("Pods should pull", true, "", "Failed to pull image \"x/y:1\"")
                        .missing())
                .as("passed all the same")
                .isEmpty();
    }

    @Test
    void toMarkdown_secondRun_countsInPlaceOfTheFirst() {
        var again = outcome("Pods should be quick", true, "", "");
        var page = Report.of(
                        List.of("Date: today"), List.of("e2e.test"), List.of(PASSED, FAILED, LEFT_OUT), List.of(again))
                .toMarkdown();

        assertThat(page)
                .contains("- Date: today", "| sig-node | 2 | 2 | 1 | 0 | 1 |")
                .contains("- Pods should be quick (second run)", "- ImageVolume should succeed: `kitten:1.8`")
                .doesNotContain("## Failed");
    }

    @Test
    void toMarkdown_failure_saysWhy() {
        var report = Report.of(List.of(), List.of(), List.of(FAILED), List.of(FAILED));

        assertThat(report.toMarkdown()).contains("- Pods should be quick: `Timed out`");
    }

    @Test
    void part_ofNames_matchesThemLiterally() {
        assertThat(Part.of("again", List.of(PASSED, LEFT_OUT)).focus())
                .isEqualTo("(\\[sig-node\\] Pods should get a host IP \\[NodeConformance\\]|\\[sig-node\\] ImageVolume"
                        + " should succeed)");
    }
}
