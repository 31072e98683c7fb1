package io.kamaji.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.SigningKeys;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.node.RealBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Why {@code dataStoreOverrides} are refused beside a store that needs kine: what kube-apiserver says on kine's socket. */
class KineSocketIT {
    private static final String VERSION = RealBinaries.KUBERNETES;
    private static final byte TLS_HANDSHAKE = 0x16;

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void socket_noClientCertificate_isSpokenToInPlainText() throws IOException {
        assertThat(firstByte(List.of())).isEqualTo((byte) 'P'); // of HTTP/2's "PRI"
    }

    @Test
    @Timeout(180)
    void socket_clientCertificateForTheEtcdOfAnOverride_isSpokenToInTls() throws IOException {
        var issued = CertificateTree.of(
                        List.of(CertificateSpec.authority("ca", "ca"), CertificateSpec.client("client", "blue", "ca")))
                .reconcile(Map.of(), Issuance.of(Instant.now(), new SecureRandom()))
                .certificates();
        assertThat(firstByte(List.of(
                        "--etcd-cafile=" + file("ca.crt", issued.get("ca").certificatePem()),
                        "--etcd-certfile="
                                + file("client.crt", issued.get("client").certificatePem()),
                        "--etcd-keyfile="
                                + file("client.key", issued.get("client").keyPem()),
                        "--etcd-servers-overrides=/events#https://127.0.0.1:1")))
                .isEqualTo(TLS_HANDSHAKE);
    }

    /** What it sends first to a server on a socket like kine's. */
    private byte firstByte(List<String> flags) throws IOException {
        var binary = Binaries.standard().find("kube-apiserver", VERSION);
        Real.skipUnless(
                binary.isPresent()
                        ? Optional.empty()
                        : Optional.of("no kube-apiserver " + VERSION + ": set KAMAJI_BINARIES"));
        var socket = folder.resolve("kine");
        var keys = SigningKeys.generate(KeyAlgorithm.ECDSA_P256, new SecureRandom());
        var command = new ArrayList<>(List.of(
                binary.get().toString(),
                "--etcd-servers=unix://" + socket,
                "--cert-dir=" + folder.resolve("certificates"),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1", // else it wants a default route
                "--secure-port=1",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=test",
                "--service-account-key-file=" + file("sa.pub", keys.publicPem()),
                "--service-account-signing-key-file=" + file("sa.key", keys.privatePem())));
        command.addAll(flags);
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            process.onExit().thenRun(() -> close(server)); // nobody else will dial
            try {
                return firstByte(server);
            } catch (ClosedChannelException e) {
                throw new AssertionError(Files.readString(folder.resolve("log")), e);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** It may dial and hang up some times, to see whether the server can be reached, before it says anything. */
    private static byte firstByte(ServerSocketChannel server) throws IOException {
        var read = ByteBuffer.allocate(1);
        while (read.position() == 0) {
            try (var connection = server.accept()) {
                connection.read(read);
            }
        }
        return read.get(0);
    }

    private static void close(ServerSocketChannel server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
