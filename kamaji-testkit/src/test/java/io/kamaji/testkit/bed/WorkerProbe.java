package io.kamaji.testkit.bed;

import io.kamaji.pki.Kubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks a tenant's API as the tenant's pods do, at the address of Service {@code kubernetes} and within the network of a
 * worker, for what {@link ApiProbe} asks for: each 200 ms, each time over a connection of its own, until it is closed.
 */
public final class WorkerProbe implements AutoCloseable {
    private static final String ASK = """
            while :; do
              curl -s -o /dev/null --max-time 10 --cacert "$1" -w '%{http_code} after %{time_total} s %{errormsg}\\n' "$2" &
              sleep 0.2
            done""";

    private final Process process;
    private final Path answers;

    private WorkerProbe(Process process, Path answers) {
        this.process = process;
        this.answers = answers;
    }

    /**
     * Begins to ask.
     *
     * @param folder for what it writes
     */
    public static WorkerProbe start(String worker, String serviceIp, Kubeconfig kubeconfig, Path folder) {
        try {
            var authority = Files.createTempFile(folder, "ca", ".crt");
            Files.writeString(authority, kubeconfig.certificateAuthorityPem());
            var answers = Files.createTempFile(folder, "answers", ".log");
            var network = "--net=/run/netns/bed-" + worker;
            var command = List.of(
                    "nsenter",
                    network,
                    "bash",
                    "-c",
                    ASK,
                    "probe",
                    authority.toString(),
                    "https://" + serviceIp + ApiProbe.OBJECT);
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(answers.toFile())
                    .start();
            return new WorkerProbe(process, answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often it was not answered, in time: so many periods. */
    public Duration refused() {
        return ApiProbe.PERIOD.multipliedBy(refusals().size());
    }

    private List<String> refusals() {
        return lines().stream().filter(line -> !line.startsWith("200 ")).toList();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many requests were answered so far. */
    public int answered() {
        return lines().size() - refusals().size();
    }

    @Override
    public String toString() {
        return lines().size() + " requests from within, " + refusals().size() + " refused"
                + String.join("", refusals().stream().map(line -> "\n  " + line).toList());
    }

    /** Asks no more, and waits for what was asked. */
    @Override
    public void close() {
        var asked = process.descendants().toList();
        process.destroy();
        asked.forEach(curl -> curl.onExit().orTimeout(15, TimeUnit.SECONDS).join());
    }
}
