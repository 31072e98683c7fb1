package io.kamaji.testkit.bed;

import io.kamaji.api.json.JsonObject;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.Real;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The real kubectl, with one kubeconfig. Thread-safe. */
public record Kubectl(Path program, Path kubeconfig) {

    /** For a kubeconfig, which is written into the folder; skips the test where there is no kubectl. */
    public static Kubectl of(Kubeconfig kubeconfig, Path folder) {
        var program = Binaries.standard().find("kubectl", "");
        Real.skipUnless(program.isPresent() ? Optional.empty() : Optional.of("no kubectl on this machine"));
        try {
            var file = Files.writeString(folder.resolve("kubeconfig"), kubeconfig.toYaml());
            return new Kubectl(program.orElseThrow(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it, for at most so long. */
    public Programs.Outcome attempt(Duration atMost, String... words) {
        return Programs.run(atMost, command(words));
    }

    /** What it said; it must end well within a minute and a half. */
    public String run(String... words) {
        return attempt(Duration.ofSeconds(90), words).orThrow();
    }

    /** The object it printed. */
    public JsonObject json(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-o", "json"));
        return JsonObject.parse(run(all.toArray(String[]::new)));
    }

    /** Applies objects that are written as YAML. */
    public void apply(String yaml) {
        var file = kubeconfig.resolveSibling("apply.yaml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("apply", "-f", file.toString());
    }

    /** Waits for a node that has just joined: it is there a moment after the join has ended, and Ready a while later. */
    public void awaitNode(String name) {
        run("wait", "--for=create", "node/" + name, "--timeout=60s");
        run("wait", "--for=condition=Ready", "node/" + name, "--timeout=80s");
    }

    /** Starts it, for what does not end by itself. */
    public Process start(String... words) {
        try {
            return new ProcessBuilder(command(words)).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String... words) {
        var command = new ArrayList<>(List.of(
                program.toString(), "--kubeconfig=" + kubeconfig, "--cache-dir=" + kubeconfig.resolveSibling("cache")));
        command.addAll(List.of(words));
        return command;
    }
}
