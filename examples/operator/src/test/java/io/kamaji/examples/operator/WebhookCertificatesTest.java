package io.kamaji.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.FixedClock;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookCertificatesTest {
    private static final String SERVICE = "kamaji-webhook-service.kamaji-system.svc";

    private final ApiServerSimulator simulator = ApiServerSimulator.start();
    private final FixedClock clock = FixedClock.at(Instant.now());
    private ClusterClient admin;

    @BeforeEach
    void install() {
        admin = simulator.connect();
        admin.create(Manifest.NAMESPACE.of(Install.standard()));
        admin.create(Manifest.MUTATING_WEBHOOK.of(Install.standard()));
        admin.create(Manifest.VALIDATING_WEBHOOK.of(Install.standard()));
    }

    @AfterEach
    void stop() {
        admin.close();
        simulator.close();
    }

    @Test
    void refresh_firstTime_makesAPairThatTheConfigurationsTrust() throws Exception {
        var serving = new ServingCertificate();

        certificates(serving).refresh();

        try (var front =
                HttpFront.webhook(new InetSocketAddress("127.0.0.1", 0), serving.tls(), (path, body) -> body)) {
            assertThat(handshake(front.port(), trusted("mutating")))
                    .isEqualTo(serving.get().orElseThrow().certificate());
            assertThat(trusted("validating")).isEqualTo(trusted("mutating"));
        }
    }

    @Test
    void refresh_again_writesNothing() throws Exception {
        certificates(new ServingCertificate()).refresh();
        var writes = simulator.requests().writes();

        certificates(new ServingCertificate()).refresh();

        assertThat(simulator.requests().writes()).isEqualTo(writes);
    }

    @Test
    void refresh_secondReplica_servesTheSamePair() throws Exception {
        var first = new ServingCertificate();
        var second = new ServingCertificate();

        certificates(first).refresh();
        certificates(second).refresh();

        assertThat(second.get()).isEqualTo(first.get());
    }

    @Test
    void refresh_aThirdOfTheLifetimeLeft_renewsByTheSameAuthority() throws Exception {
        var serving = new ServingCertificate();
        var certificates = certificates(serving);
        certificates.refresh();
        var before = serving.get().orElseThrow();
        var authority = trusted("mutating");

        clock.advance(Duration.ofDays(250));
        certificates.refresh();

        assertThat(serving.get().orElseThrow()).isNotEqualTo(before);
        assertThat(trusted("mutating")).isEqualTo(authority);
    }

    @Test
    void refresh_configurationInstalledAnew_isTrustedAgain() throws Exception {
        var certificates = certificates(new ServingCertificate());
        certificates.refresh();
        var authority = trusted("validating");
        admin.delete(
                ResourceTypes.VALIDATING_WEBHOOKS.ref("kamaji-validating-webhook-configuration"),
                ClusterClient.Preconditions.NONE);
        admin.create(Manifest.VALIDATING_WEBHOOK.of(Install.standard()));

        certificates.refresh();

        assertThat(trusted("validating")).isEqualTo(authority);
    }

    @Test
    void refresh_filesOfOthers_areServedAsTheyAreAndNothingIsWritten(@TempDir Path folder) throws Exception {
        var other = new ServingCertificate();
        certificates(other).refresh();
        var pair = other.get().orElseThrow();
        Files.writeString(folder.resolve("tls.crt"), pair.certificatePem());
        Files.writeString(folder.resolve("tls.key"), pair.keyPem());
        var writes = simulator.requests().writes();
        var serving = new ServingCertificate();

        certificates(serving, "--webhook-certificate-dir=" + folder).refresh();

        assertThat(serving.get()).contains(pair);
        assertThat(simulator.requests().writes()).isEqualTo(writes);
    }

    private WebhookCertificates certificates(ServingCertificate serving, String... arguments) {
        return new WebhookCertificates(admin, OperatorConfig.of(List.of(arguments), Map.of()), serving, clock);
    }

    private String trusted(String kind) {
        var type = kind.equals("mutating") ? ResourceTypes.MUTATING_WEBHOOKS : ResourceTypes.VALIDATING_WEBHOOKS;
        var bundle = admin.get(type.ref(Install.webhookConfiguration(type)))
                .orElseThrow()
                .array("webhooks")
                .objects()
                .findFirst()
                .orElseThrow()
                .text("clientConfig", "caBundle")
                .orElseThrow();
        return new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8);
    }

    /** As the API server does it: by the name of the Service, trusting the bundle alone. */
    private static Certificate handshake(int port, String authority) throws Exception {
        var trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null);
        trust.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(authority.getBytes(StandardCharsets.UTF_8))));
        var trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trust);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trusting.getTrustManagers(), null);
        try (var plain = new Socket("127.0.0.1", port);
                var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, SERVICE, port, true)) {
            var parameters = new SSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }
}
