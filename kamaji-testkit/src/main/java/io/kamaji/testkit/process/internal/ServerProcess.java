package io.kamaji.testkit.process.internal;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.BasicAuth;
import io.kamaji.api.datastore.CertificateAuthorityRef;
import io.kamaji.api.datastore.ClientCertificateRef;
import io.kamaji.pki.KeyedCertificate;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server as a child process with a folder of its own: started, killed, started again, removed. Thread-safe. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private List<String> command = List.of();
    private Map<String, String> environment = Map.of();
    private int port;
    private Optional<Process> process = Optional.empty();

    public ServerProcess(String name) {
        try {
            folder = Files.createTempDirectory("kamaji-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    public static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** On the PATH or where Debian keeps it. */
    public static Optional<Path> find(String binary) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.of(path.split(File.pathSeparator)).map(Path::of),
                        Stream.concat(versions(Path.of("/usr/lib/postgresql")), Stream.of(Path.of("/usr/sbin"))))
                .map(each -> each.resolve(binary))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> versions(Path parent) {
        if (!Files.isDirectory(parent)) {
            return Stream.of();
        }
        try (var all = Files.list(parent)) {
            return all.sorted(Comparator.reverseOrder()).map(v -> v.resolve("bin")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String name, String text) {
        try {
            var file = folder.resolve(name);
            Files.writeString(file, text);
            file.toFile().setReadable(false, false);
            file.toFile().setReadable(true, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String name, KeyedCertificate pair) {
        write(name + ".crt", pair.certificatePem());
        write(name + ".key", pair.keyPem());
    }

    /** Gives the folder to a user that the server runs as, where we are root. */
    public void ownedBy(String user) {
        run(List.of("chown", "-R", user, folder.toString()));
    }

    /** A command as another user, if we are root; it stays the same process. */
    public static List<String> as(String user, List<String> command) {
        var all = new ArrayList<String>();
        if (root()) {
            all.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        }
        all.addAll(command);
        return all;
    }

    /** Runs to its end; gives what it prints. */
    public String run(List<String> once) {
        try {
            var run = new ProcessBuilder(once)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            run.getOutputStream().close();
            var output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!run.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || run.exitValue() != 0) {
                throw new IllegalStateException(once + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Starts it and waits until its port answers. */
    public synchronized void start(List<String> server, Map<String, String> variables, int listens) {
        command = server;
        environment = variables;
        port = listens;
        restart();
    }

    public synchronized void restart() {
        kill();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            // A server may refuse to start until all of its killed predecessor is gone.
            if (process.filter(Process::isAlive).isEmpty()) {
                launch();
            }
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    kill();
                    throw new IllegalStateException(command.get(0) + " did not come up:\n" + log(), e);
                }
                sleep();
            }
        }
    }

    private void launch() {
        try {
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()));
            builder.environment().putAll(environment);
            process = Optional.of(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Its end. */
    public String log() {
        var log = wholeLog();
        return log.substring(Math.max(0, log.length() - 3000));
    }

    public String wholeLog() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Ends it as a crash does. */
    public synchronized void kill() {
        process.ifPresent(running -> {
            try {
                running.destroyForcibly().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A child of the server that is still ending may remove files meanwhile; the folder is a temporary one.
            folder.toFile().deleteOnExit();
        }
    }

    /** A datastore with everything inline, named as its driver in lower case. */
    public static DataStore dataStore(String driver, Access access, String... endpoints) {
        return DataStore.builder()
                .metadata(m -> m.name(driver.toLowerCase(Locale.ROOT)))
                .spec(spec -> spec.driver(driver)
                        .endpoints(List.of(endpoints))
                        .basicAuth(BasicAuth.builder()
                                .username(ServerCertificates.inline(access.username()))
                                .password(ServerCertificates.inline(access.password()))
                                .build())
                        .tlsConfig(tls -> tls.certificateAuthority(CertificateAuthorityRef.builder()
                                        .certificate(ServerCertificates.inline(
                                                access.authority().certificatePem()))
                                        .privateKey(ServerCertificates.inline(
                                                access.authority().keyPem()))
                                        .build())
                                .clientCertificate(ClientCertificateRef.builder()
                                        .certificate(ServerCertificates.inline(
                                                access.client().certificatePem()))
                                        .privateKey(ServerCertificates.inline(
                                                access.client().keyPem()))
                                        .build())))
                .build();
    }

    /** What an administrator holds. */
    public record Access(KeyedCertificate authority, KeyedCertificate client, String username, String password) {
        public Access withAuthority(KeyedCertificate other) {
            return new Access(other, client, username, password);
        }

        public Access withClient(KeyedCertificate other) {
            return new Access(authority, other, username, password);
        }

        public Access withPassword(String other) {
            return new Access(authority, client, username, other);
        }

        @Override
        public String toString() {
            return "Access[" + username + "]";
        }
    }
}
