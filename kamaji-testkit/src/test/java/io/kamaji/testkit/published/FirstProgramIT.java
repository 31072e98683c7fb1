package io.kamaji.testkit.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.CustomResourceDefinitions;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.bed.Programs;
import io.kamaji.testkit.cluster.RunningTenant;
import io.kamaji.testkit.cluster.StoreKind;
import io.kamaji.testkit.datastore.EtcdServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's way to a first program, walked: its XML and its Java in an empty project, against an admin cluster. */
class FirstProgramIT {
    private static final String VERSION = "1.36.3";

    @TempDir
    Path folder;

    @BeforeEach
    void needsMaven() {
        HostProject.missing().ifPresent(reason -> Assumptions.abort(reason));
    }

    @Test
    void dependencies_ofReadme_leaveTheHostItsTestLibraries() throws IOException {
        var host = HostProject.in(folder);
        var own = List.of(
                "org.junit.jupiter:junit-jupiter-api",
                "org.junit.platform:junit-platform-launcher",
                "org.assertj:assertj-core",
                "org.testcontainers:k3s",
                "org.testcontainers:testcontainers");
        var managed = new StringBuilder();
        var used = new StringBuilder();
        for (var each : own) {
            var name = each.split(":");
            host.publishEmpty(name[0], name[1], "0-host");
            managed.append(dependency(name[0], name[1], "<version>0-host</version>"));
            used.append(dependency(name[0], name[1], ""));
        }
        host.publish(
                "com.example",
                "host-bom",
                "1",
                "<dependencyManagement><dependencies>" + managed + "</dependencies></dependencyManagement>");
        // imported after Kamaji's: of two the first wins
        var imported =
                dependency("com.example", "host-bom", "<version>1</version><type>pom</type><scope>import</scope>");
        host.source("Empty", "class Empty {}");

        var classPath = host.build(block("xml", "kamaji-bom")
                .replaceFirst("</dependencies>", imported + "</dependencies>")
                .replaceFirst("(?s)(.*)</dependencies>", "$1" + used + "</dependencies>"));

        for (var each : own) {
            var artifact = each.split(":")[1];
            assertThat(classPath).anyMatch(jar -> jar.endsWith(artifact + "-0-host.jar"));
        }
        assertThat(classPath)
                .anyMatch(jar -> jar.contains("/jetcd-core-"))
                .anyMatch(jar -> jar.endsWith("/gson-2.14.0.jar"))
                .noneMatch(jar -> jar.contains("/io/vertx/") || jar.contains("/io/netty/"))
                .filteredOn(jar -> jar.contains("netty"))
                .singleElement()
                .asString()
                .contains("/grpc-netty-shaded-");
    }

    @Test
    void program_ofReadme_bringsATenantUp() throws Exception {
        var host = HostProject.in(folder);
        var program = block("java", "Kamaji.connect");
        var imports = Pattern.compile("(?m)^import .*\\R").matcher(program);
        host.source(
                "FirstProgram",
                imports.results().map(each -> each.group()).reduce("", String::concat)
                        + "class FirstProgram {\n public static void main(String[] args) throws Exception {\n"
                        + imports.replaceAll("") + "}}\n");
        var classPath = host.build(block("xml", "kamaji-bom"));
        Real.skipUnless(RunningTenant.missing(VERSION, StoreKind.ETCD));

        try (var simulator = ApiServerSimulator.builder()
                        .namespaces("default", "kube-system", "kube-public", "kube-node-lease", "tenants")
                        .start();
                var etcd = EtcdServer.start();
                var admin = AdminCluster.kubeconfig(simulator.kubeconfig()).connect();
                var node = ProcessNode.start(admin)) {
            CustomResourceDefinitions.all().forEach(simulator::create);
            simulator.create(etcd.dataStore().toBuilder()
                    .metadata(m -> m.name("shared-etcd"))
                    .build()
                    .toJsonObject());
            Files.writeString(folder.resolve("admin.conf"), simulator.kubeconfig());

            var said = Programs.run(
                            Duration.ofMinutes(3),
                            List.of(
                                    "env",
                                    "-C",
                                    folder.toString(),
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    String.join(File.pathSeparator, classPath),
                                    "FirstProgram"))
                    .orThrow();

            assertThat(said)
                    .as("on %s", node)
                    .contains("Tenant control plane tenants/tenant-a")
                    .contains("READY");
            assertThat(folder.resolve("tenant-a.kubeconfig")).content().contains("kind: Config");
        }
    }

    /** The first block of README in this language that holds a text. */
    static String block(String language, String with) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\\R(.*?)^```")
                .matcher(Files.readString(Path.of("../README.md")))
                .results()
                .map(match -> match.group(1))
                .filter(text -> text.contains(with))
                .findFirst()
                .orElseThrow(() -> new AssertionError("README.md has no block of " + language + " with " + with));
    }

    private static String dependency(String group, String artifact, String more) {
        return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId>" + more
                + "</dependency>";
    }
}
