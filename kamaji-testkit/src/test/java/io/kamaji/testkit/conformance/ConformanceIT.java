package io.kamaji.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.bed.BedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs the upstream conformance tests of three sigs against a tenant with two workers and writes {@code
 * javadoc/conformance.md}. It takes most of an hour, so it runs only when asked for with {@code -Dkamaji.conformance=true}.
 * Reports and logs go to {@code target/conformance}, or {@code -Dkamaji.conformance.folder}; a part whose report is there is
 * not run again, so that a run that was cut short goes on. Needs {@code e2e.test} and {@code agnhost} among the binaries.
 */
@EnabledIfSystemProperty(
        named = "kamaji.conformance",
        matches = "true",
        disabledReason = "takes most of an hour: -Dkamaji.conformance=true")
class ConformanceIT {
    private static final Path PAGE = Path.of("../javadoc/conformance.md");

    private final Path folder = Path.of(System.getProperty("kamaji.conformance.folder", "target/conformance"))
            .toAbsolutePath();

    @Test
    void suite_againstATenantWithTwoWorkers_passes() throws IOException {
        var suite = Suite.in(Files.createDirectories(folder));
        var about = folder.resolve("about.txt");
        if (!suite.ended()) {
            var images = BedImages.require();
            SuiteImages.make(images, suite.program(), Suite.binary("agnhost"), suite.registries());
            try (var tenant = SuiteTenant.start(images, folder)) {
                Files.write(about, tenant.about());
                suite.runAll();
            }
        }

        var report = Report.of(Files.readAllLines(about), Suite.commandLines(), suite.first(), suite.second());
        Files.writeString(PAGE, report.toMarkdown());

        assertThat(report.failed()).isEmpty();
    }
}
