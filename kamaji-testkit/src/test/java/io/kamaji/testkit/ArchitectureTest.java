package io.kamaji.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the design that can be read off the code. */
class ArchitectureTest {
    private static final JavaClasses KAMAJI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kamaji");

    @Test
    void modules_dependOnlyDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("api")
                .definedBy("io.kamaji.api..")
                .layer("pki")
                .definedBy("io.kamaji.pki..")
                .layer("datastore")
                .definedBy("io.kamaji.datastore..")
                .layer("core")
                .definedBy("io.kamaji.core..")
                .layer("testkit")
                .definedBy("io.kamaji.testkit..")
                .whereLayer("api")
                .mayNotAccessAnyLayer()
                .whereLayer("pki")
                .mayNotAccessAnyLayer()
                .whereLayer("datastore")
                .mayOnlyAccessLayers("api", "pki")
                .whereLayer("core")
                .mayOnlyAccessLayers("api", "pki", "datastore")
                .check(KAMAJI);
    }

    @Test
    void coreAndDatastore_haveNoPackageCycle() {
        slices().matching("io.kamaji.core.(*)..").should().beFreeOfCycles().check(KAMAJI);
        slices().matching("io.kamaji.datastore.(*)..").should().beFreeOfCycles().check(KAMAJI);
    }

    @Test
    void testkit_hasNoPackageCycle() {
        slices().matching("io.kamaji.testkit.(*)..").should().beFreeOfCycles().check(KAMAJI);
        slices().matching("io.kamaji.testkit.simulator.internal.(*)..")
                .should()
                .beFreeOfCycles()
                .check(KAMAJI);
    }

    /** Whoever uses the simulator or a node writes against these; all else there is the engine room. */
    @Test
    void testkit_publishesNoEngineRoom() {
        classes()
                .that()
                .arePublic()
                .and()
                .resideInAnyPackage(
                        "io.kamaji.testkit.simulator", "io.kamaji.testkit.node", "io.kamaji.testkit.binaries")
                .and()
                .areTopLevelClasses()
                .should()
                .haveNameMatching(".*\\.(Fault|Faults|RecordedRequest|RequestLog|Snapshot"
                        + "|Argv|RunningPod|TranslationRule|Site)")
                .check(KAMAJI);
    }

    @Test
    void core_isLayeredBottomToTop() {
        var bottomToTop = List.of(
                "event",
                "manifest",
                "exposure",
                "component",
                "render",
                "cluster",
                "plan",
                "observe",
                "boundary",
                "storage",
                "apply",
                "status",
                "reconcile",
                "access",
                "migrate",
                "operator",
                "metrics");
        for (int i = 0; i < bottomToTop.size(); i++) {
            var above = bottomToTop.subList(i + 1, bottomToTop.size()).stream()
                    .map(name -> "io.kamaji.core." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.kamaji.core." + bottomToTop.get(i) + "..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(above).or(resideInAPackage("io.kamaji.core")))
                    .allowEmptyShould(true)
                    .check(KAMAJI);
        }
    }

    @Test
    void internalPackages_areNotUsedByOtherModules() {
        for (var module : List.of("api", "pki", "datastore", "core", "testkit")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.kamaji." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.kamaji." + module + ".internal..", "io.kamaji." + module + "..internal..")
                    .check(KAMAJI);
        }
    }

    @Test
    void rendering_touchesNoClusterNetworkFileClockOrRandomness() {
        noClasses()
                .that()
                .resideInAnyPackage("..core.render..", "..core.component..", "..core.exposure..", "..core.manifest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kamaji.core.cluster..", "java.net..", "java.nio.file..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java.security.SecureRandom|java.util.Random|java.time.Clock")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(KAMAJI);
    }

    @Test
    void clientLibraries_areSeenOnlyWhereTheyAreAdapted() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kamaji.core.cluster..", "io.kamaji.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kubernetes..", "okhttp3..")
                .check(KAMAJI);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kamaji.datastore.etcd..", "io.kamaji.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.etcd..")
                .check(KAMAJI);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kamaji.pki.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(KAMAJI);
        noClasses()
                .that()
                .resideInAPackage("io.kamaji.core..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.kamaji.datastore.*..")
                        .and(DescribedPredicate.not(resideInAPackage("io.kamaji.datastore.transfer.."))))
                .as("core names no concrete driver")
                .check(KAMAJI);
    }

    @Test
    void publicSignatures_useTypesOfTheJdkAndOurOwn() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat(describe("are public", type -> isPublicApi(type)))
                .should(useOnlyJdkAndOwnTypes())
                .check(KAMAJI);
    }

    private static boolean isPublicApi(JavaClass type) {
        return type.getPackageName().startsWith("io.kamaji.")
                && !type.getPackageName().contains(".internal")
                && type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                && !type.getFullName().contains("Immutable")
                && !type.getName().equals("io.kamaji.core.cluster.AdminCluster") // where a client-java client comes in
                && !type.getName()
                        .equals("io.kamaji.core.metrics.KamajiMetrics") // where a registry of Micrometer comes in
                && type.getEnclosingClass().map(outer -> isPublicApi(outer)).orElse(true);
    }

    private static ArchCondition<JavaMethod> useOnlyJdkAndOwnTypes() {
        return new ArchCondition<>("use only types of the JDK and our own") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !type.isPrimitive()
                                && !type.getPackageName().startsWith("java")
                                && !type.getPackageName().startsWith("io.kamaji"))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " uses " + type.getName())));
            }
        };
    }

    @Test
    void classNames_sayWhatTheyAre() {
        noClasses()
                .that()
                .doNotHaveSimpleName("KubeControllerManager") // the upstream component's own name
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
                .check(KAMAJI);
    }

    @Test
    void exceptions_areOfOneFamily() {
        classes()
                .that()
                .areAssignableTo(Exception.class)
                .and()
                .resideInAnyPackage("io.kamaji.core..", "io.kamaji.datastore..")
                .should()
                .beAssignableTo(io.kamaji.api.KamajiException.class)
                .check(KAMAJI);
    }

    @Test
    void sourceFiles_staySmall() throws IOException {
        try (var files = Files.walk(Path.of(".."), 12)) {
            var sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src/main/java"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(50);
            assertThat(sources).filteredOn(file -> lines(file) > 400).isEmpty();
            assertThat(sources)
                    .filteredOn(file -> file.toString().contains("core/render/internal") && lines(file) > 300)
                    .isEmpty();
            var sizes = sources.stream().map(ArchitectureTest::lines).sorted().toList();
            assertThat(sizes.get(sizes.size() / 2)).as("median").isLessThanOrEqualTo(90);
            assertThat(sizes.get(sizes.size() * 95 / 100)).as("95th percentile").isLessThanOrEqualTo(300);
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
