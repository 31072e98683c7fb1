package io.kamaji.pki;

import static io.kamaji.pki.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's own PKIX validator and TLS take what is issued. */
class TlsTest {
    private static final char[] NO_PASSWORD = new char[0];

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void pkixAndHandshake_everyAlgorithm_accepted(KeyAlgorithm algorithm) throws Exception {
        var all = Fixtures.issued(algorithm);
        var anchor = Set.of(new TrustAnchor(all.get("ca").certificate(), null));
        for (String leaf : List.of("apiserver", "admin")) {
            var parameters = new PKIXParameters(anchor);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(NOW));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(List.of(all.get(leaf).certificate())),
                            parameters);
        }
        var ca = all.get("ca").certificate();
        var client = context(all.get("admin"), ca).createSSLEngine("localhost", 6443);
        assertThat(handshake(client, context(all.get("apiserver"), ca)))
                .isEqualTo("CN=kubernetes-admin,O=kubeadm:cluster-admins");

        var astray = context(all.get("admin"), ca).createSSLEngine("elsewhere.example.org", 6443);
        assertThatThrownBy(() -> handshake(astray, context(all.get("apiserver"), ca)))
                .isInstanceOf(SSLException.class);
    }

    /** The peer's name as the server saw it. */
    private static String handshake(SSLEngine client, SSLContext serverContext) throws Exception {
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        SSLEngine server = serverContext.createSSLEngine();
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        int size = client.getSession().getPacketBufferSize() * 2;
        ByteBuffer up = ByteBuffer.allocate(size);
        ByteBuffer down = ByteBuffer.allocate(size);
        client.beginHandshake();
        server.beginHandshake();
        for (int i = 0; i < 100 && (busy(client) || busy(server)); i++) {
            step(client, down, up);
            step(server, up, down);
        }
        assertThat(busy(client) || busy(server)).isFalse();
        return server.getSession().getPeerPrincipal().getName();
    }

    private static boolean busy(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_TASK -> engine.getDelegatedTask().run();
            default -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                in.compact();
            }
        }
    }

    private static SSLContext context(KeyedCertificate own, X509Certificate trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("own", own.key(), NO_PASSWORD, new X509Certificate[] {own.certificate()});
        store.setCertificateEntry("trusted", trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, NO_PASSWORD);
        anchors.setCertificateEntry("trusted", trusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), Fixtures.RANDOM);
        return context;
    }
}
