package io.kamaji.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.Binaries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The real kubectl on a tenant. */
final class Commands {

    private Commands() {}

    static String kubectl(TenantKubeconfig tenant, String... arguments) {
        var command = new ArrayList<>(List.of(
                Binaries.standard().find("kubectl", "").map(Object::toString).orElse("kubectl"),
                "--kubeconfig",
                tenant.path().toString(),
                "--request-timeout=20s",
                "--cache-dir",
                tenant.path() + ".cache"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(command + "\n" + text).isZero();
            return text.strip();
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static boolean present() {
        return Binaries.standard().find("kubectl", "").isPresent()
                || java.util.stream.Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                        .anyMatch(folder -> java.nio.file.Files.isExecutable(java.nio.file.Path.of(folder, "kubectl")));
    }
}
