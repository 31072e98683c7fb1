package io.kamaji.testkit.simulator;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.AdminClusterUnderTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A bare HTTP client of a Kubernetes API. */
public final class Kube {
    static final String JSON = "application/json";
    static final String APPLY = "application/apply-patch+yaml";
    static final String MERGE = "application/merge-patch+json";
    static final String PATCH = "application/json-patch+json";

    private final HttpClient http;
    private final String url;
    private final Map<String, String> headers;

    Kube(HttpClient http, String url, Map<String, String> headers) {
        this.http = http;
        this.url = url;
        this.headers = headers;
    }

    public static Kube of(AdminClusterUnderTest cluster) {
        return of(Kubeconfig.parse(cluster.kubeconfig()));
    }

    public static Kube of(Kubeconfig kubeconfig) {
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (kubeconfig.server().startsWith("https:")) {
            http.sslContext(tls(kubeconfig));
        }
        return new Kube(
                http.build(),
                kubeconfig.server(),
                kubeconfig
                        .token()
                        .map(token -> Map.of("Authorization", "Bearer " + token))
                        .orElse(Map.of()));
    }

    private static SSLContext tls(Kubeconfig kubeconfig) {
        try {
            var trusted = emptyStore();
            var authorities = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(
                            kubeconfig.certificateAuthorityPem().getBytes(StandardCharsets.US_ASCII)));
            for (var authority : authorities) {
                trusted.setCertificateEntry("ca-" + trusted.size(), authority);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var own = emptyStore();
            if (kubeconfig.client().isPresent()) {
                var client = kubeconfig.client().get();
                var chain = Stream.concat(Stream.of(client.certificate()), client.chain().stream());
                own.setKeyEntry("client", client.key(), new char[0], chain.toArray(X509Certificate[]::new));
            }
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            var tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Code and body; a body that is no JSON is under {@code text}. */
    public record Answer(int code, JsonObject body, Map<String, List<String>> headers) {
        String text(String... path) {
            return body.text(path).orElse("");
        }

        String version() {
            return text("metadata", "resourceVersion");
        }

        String uid() {
            return text("metadata", "uid");
        }
    }

    Answer get(String path) {
        return call("GET", path, "", "");
    }

    Answer get(String path, String accept) {
        return send(request("GET", path, "", "").setHeader("Accept", accept).build());
    }

    public Answer post(String path, String body) {
        return call("POST", path, JSON, body);
    }

    Answer put(String path, String body) {
        return call("PUT", path, JSON, body);
    }

    Answer patch(String path, String type, String body) {
        return call("PATCH", path, type, body);
    }

    /** Server-side apply by a manager. */
    Answer apply(String path, String manager, String body) {
        return call("PATCH", path + (path.contains("?") ? "&" : "?") + "fieldManager=" + manager, APPLY, body);
    }

    Answer delete(String path) {
        return call("DELETE", path, "", "");
    }

    Answer delete(String path, String options) {
        return call("DELETE", path, JSON, options);
    }

    public Answer call(String method, String path, String type, String body) {
        return send(request(method, path, type, body).build());
    }

    private HttpRequest.Builder request(String method, String path, String type, String body) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .setHeader("Accept", JSON)
                .setHeader("User-Agent", "contract/1")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.setHeader("Content-Type", type);
        }
        headers.forEach(request::setHeader);
        return request;
    }

    private Answer send(HttpRequest request) {
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            var text = response.body();
            var body = text.startsWith("{") ? JsonObject.parse(text) : JsonObject.of("text", text);
            return new Answer(response.statusCode(), body, response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The events of a watch, {@code TYPE name}, until so many came or it ended. */
    List<JsonObject> watch(String path, int atMost) {
        try {
            var response = http.send(request("GET", path, "", "").build(), HttpResponse.BodyHandlers.ofLines());
            var events = new ArrayList<JsonObject>();
            try (Stream<String> lines = response.body()) {
                var iterator = lines.iterator();
                while (events.size() < atMost && iterator.hasNext()) {
                    events.add(JsonValue.parse(iterator.next()).asObject().orElseThrow());
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
