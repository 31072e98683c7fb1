package io.kamaji.testkit.binaries.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A version as upstream projects number them, and what a binary on disk says of its own. Immutable.
 *
 * @param major such as 1
 * @param minor such as 36
 * @param patch such as 3
 */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
    private static final Pattern FORM = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)(?:[-+][0-9A-Za-z.+-]*)?");
    private static final Pattern PRINTED = Pattern.compile("(?<![\\w.])v?(\\d+\\.\\d+\\.\\d+)");
    private static final Map<String, Optional<Version>> SEEN = new ConcurrentHashMap<>();

    /** Reads {@code 1.36.3}, {@code v1.36.3} or either with a suffix, such as an image's tag {@code 3.6.16-0}. */
    public static Optional<Version> of(String text) {
        var match = FORM.matcher(text);
        return match.matches()
                ? Optional.of(new Version(
                        Integer.parseInt(match.group(1)),
                        Integer.parseInt(match.group(2)),
                        Integer.parseInt(match.group(3))))
                : Optional.empty();
    }

    /**
     * What a binary prints as its version; empty if it prints none, as one built without version flags does. Runs it
     * once per file, size and time of change, for at most 10 s.
     */
    public static Optional<Version> printedBy(Path binary, Upstream upstream) {
        if (upstream.versionArguments().isEmpty()) {
            return Optional.empty();
        }
        try {
            var file = binary.toRealPath();
            var key = file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
            return SEEN.computeIfAbsent(key, unseen -> run(file, upstream.versionArguments()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Version> run(Path binary, List<String> arguments) {
        var command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(arguments);
        Path output = null;
        try {
            output = Files.createTempFile("kamaji", ".version");
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            var match = PRINTED.matcher(Files.readString(output, StandardCharsets.ISO_8859_1));
            return match.find() ? of(match.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }

    public boolean sameMinor(Version other) {
        return major == other.major && minor == other.minor;
    }

    @Override
    public int compareTo(Version other) {
        return major != other.major
                ? Integer.compare(major, other.major)
                : minor != other.minor ? Integer.compare(minor, other.minor) : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
