package io.kamaji.testkit.bed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of this machine to their end. Thread-safe. */
public final class Programs {

    private Programs() {}

    /**
     * How a program ended.
     *
     * @param code exit code; 124 if it was ended because its time was over
     * @param text what it said on both its outputs, without space around it
     */
    public record Outcome(int code, String text) {

        /** What it said, if it ended well. */
        public String orThrow() {
            if (code != 0) {
                throw new AssertionError("ended with " + code + ": " + text);
            }
            return text;
        }
    }

    /** Runs a program; it and what it started are ended when the time is over. */
    public static Outcome run(Duration atMost, List<String> command) {
        try {
            var said = Files.createTempFile("program", ".log");
            try {
                // into a file: what it leaves running keeps a pipe open
                var process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
                var ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                }
                var text = Files.readString(said, StandardCharsets.UTF_8).strip();
                return new Outcome(ended ? process.exitValue() : 124, text);
            } finally {
                Files.delete(said);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(command + ": " + e, e);
        }
    }
}
