package io.kamaji.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real etcd and kube-apiserver, found by {@code KAMAJI_BINARIES}; without them the test is skipped with the reason. */
public final class RealApiServer implements AutoCloseable {
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final int port;

    private RealApiServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts both on free ports; ready when it returns. */
    public static RealApiServer start() throws IOException, InterruptedException, GeneralSecurityException {
        var etcd = find("etcd");
        var apiServer = find("kube-apiserver");
        var server = new RealApiServer(Files.createTempDirectory("kamaji-api"), freePort());
        try {
            server.launch(etcd, apiServer);
        } catch (IOException | InterruptedException | GeneralSecurityException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void launch(Path etcd, Path apiServer) throws IOException, InterruptedException, GeneralSecurityException {
        int client = freePort();
        int peer = freePort();
        run(
                etcd,
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=http://127.0.0.1:" + client,
                "--advertise-client-urls=http://127.0.0.1:" + client,
                "--listen-peer-urls=http://127.0.0.1:" + peer,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peer,
                "--initial-cluster=default=http://127.0.0.1:" + peer,
                "--unsafe-no-fsync");
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var key = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        var keyFile = Files.writeString(
                folder.resolve("sa.key"), "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        var tokens = Files.writeString(
                folder.resolve("tokens.csv"), "secret,admin,admin,system:masters\nnobody,platform,platform\n");
        run(
                apiServer,
                "--etcd-servers=http://127.0.0.1:" + client,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs"),
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + keyFile,
                "--service-account-signing-key-file=" + keyFile,
                "--service-cluster-ip-range=10.0.0.0/16",
                "--disable-admission-plugins=ServiceAccount");
        awaitReady();
    }

    private void run(Path binary, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(binary.toString());
        command.addAll(List.of(arguments));
        var log = folder.resolve(binary.getFileName() + ".log").toFile();
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start());
    }

    private void awaitReady() throws InterruptedException, IOException {
        var end = Instant.now().plus(Duration.ofSeconds(90));
        try (var client = connect()) {
            while (true) {
                try {
                    client.raw("/readyz");
                    return;
                } catch (ClusterException e) {
                    if (Instant.now().isAfter(end) || !processes.stream().allMatch(Process::isAlive)) {
                        throw new IllegalStateException(
                                "kube-apiserver is not ready: " + e.getMessage() + "\n"
                                        + Files.readString(folder.resolve("kube-apiserver.log")),
                                e);
                    }
                    Thread.sleep(200);
                }
            }
        }
    }

    public ClusterClient connect() {
        return AdminCluster.kubeconfig(kubeconfig()).connect();
    }

    /** Of an administrator. */
    public String kubeconfig() {
        return kubeconfig("secret");
    }

    /** Of user {@code platform}, who has no rights but those that are bound. */
    public String platformKubeconfig() {
        return kubeconfig("nobody");
    }

    private String kubeconfig(String token) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: it
                  cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}
                users:
                - name: it
                  user: {token: %s}
                contexts:
                - name: it
                  context: {cluster: it, user: it}
                current-context: it
                """.formatted(port, token);
    }

    /** The certificate that it serves with, which it made and signed itself. */
    public Path servingCertificate() {
        return folder.resolve("certs/apiserver.crt");
    }

    public int port() {
        return port;
    }

    private static Path find(String name) throws IOException {
        var found = Optional.<Path>empty();
        for (var entry :
                Optional.ofNullable(System.getenv("KAMAJI_BINARIES")).orElse("").split(File.pathSeparator)) {
            if (found.isEmpty() && !entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
                try (var files = Files.walk(Path.of(entry), 2)) {
                    found = files.filter(file -> file.getFileName().toString().equals(name) && Files.isExecutable(file))
                            .max(Comparator.naturalOrder()); // the newest of several version folders
                }
            }
        }
        if (Boolean.getBoolean("kamaji.requireReal") && found.isEmpty()) {
            throw new IllegalStateException("no " + name + " in KAMAJI_BINARIES, and kamaji.requireReal is set");
        }
        assumeTrue(found.isPresent(), "needs " + name + ": set KAMAJI_BINARIES to a folder that has it");
        return found.orElseThrow();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).destroy();
            if (processes
                    .get(i)
                    .onExit()
                    .completeOnTimeout(processes.get(i), 10, TimeUnit.SECONDS)
                    .join()
                    .isAlive()) {
                processes.get(i).destroyForcibly().onExit().join();
            }
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
