package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.CertificateAuthorityRef;
import io.kamaji.api.datastore.ClientCertificateRef;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.Binaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real etcd for tests: one member on free ports of 127.0.0.1, TLS with client certificates, authentication on, user
 * {@code root} for the administrator's certificate.
 *
 * <p>The binaries {@code etcd} and {@code etcdctl} come from {@link Binaries}. Data and certificates are in a temporary
 * folder, removed on {@link #close()}; nothing is synced to disk. Ready when {@link #start()} returns, within 30 s.
 * Thread-safe.
 */
public final class EtcdServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final Path etcd;
    private final Path etcdctl;
    private final ServerCertificates certificates = ServerCertificates.create("etcd");
    private final KeyedCertificate root = certificates.client("root");
    private final int port;
    private final int peerPort;
    private Process process;

    private EtcdServer(Path etcd, Path etcdctl) throws IOException {
        this.etcd = etcd;
        this.etcdctl = etcdctl;
        this.folder = Files.createTempDirectory("kamaji-etcd");
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = one.getLocalPort();
            this.peerPort = other.getLocalPort();
        }
        write("ca", certificates.authority());
        write("server", certificates.server());
        write("root", root);
        this.process = launch();
    }

    private void write(String name, KeyedCertificate pair) throws IOException {
        Files.writeString(folder.resolve(name + ".crt"), pair.certificatePem());
        Files.writeString(folder.resolve(name + ".key"), pair.keyPem());
    }

    /** Whether the binaries are on this machine. */
    public static boolean available() {
        var binaries = Binaries.standard();
        return binaries.find("etcd", "").isPresent()
                && binaries.find("etcdctl", "").isPresent();
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException if there are no binaries, or it does not come up; with the end of its log
     */
    public static EtcdServer start() {
        var binaries = Binaries.standard();
        var etcd = binaries.find("etcd", "").orElseThrow(() -> new IllegalStateException("no binary etcd"));
        var etcdctl = binaries.find("etcdctl", "").orElseThrow(() -> new IllegalStateException("no binary etcdctl"));
        try {
            var server = new EtcdServer(etcd, etcdctl);
            try {
                server.awaitHealth();
                server.control("role", "add", "root");
                server.control("user", "add", "root", "--no-password");
                server.control("user", "grant-role", "root", "root");
                server.control("auth", "enable");
                return server;
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        var client = "https://127.0.0.1:" + port;
        var peer = "http://127.0.0.1:" + peerPort;
        return new ProcessBuilder(
                        etcd.toString(),
                        "--name=s",
                        "--data-dir=" + folder.resolve("data"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=s=" + peer,
                        "--client-cert-auth",
                        "--trusted-ca-file=" + folder.resolve("ca.crt"),
                        "--cert-file=" + folder.resolve("server.crt"),
                        "--key-file=" + folder.resolve("server.key"),
                        "--unsafe-no-fsync")
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private void awaitHealth() {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                control("endpoint", "health");
                return;
            } catch (IllegalStateException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException("etcd did not come up:\n" + logTail(), e);
                }
                sleep();
            }
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String logTail() {
        try {
            var log = Files.readString(folder.resolve("log"));
            return log.substring(Math.max(0, log.length() - 2000));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /**
     * Runs {@code etcdctl} as root and gives what it prints.
     *
     * @throws IllegalStateException if it ends with an error; with its text
     */
    public String control(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                etcdctl.toString(),
                "--endpoints=https://127.0.0.1:" + port,
                "--cacert=" + folder.resolve("ca.crt"),
                "--cert=" + folder.resolve("root.crt"),
                "--key=" + folder.resolve("root.key"),
                "--dial-timeout=2s",
                "--command-timeout=5s"));
        command.addAll(List.of(arguments));
        try {
            var run = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!run.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || run.exitValue() != 0) {
                throw new IllegalStateException("etcdctl " + String.join(" ", arguments) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** {@code 127.0.0.1:port}. */
    public String endpoint() {
        return "127.0.0.1:" + port;
    }

    /** A datastore for it with everything inline, named {@code etcd}. */
    public DataStore dataStore() {
        return dataStore(root);
    }

    /** The same with another administrator's certificate. */
    public DataStore dataStore(KeyedCertificate administrator) {
        return dataStore(certificates.authority(), administrator, endpoint());
    }

    /** The same with other parts. */
    public static DataStore dataStore(KeyedCertificate authority, KeyedCertificate administrator, String... endpoints) {
        return DataStore.builder()
                .metadata(m -> m.name("etcd"))
                .spec(spec -> spec.driver("etcd")
                        .endpoints(List.of(endpoints))
                        .tlsConfig(tls -> tls.certificateAuthority(CertificateAuthorityRef.builder()
                                        .certificate(ServerCertificates.inline(authority.certificatePem()))
                                        .privateKey(ServerCertificates.inline(authority.keyPem()))
                                        .build())
                                .clientCertificate(ClientCertificateRef.builder()
                                        .certificate(ServerCertificates.inline(administrator.certificatePem()))
                                        .privateKey(ServerCertificates.inline(administrator.keyPem()))
                                        .build())))
                .build();
    }

    /** The CA that signs the clients' certificates. */
    public KeyedCertificate authority() {
        return certificates.authority();
    }

    /** A client certificate of this server, for a user. */
    public KeyedCertificate client(String user) {
        return certificates.client(user);
    }

    /** One that expired an hour ago. */
    public KeyedCertificate expiredClient(String user) {
        return certificates.expiredClient(user);
    }

    /** Kills it, as a crash would. */
    public synchronized void kill() {
        end();
    }

    /** Starts it again on its data and ports, after {@link #kill()}. */
    public synchronized void restart() {
        end();
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitHealth();
    }

    private void end() {
        try {
            process.destroyForcibly().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        end();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
