package io.kamaji.testkit.bed;

import io.kamaji.core.access.Join;
import io.kamaji.testkit.Real;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Worker nodes of the bed, each with a kubelet of its own; made by its script, taken away on close. Needs root. */
public final class Workers implements AutoCloseable {
    private final Path script;
    private final Set<String> names = new LinkedHashSet<>();

    private Workers(Path script) {
        this.script = script;
    }

    /** Ready to make workers, or the test is skipped with the reason. */
    public static Workers require() {
        var script = Bed.require("KAMAJI_TEST_BED").resolve("worker").toAbsolutePath();
        Real.skipUnless(Files.exists(script) ? Optional.empty() : Optional.of("no " + script));
        return new Workers(script);
    }

    /** Joins one; it may not be Ready yet. What a killed run left of its name is taken away first. */
    public void up(String name, String version, Join join) {
        down(name);
        names.add(name);
        var words = new ArrayList<>(List.of("up", name, "--version", version, "--"));
        words.addAll(join.arguments());
        run(words).orThrow();
    }

    /** Takes one away, whether it is there or not; its Node stays. */
    public void down(String name) {
        run(List.of("down", name));
        names.remove(name);
    }

    private Programs.Outcome run(List<String> words) {
        var command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(words);
        return Programs.run(Duration.ofMinutes(3), command);
    }

    @Override
    public void close() {
        List.copyOf(names).forEach(this::down);
    }
}
