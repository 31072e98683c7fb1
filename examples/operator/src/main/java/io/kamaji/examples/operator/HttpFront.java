package io.kamaji.examples.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small HTTP servers, two threads each. */
final class HttpFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int LONGEST_REVIEW = 8 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, runnable -> {
        var thread = new Thread(runnable, "http");
        thread.setDaemon(true);
        return thread;
    });

    private HttpFront(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    /** @param text what {@code /metrics} answers, in Prometheus' text format */
    static HttpFront metrics(InetSocketAddress at, Supplier<String> text) throws IOException {
        var front = new HttpFront(HttpServer.create(at, 0));
        front.get("/metrics", () -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", text.get()));
        return front.started();
    }

    /** {@code /healthz} and {@code /readyz}: 200 or 503, and why. */
    static HttpFront health(InetSocketAddress at, Supplier<Health> health) throws IOException {
        var front = new HttpFront(HttpServer.create(at, 0));
        front.get("/healthz", () -> answer(health.get(), Health::alive));
        front.get("/readyz", () -> answer(health.get(), Health::ready));
        return front.started();
    }

    /** @param review path and AdmissionReview in, AdmissionReview out; both as JSON */
    static HttpFront webhook(InetSocketAddress at, SSLContext tls, BinaryOperator<String> review) throws IOException {
        var server = HttpsServer.create(at, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        var front = new HttpFront(server);
        server.createContext(
                "/",
                exchange -> send(exchange, () -> {
                    var body = exchange.getRequestBody().readNBytes(LONGEST_REVIEW);
                    return new Answer(
                            200,
                            "application/json",
                            review.apply(exchange.getRequestURI().getPath(), new String(body, StandardCharsets.UTF_8)));
                }));
        return front.started();
    }

    /** The port that it listens on. */
    int port() {
        return server.getAddress().getPort();
    }

    private HttpFront started() {
        server.start();
        return this;
    }

    private void get(String path, Supplier<Answer> answer) {
        server.createContext(path, exchange -> send(exchange, answer::get));
    }

    private static Answer answer(Health health, Predicate<Health> asked) {
        var good = asked.test(health);
        return new Answer(good ? 200 : 503, "text/plain; charset=utf-8", good ? "ok\n" : health.toString());
    }

    private static void send(HttpExchange exchange, Source source) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = source.answer();
            } catch (RuntimeException e) {
                LOG.warn("no answer to {}", exchange.getRequestURI().getPath(), e);
                answer = new Answer(500, "text/plain; charset=utf-8", e + "\n");
            }
            var bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type);
            exchange.sendResponseHeaders(answer.code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Answer(int code, String type, String body) {}

    private interface Source {
        Answer answer() throws IOException;
    }
}
