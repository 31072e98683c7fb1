package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * One probe of a container, with the defaults of the Kubernetes API: first at once, then each 10 s, 1 s time, 1 success,
 * 3 failures. Like the kubelet it takes any HTTP status from 200 to 399 and verifies no certificate. {@code grpc} only
 * connects; a probe without an action succeeds. Immutable and thread-safe.
 */
record Probe(JsonObject spec, Duration initialDelay, Duration period, Duration timeout, int successes, int failures) {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");
    private static final SSLSocketFactory TRUSTING = trusting();

    /** Runs a command of an {@code exec} probe; true if it ended with 0 in time. */
    interface Exec {
        boolean run(List<String> command, Duration timeout) throws IOException;
    }

    /** The probe of this name in a container, or empty. */
    static Optional<Probe> of(JsonObject container, String name) {
        if (!container.has(name)) {
            return Optional.empty();
        }
        var spec = container.object(name);
        return Optional.of(new Probe(
                spec,
                seconds(spec, "initialDelaySeconds", 0),
                seconds(spec, "periodSeconds", 10),
                seconds(spec, "timeoutSeconds", 1),
                spec.number("successThreshold").orElse(1L).intValue(),
                spec.number("failureThreshold").orElse(3L).intValue()));
    }

    private static Duration seconds(JsonObject spec, String name, long standard) {
        return Duration.ofSeconds(spec.number(name).filter(n -> n > 0).orElse(standard));
    }

    /**
     * Asks once.
     *
     * @param ports of the container, by name
     * @return empty if it succeeded, else what was wrong
     */
    Optional<String> ask(String address, Map<String, Integer> ports, Exec exec) {
        try {
            if (spec.has("httpGet")) {
                return http(spec.object("httpGet"), address, ports);
            } else if (spec.has("exec")) {
                return exec.run(spec.array("exec", "command").texts(), timeout)
                        ? Optional.empty()
                        : Optional.of("command failed");
            } else if (spec.has("tcpSocket") || spec.has("grpc")) {
                var action = spec.object(spec.has("grpc") ? "grpc" : "tcpSocket");
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(host(action, address), port(action, ports)), (int)
                            timeout.toMillis());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> http(JsonObject get, String address, Map<String, Integer> ports) throws IOException {
        var scheme = get.text("scheme").orElse("HTTP").toLowerCase(java.util.Locale.ROOT);
        var path = get.text("path").orElse("/");
        var uri = URI.create(scheme + "://" + host(get, address) + ":" + port(get, ports)
                + (path.startsWith("/") ? path : "/" + path));
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(TRUSTING);
            https.setHostnameVerifier((name, session) -> true);
        }
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Connection", "close");
        get.array("httpHeaders")
                .objects()
                .forEach(header -> connection.setRequestProperty(
                        header.text("name").orElse(""), header.text("value").orElse("")));
        try {
            var code = connection.getResponseCode();
            return code >= 200 && code < 400 ? Optional.empty() : Optional.of("HTTP " + code);
        } finally {
            connection.disconnect();
        }
    }

    private static String host(JsonObject action, String address) {
        return action.text("host").filter(host -> !LOOPBACK.contains(host)).orElse(address);
    }

    private static int port(JsonObject action, Map<String, Integer> ports) throws IOException {
        var named = action.text("port");
        if (named.isPresent() && !named.get().matches("\\d+")) {
            return Optional.ofNullable(ports.get(named.get()))
                    .orElseThrow(() -> new IOException("no port named " + named.get()));
        }
        return named.map(Integer::valueOf)
                .orElseGet(() -> action.number("port").orElse(0L).intValue());
    }

    private static SSLSocketFactory trusting() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A probe asks whether a server answers, not who it is; nothing secret is sent. */
    private static final class TrustAll implements X509TrustManager {
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
