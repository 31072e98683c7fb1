package io.kamaji.core.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.pki.SubjectAltNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A kubeconfig's {@code tls-server-name} is not only checked: the server is asked for it. */
class NamedTlsTest {

    @Test
    void request_kubeconfigNamesTheServer_asksForThatName() throws Exception {
        var pki = CertificateTree.of(List.of(
                        CertificateSpec.authority("ca", "ca"),
                        CertificateSpec.server("server", "server", "ca", SubjectAltNames.of("blue.example.com")),
                        CertificateSpec.client("client", "client", "ca")))
                .reconcile(Map.of(), Issuance.of(Instant.now(), new SecureRandom()))
                .certificates();
        try (var server = listening(pki.get("server"))) {
            var asked = CompletableFuture.supplyAsync(() -> asked(server));
            var kubeconfig = new Kubeconfig(
                    "blue",
                    "https://127.0.0.1:" + server.getLocalPort(),
                    pki.get("ca").certificatePem(),
                    Optional.of("blue.example.com"),
                    "client",
                    Optional.of(pki.get("client")));
            try (var client = AdminCluster.kubeconfig(kubeconfig.toYaml()).connect()) {
                client.raw("/readyz");
            } catch (ClusterException spoken) {
                // what is answered does not matter
            }

            assertThat(asked.get(30, TimeUnit.SECONDS)).containsExactly("blue.example.com");
        }
    }

    private static List<String> asked(SSLServerSocket server) {
        try (var socket = (SSLSocket) server.accept()) {
            socket.startHandshake();
            var names = ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
            socket.getOutputStream()
                    .write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return names.stream()
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLServerSocket listening(KeyedCertificate certificate) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
