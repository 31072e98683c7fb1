package io.kamaji.testkit.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.bed.Programs;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the jars show, which a build has from its package phase on. */
class ShippedJarIT {
    private static final List<String> MODULES = HostProject.MODULES;
    /** Rooms of kamaji-api that are public for Java's sake alone. */
    private static final List<String> NOT_FOR_USERS = List.of("io.kamaji.api.rules");

    @ParameterizedTest
    @FieldSource("MODULES")
    void jar_ofEachModule_hasItsLicenceAndItsModulesName(String module) throws IOException {
        var jar = built(module);
        try (var file = new JarFile(jar.toFile())) {
            assertThat(file.getEntry("META-INF/LICENSE")).isNotNull();
        }
        assertThat(ModuleFinder.of(jar).findAll())
                .extracting(each -> each.descriptor().name())
                .containsExactly("io.kamaji." + module);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "pki"})
    void descriptor_exportsAllButTheEngineRooms(String module) throws IOException {
        var jar = built(module);
        var descriptor =
                ModuleFinder.of(jar).find("io.kamaji." + module).orElseThrow().descriptor();

        assertThat(descriptor.isAutomatic()).isFalse();
        assertThat(descriptor.exports())
                .extracting(Exports::source)
                .containsExactlyInAnyOrderElementsOf(packages(jar).stream()
                        .filter(name -> !name.contains(".internal") && !NOT_FOR_USERS.contains(name))
                        .toList());
    }

    private static Set<String> packages(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.matches(".+/.+\\.class"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void apiAndPki_onTheModulePath_work(@TempDir Path folder) throws IOException {
        built("pki");
        var host = HostProject.in(folder);
        host.source("module-info", "module host { requires io.kamaji.api; requires io.kamaji.pki; }");
        host.source("host/Main", """
                package host;

                import io.kamaji.api.DataStore;
                import io.kamaji.api.TenantControlPlane;
                import io.kamaji.pki.*;
                import java.security.SecureRandom;
                import java.time.Instant;
                import java.util.*;

                public class Main {
                    public static void main(String[] args) {
                        var tenant = TenantControlPlane.builder("default", "modular")
                                .kubernetesVersion("1.36.3").loadBalancer().dataStore("s").build();
                        System.out.println(TenantControlPlane.parse(tenant.toYaml()).equals(tenant));
                        System.out.println(DataStore.parse(DataStore.sqlite("s").build().toYaml()).validate());
                        var tree = CertificateTree.of(KubeadmCertificates.of(SubjectAltNames.of("localhost")));
                        System.out.println(tree.reconcile(Map.of(), Issuance.of(Instant.now(), new SecureRandom())).issued().size());
                    }
                }
                """);

        var modulePath = host.build("<dependencies>" + dependency("api") + dependency("pki") + "</dependencies>");

        assertThat(Programs.run(
                                Duration.ofMinutes(1),
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-p",
                                        String.join(File.pathSeparator, modulePath),
                                        "-m",
                                        "host/host.Main"))
                        .orThrow())
                .isEqualTo("true\n[]\n9");
    }

    private static Path built(String module) {
        HostProject.missing().ifPresent(reason -> Assumptions.abort(reason));
        return HostProject.jar("kamaji-" + module, HostProject.builtVersion());
    }

    private static String dependency(String module) {
        return "<dependency><groupId>io.kamaji</groupId><artifactId>kamaji-" + module + "</artifactId><version>"
                + HostProject.builtVersion() + "</version></dependency>";
    }

    @Test
    void request_fromTheJar_saysWhichVersionSentIt() throws URISyntaxException {
        var code = Path.of(
                Kamaji.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Assumptions.assumeTrue(Files.isRegularFile(code), "kamaji-core is not loaded from its jar: run mvn verify");
        var version = code.getFileName().toString().replaceFirst("kamaji-core-(.*)\\.jar", "$1");

        try (var simulator = ApiServerSimulator.start();
                var client = AdminCluster.kubeconfig(simulator.kubeconfig()).connect()) {
            client.get(ObjectRef.of("v1", "Namespace", "default"));

            assertThat(simulator.requests().all())
                    .extracting(RecordedRequest::userAgent)
                    .containsOnly("kamaji-java/" + version);
        }
    }
}
