package io.kamaji.testkit.conformance;

import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.bed.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The program {@code e2e.test} and its reports.
 *
 * @param program {@code e2e.test}
 * @param folder where it finds {@code kubeconfig} and {@code registries.yaml}, and a JUnit report and a log of each part go
 */
record Suite(Path program, Path folder) {
    private static final Duration PATIENCE = Duration.ofHours(4);

    /** What failed is run once more under this name: a busy machine fails tests that nothing is wrong with. */
    private static final String AGAIN = "again";

    /** With the program of this machine, or the test is skipped with the reason. */
    static Suite in(Path folder) {
        return new Suite(binary("e2e.test"), folder);
    }

    static Path binary(String name) {
        var found = Binaries.standard().find(name, "");
        Real.skipUnless(found.isPresent() ? Optional.empty() : Optional.of("no " + name + " on this machine"));
        return found.orElseThrow();
    }

    Path registries() {
        return folder.resolve("registries.yaml");
    }

    /** Whether all ran, what failed a second time. */
    boolean ended() {
        return Files.exists(report(AGAIN));
    }

    /** Runs each part whose report is not there yet, then what failed. */
    void runAll() {
        var threads = Executors.newFixedThreadPool(Part.SIDE_BY_SIDE.size());
        try {
            var runs = Part.SIDE_BY_SIDE.stream()
                    .map(part -> CompletableFuture.runAsync(() -> run(part), threads))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(runs).join();
        } finally {
            threads.shutdown();
        }
        run(Part.SERIAL);
        run(Part.of(AGAIN, first().stream().filter(Outcome::failed).toList()));
    }

    /** How each test ended in the first run. */
    List<Outcome> first() {
        return Part.all().stream()
                .flatMap(part -> read(report(part.name())).stream())
                .toList();
    }

    /** How those that failed in the first run ended in the second one. */
    List<Outcome> second() {
        return read(report(AGAIN));
    }

    private void run(Part part) {
        if (Files.exists(report(part.name()))) {
            return;
        }
        var command =
                new ArrayList<>(List.of("env", "KUBE_TEST_REPO_LIST=" + registries(), "nice", program.toString()));
        command.addAll(List.of(
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--kubectl-path=" + binary("kubectl"),
                "--ginkgo.junit-report=" + report(part.name())));
        command.addAll(options(part));
        var said = Programs.run(PATIENCE, command).text(); // its code says whether all passed: the report says more
        try {
            Files.writeString(folder.resolve(part.name() + ".log"), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Files.exists(report(part.name()))) {
            throw new AssertionError("no report, and: " + said.substring(Math.max(0, said.length() - 2_000)));
        }
    }

    /** How it is called for each part, but for the files of this machine. */
    static List<String> commandLines() {
        return Part.all().stream()
                .map(part -> "e2e.test --kubeconfig=FILE --ginkgo.junit-report=FILE '"
                        + String.join("' '", options(part)) + "'")
                .toList();
    }

    private static List<String> options(Part part) {
        var options = new ArrayList<>(List.of(
                "--provider=skeleton",
                "--ginkgo.v",
                "--ginkgo.no-color",
                "--ginkgo.timeout=4h",
                "--ginkgo.focus=" + part.focus()));
        if (!part.skip().isEmpty()) {
            options.add("--ginkgo.skip=" + part.skip());
        }
        return options;
    }

    private Path report(String part) {
        return folder.resolve(part + ".xml");
    }

    private static List<Outcome> read(Path report) {
        try {
            var cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            return IntStream.range(0, cases.getLength())
                    .mapToObj(i -> (Element) cases.item(i))
                    .filter(test -> test.getAttribute("name").startsWith("[It]"))
                    .filter(test -> !test.getAttribute("status").equals("skipped"))
                    .map(Suite::outcome)
                    .toList();
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("can't read " + report, e);
        }
    }

    private static Outcome outcome(Element test) {
        var passed = test.getAttribute("status").equals("passed");
        var failures = test.getElementsByTagName("failure");
        var failure = failures.getLength() == 0 ? "" : ((Element) failures.item(0)).getAttribute("message");
        return Outcome.of(test.getAttribute("name"), passed, failure, test.getTextContent());
    }
}
