package io.kamaji.pki;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String INTERNAL = "io.kamaji.pki.internal..";
    private static final JavaClasses PKI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kamaji.pki");

    @Test
    void packages_haveNoCycle() {
        noClasses()
                .that()
                .resideInAPackage(INTERNAL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kamaji.pki")
                .check(PKI);
    }

    @Test
    void publicMethods_showNothingInternal() {
        var inside = DescribedPredicate.describe(
                "internal types", (JavaClass type) -> type.getPackageName().startsWith("io.kamaji.pki.internal"));
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(INTERNAL)
                .should()
                .haveRawReturnType(inside)
                .orShould()
                .haveRawParameterTypes(DescribedPredicate.anyElementThat(inside))
                .check(PKI);
    }

    @Test
    void bouncyCastle_isUsedInsideOnly() {
        classes()
                .that()
                .resideOutsideOfPackage(INTERNAL)
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("org.bouncycastle..")
                .check(PKI);
    }
}
