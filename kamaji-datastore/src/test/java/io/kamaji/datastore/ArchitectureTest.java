package io.kamaji.datastore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this module. */
class ArchitectureTest {
    private static final JavaClasses DATASTORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kamaji.datastore");

    @Test
    void packages_haveNoCycle() {
        slices().matching("io.kamaji.datastore.(**)").should().beFreeOfCycles().check(DATASTORE);
    }

    @Test
    void spi_knowsNoDriver() {
        noClasses()
                .that()
                .resideInAPackage("io.kamaji.datastore")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kamaji.datastore.*..")
                .check(DATASTORE);
    }
}
