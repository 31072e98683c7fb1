package io.kamaji.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rooms of this module, and which way the arrows between them run. */
class ArchitectureTest {
    private static final int MOST_LINES = 350;
    private static final List<String> BOTTOM_TO_TOP = List.of(
            "io.kamaji.api.json",
            "io.kamaji.api.value",
            "io.kamaji.api.setting",
            "io.kamaji.api.internal",
            "io.kamaji.api.schema",
            "io.kamaji.api.datastore",
            "io.kamaji.api.kubeconfig",
            "io.kamaji.api.tenant.status",
            "io.kamaji.api.tenant",
            "io.kamaji.api.rules",
            "io.kamaji.api",
            "io.kamaji.api.boundary");
    private static final JavaClasses API = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kamaji.api");

    @Test
    void packages_haveNoCycle() {
        slices().matching("io.kamaji.(**)").should().beFreeOfCycles().check(API);
    }

    @Test
    void packages_dependOnlyDownwards() {
        assertThat(API).extracting(type -> type.getPackageName()).isSubsetOf(BOTTOM_TO_TOP);
        for (int i = 0; i < BOTTOM_TO_TOP.size(); i++) {
            var above = BOTTOM_TO_TOP.subList(i + 1, BOTTOM_TO_TOP.size());
            noClasses()
                    .that()
                    .resideInAPackage(BOTTOM_TO_TOP.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above.toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(API);
        }
    }

    @Test
    void files_areShort() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            var tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > MOST_LINES)
                    .toList();
            assertThat(tooLong).isEmpty();
        }
    }

    private static long lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
