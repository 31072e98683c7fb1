package io.kamaji.core.operator.custom;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.SubjectAltNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Serves an admission over HTTPS on 127.0.0.1, for an API server that is told of it. */
final class WebhookServer implements AutoCloseable {
    private static final String PASSWORD = "";
    private final HttpsServer server;
    private final String authorityPem;

    private WebhookServer(HttpsServer server, String authorityPem) {
        this.server = server;
        this.authorityPem = authorityPem;
    }

    static WebhookServer start(Admission admission) throws IOException, GeneralSecurityException {
        var certificates = CertificateTree.of(List.of(
                        CertificateSpec.authority("ca", "webhook"),
                        CertificateSpec.server("server", "webhook", "ca", SubjectAltNames.of("127.0.0.1"))))
                .reconcile(Map.of(), Issuance.of(Instant.now(), new SecureRandom()))
                .certificates();
        var pair = certificates.get("server");
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", pair.key(), PASSWORD.toCharArray(), new X509Certificate[] {pair.certificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext(Admission.MUTATING_PATH, exchange -> answer(exchange, admission::mutate));
        server.createContext(Admission.VALIDATING_PATH, exchange -> answer(exchange, admission::validate));
        server.start();
        return new WebhookServer(server, certificates.get("ca").certificatePem());
    }

    private static void answer(HttpExchange exchange, UnaryOperator<JsonObject> admission) throws IOException {
        var question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var answer = admission.apply(JsonObject.parse(question)).toJson().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** As the operator's own are, but for the address. */
    JsonObject configuration(String kind, String plural, String name, String path) {
        var type = new ResourceType("admissionregistration.k8s.io/v1", kind, plural, false);
        return JsonObject.of("apiVersion", type.apiVersion(), "kind", type.kind())
                .with("metadata", JsonObject.of("name", name))
                .with("webhooks", List.of(JsonObject.parse("""
                                name: %s
                                admissionReviewVersions: [v1]
                                sideEffects: None
                                failurePolicy: Fail
                                clientConfig: {url: "https://127.0.0.1:%d%s", caBundle: %s}
                                rules:
                                - apiGroups: [kamaji.clastix.io]
                                  apiVersions: [v1alpha1]
                                  operations: [CREATE, UPDATE]
                                  resources: [tenantcontrolplanes]
                                """.formatted(
                        name,
                        server.getAddress().getPort(),
                        path,
                        Base64.getEncoder().encodeToString(authorityPem.getBytes(StandardCharsets.US_ASCII))))));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
