package io.kamaji.testkit.simulator;

import io.kamaji.testkit.Real;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A real kube-apiserver on a real etcd, both processes on 127.0.0.1. The binaries are looked up in the directories of
 * {@code kamaji.binaries.path}, {@code KAMAJI_BINARIES} and {@code KUBEBUILDER_ASSETS}, two levels deep.
 */
final class RealApiServer implements AutoCloseable {
    private static final String TOKEN = "contract-token";

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final Kube kube;

    private RealApiServer(Path apiServer, Path etcd) throws Exception {
        directory = Files.createTempDirectory("real-api-server");
        var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        pem("sa.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
        pem("sa.pub", "PUBLIC KEY", keys.getPublic().getEncoded());
        Files.writeString(directory.resolve("tokens.csv"), TOKEN + ",admin,1,\"system:masters\"\n");
        int client = freePort();
        int peer = freePort();
        int secure = freePort();
        run(
                etcd,
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=http://127.0.0.1:" + client,
                "--advertise-client-urls=http://127.0.0.1:" + client,
                "--listen-peer-urls=http://127.0.0.1:" + peer,
                "--initial-advertise-peer-urls=http://127.0.0.1:" + peer,
                "--initial-cluster=default=http://127.0.0.1:" + peer,
                "--unsafe-no-fsync");
        run(
                apiServer,
                "--etcd-servers=http://127.0.0.1:" + client,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + secure,
                "--cert-dir=" + directory.resolve("certs"),
                "--authorization-mode=AlwaysAllow",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + directory.resolve("sa.pub"),
                "--service-account-signing-key-file=" + directory.resolve("sa.key"),
                "--token-auth-file=" + directory.resolve("tokens.csv"),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--disable-admission-plugins=ServiceAccount",
                "--endpoint-reconciler-type=none",
                "--runtime-config=api/all=false,api/ga=true");
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        var http = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        kube = new Kube(http, "https://127.0.0.1:" + secure, Map.of("Authorization", "Bearer " + TOKEN));
        await();
    }

    /** Starts one, or skips the test with the reason; with {@code kamaji.requireReal=true} it fails instead. */
    static RealApiServer start() throws Exception {
        var apiServer = find("kube-apiserver");
        var etcd = find("etcd");
        if (apiServer.isEmpty() || etcd.isEmpty()) {
            Real.skipUnless(
                    Optional.of(
                            "needs kube-apiserver and etcd; set KAMAJI_BINARIES, KUBEBUILDER_ASSETS or -Dkamaji.binaries.path"));
        }
        return new RealApiServer(apiServer.get(), etcd.get());
    }

    Kube kube() {
        return kube;
    }

    private static Optional<Path> find(String binary) throws IOException {
        var places = Stream.of(
                        System.getProperty("kamaji.binaries.path", ""),
                        System.getenv().getOrDefault("KAMAJI_BINARIES", ""),
                        System.getenv().getOrDefault("KUBEBUILDER_ASSETS", ""))
                .flatMap(list -> Stream.of(list.split(java.io.File.pathSeparator)))
                .filter(place -> !place.isBlank())
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList();
        for (var place : places) {
            try (var files = Files.walk(place, 2)) {
                var found = files.filter(file -> file.getFileName().toString().equals(binary))
                        .filter(Files::isExecutable)
                        .max(Comparator.naturalOrder());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private void pem(String file, String type, byte[] der) throws IOException {
        var text = Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run(Path binary, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        var log = directory.resolve(binary.getFileName() + ".log").toFile();
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start());
    }

    private void await() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (System.nanoTime() < end) {
            try {
                if (kube.get("/readyz").code() == 200
                        && kube.get("/api/v1/namespaces/default").code() == 200) {
                    return;
                }
            } catch (java.io.UncheckedIOException e) {
                if (!processes.stream().allMatch(Process::isAlive)) {
                    break;
                }
            }
            Thread.sleep(200);
        }
        var log = Files.readString(directory.resolve("kube-apiserver.log"));
        close();
        throw new IllegalStateException("kube-apiserver did not become ready: " + log);
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            var process = processes.get(i);
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The server's certificate is its own; only this test trusts it. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
