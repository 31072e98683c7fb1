package io.kamaji.examples.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The processes of pods that run on this machine, as Linux counts them. */
final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern POD = Pattern.compile("pod([0-9a-f]{8}[-_][0-9a-f_-]{27})");
    private static final Set<String> OTHERS = Set.of("pause");
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, which is 100 wherever Linux runs

    /** CPU time in seconds since it began, and MiB of memory: all, and what it shares with nobody. */
    record Sample(double cpu, double resident, double own) {
        Sample plus(Sample other) {
            return new Sample(cpu + other.cpu, resident + other.resident, own + other.own);
        }
    }

    private Processes() {}

    /** By uid of the pod, all containers together. */
    static Map<String, Sample> byPod() throws IOException {
        var pods = new HashMap<String, Sample>();
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                pod(process)
                        .ifPresent(uid -> sample(process).ifPresent(sample -> pods.merge(uid, sample, Sample::plus)));
            }
        }
        return pods;
    }

    private static Optional<String> pod(Path process) {
        return read(process.resolve("cgroup")).flatMap(text -> {
            var matcher = POD.matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1).replace('_', '-')) : Optional.empty();
        });
    }

    private static Optional<Sample> sample(Path process) {
        var stat = read(process.resolve("stat"));
        var status = read(process.resolve("status"));
        if (stat.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        var command =
                stat.get().substring(stat.get().indexOf('(') + 1, stat.get().lastIndexOf(')'));
        var fields = stat.get().substring(stat.get().lastIndexOf(')') + 2).split(" ");
        return Optional.of(new Sample(
                        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND,
                        mebibytes(status.get(), "VmRSS"),
                        mebibytes(status.get(), "RssAnon")))
                .filter(sample -> !OTHERS.contains(command));
    }

    private static double mebibytes(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    /** A process may end at any time. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}
