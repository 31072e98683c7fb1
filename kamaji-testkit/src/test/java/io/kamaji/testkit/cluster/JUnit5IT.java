package io.kamaji.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.Real;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The same test classes in a JVM that has JUnit 5.13 in place of 6, as most projects do. */
class JUnit5IT {
    private static final String JUPITER = "5.13.4";
    private static final String PLATFORM = "1.13.4";

    @Test
    void tenant_withoutBinaries_skipsHoweverItIsAskedFor() throws Exception {
        var names = Stream.of(TenantTests.WITHOUT_BINARIES)
                .map(Class::getSimpleName)
                .toArray(String[]::new);

        var lines = run(names);

        assertThat(lines).hasSize(names.length);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .contains(" skipped: ")
                        .containsAnyOf("-Dkamaji.binaries=download", "needs Linux"));
    }

    @Test
    void tenant_withBinaries_isThere() throws Exception {
        Real.skipUnless(RunningTenant.missing("1.36.3", StoreKind.SQLITE));

        assertThat(run("Real")).containsExactly("Real passed");
    }

    private static List<String> run(String... names) throws Exception {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                classPath(),
                TenantTests.class.getName()));
        command.addAll(List.of(names));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Ours, with the jars of JUnit replaced. */
    private static String classPath() throws IOException, URISyntaxException {
        var own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("junit-jupiter") && !entry.contains("junit-platform"));
        return Stream.concat(
                        Stream.of(
                                        jar("jupiter", "junit-jupiter-api", JUPITER),
                                        jar("jupiter", "junit-jupiter-engine", JUPITER),
                                        jar("jupiter", "junit-jupiter-params", JUPITER),
                                        jar("platform", "junit-platform-commons", PLATFORM),
                                        jar("platform", "junit-platform-engine", PLATFORM),
                                        jar("platform", "junit-platform-launcher", PLATFORM))
                                .map(Path::toString),
                        own)
                .reduce((left, right) -> left + File.pathSeparator + right)
                .orElseThrow();
    }

    /** Of the local repository that JUnit 6 has come from. */
    private static Path jar(String group, String artifact, String version) {
        var six = location(Test.class);
        var jar = six.resolve("../../../../" + group + "/" + artifact + "/" + version + "/" + artifact + "-" + version
                        + ".jar")
                .normalize();
        Assumptions.assumeTrue(
                Files.exists(jar),
                () -> "no " + jar + ": mvn dependency:get -Dartifact=org.junit.jupiter:junit-jupiter:" + JUPITER
                        + " and org.junit.platform:junit-platform-launcher:" + PLATFORM);
        return jar;
    }

    private static Path location(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                .map(source -> Path.of(source.getLocation().getPath()))
                .orElseThrow();
    }
}
