package io.kamaji.testkit.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.bed.Programs;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The repository that a release would be, which {@code .ci/rehearse} lays and signs. */
@EnabledIfSystemProperty(named = "kamaji.test.staging", matches = ".+", disabledReason = "for .ci/rehearse")
class StagedReleaseIT {
    private static final Path STAGING = Path.of(System.getProperty("kamaji.test.staging", ""));

    @ParameterizedTest
    @MethodSource("jars")
    void artifact_withJar_hasSourcesJavadocAndSbom(String artifact) throws IOException {
        assertThat(files(artifact))
                .anyMatch(name -> name.matches(artifact + "-[0-9.]+.*\\.pom"))
                .anyMatch(name -> name.endsWith("-sources.jar"))
                .anyMatch(name -> name.endsWith("-javadoc.jar"))
                .anyMatch(name -> name.endsWith("-cyclonedx.json"))
                .anyMatch(name -> name.matches(artifact + "-[-0-9.]+\\.jar"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            datastore/SqliteSpec          | volume(@Nullable String volume) | emptyDir (tests only
            datastore/SqliteSpec          | size(@Nullable String size)     | default 1Gi
            tenant/NetworkProfile         | port(@Nullable Integer port)    | 1 to 65535
            tenant/KonnectivityServerSpec | port(int port)                  | default 8132
            """)
    void javadoc_ofBuilder_saysTypeAndMeaningOfItsSetters(String type, String setter, String meaning)
            throws IOException {
        var text = javadoc("io/kamaji/api/" + type + ".Builder.html")
                .replaceAll("<[^>]*>", "")
                .replaceAll("(&nbsp;|\\s)+", " ");

        assertThat(text).containsPattern(Pattern.quote(setter) + "[^.]*" + Pattern.quote(meaning));
    }

    @Test
    void published_isWhatUsersNeedAndNothingElse() throws IOException {
        try (var list = Files.list(STAGING.resolve("io/kamaji"))) {
            assertThat(list.filter(Files::isDirectory)
                            .map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("kamaji", "kamaji-bom"), jars())
                            .toList());
        }
    }

    @Test
    void files_allOfThem_areSigned() throws IOException {
        try (var list = Files.walk(STAGING)) {
            var files = list.filter(file -> file.toString().matches(".*\\.(pom|jar|json)"))
                    .toList();
            assertThat(files).hasSizeGreaterThan(20);
            for (var file : files) {
                Programs.run(
                                Duration.ofMinutes(1),
                                List.of("gpg", "--batch", "--verify", file + ".asc", file.toString()))
                        .orThrow();
            }
        }
    }

    @Test
    void readme_overTheStagedRepository_resolvesInAnEmptyProject(@TempDir Path folder) throws IOException {
        var host = HostProject.in(folder, STAGING);
        host.source("Empty", "class Empty {}");

        var classPath = host.build(FirstProgramIT.block("xml", "kamaji-bom")
                .replaceFirst(
                        "(?s)(.*)</dependencies>",
                        "$1"
                                + attached("sources", "jar") + attached("javadoc", "jar")
                                + attached("cyclonedx", "json")
                                + "</dependencies>"));

        assertThat(classPath).anyMatch(jar -> jar.contains("/kamaji-core/"));
    }

    private static String attached(String classifier, String type) {
        return "<dependency><groupId>io.kamaji</groupId><artifactId>kamaji-core</artifactId><version>"
                + HostProject.builtVersion() + "</version><classifier>" + classifier + "</classifier><type>" + type
                + "</type><scope>provided</scope></dependency>";
    }

    static Stream<String> jars() {
        return HostProject.MODULES.stream().map(module -> "kamaji-" + module);
    }

    private static String javadoc(String page) throws IOException {
        var name = files("kamaji-api").stream()
                .filter(file -> file.endsWith("-javadoc.jar"))
                .findFirst()
                .orElseThrow();
        try (var jar = FileSystems.newFileSystem(folder("kamaji-api").resolve(name))) {
            return Files.readString(jar.getPath(page));
        }
    }

    private static List<String> files(String artifact) throws IOException {
        try (var list = Files.list(folder(artifact))) {
            return list.map(each -> each.getFileName().toString()).toList();
        }
    }

    private static Path folder(String artifact) {
        return STAGING.resolve("io/kamaji").resolve(artifact).resolve(HostProject.builtVersion());
    }
}
