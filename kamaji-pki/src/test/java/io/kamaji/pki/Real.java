package io.kamaji.pki;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs the tests use where they are: else skipped, or failed with {@code -Dkamaji.requireReal=true}. */
final class Real {
    private static final long SECONDS = 60;

    private Real() {}

    /** From the folders of KAMAJI_BINARIES, their version folders, the newest first, and PATH. */
    static Path program(String name) {
        Stream<Path> own =
                paths("KAMAJI_BINARIES").flatMap(folder -> Stream.concat(Stream.of(folder), children(folder)));
        Optional<Path> found = Stream.concat(own, paths("PATH"))
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && Boolean.getBoolean("kamaji.requireReal")) {
            Assertions.fail(name + " is neither in KAMAJI_BINARIES nor in PATH");
        }
        Assumptions.assumeTrue(found.isPresent(), name + " is neither in KAMAJI_BINARIES nor in PATH");
        return found.orElseThrow();
    }

    private static Stream<Path> paths(String variable) {
        return Stream.of(Optional.ofNullable(System.getenv(variable)).orElse("").split(File.pathSeparator))
                .filter(path -> !path.isBlank())
                .map(Path::of);
    }

    private static Stream<Path> children(Path folder) {
        try (Stream<Path> list = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return list.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Outcome(int code, String text) {}

    static Outcome run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "out", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            Assertions.fail(command + " did not end within " + SECONDS + " s");
        }
        return new Outcome(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    }
}
