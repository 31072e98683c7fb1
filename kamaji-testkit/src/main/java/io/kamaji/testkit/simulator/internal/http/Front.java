package io.kamaji.testkit.simulator.internal.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kamaji.testkit.simulator.Fault;
import io.kamaji.testkit.simulator.Faults;
import io.kamaji.testkit.simulator.RecordedRequest;
import io.kamaji.testkit.simulator.RequestLog;
import io.kamaji.testkit.simulator.internal.rest.Api;
import io.kamaji.testkit.simulator.internal.rest.ApiError;
import io.kamaji.testkit.simulator.internal.rest.Call;
import io.kamaji.testkit.simulator.internal.rest.Outcome;
import io.kamaji.testkit.simulator.internal.rest.Watches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server on 127.0.0.1: parts requests, plays the scripted faults, records. One daemon thread for each request and
 * each open watch. Sets the system property {@code sun.net.httpserver.nodelay} of the JVM, without which every answer waits
 * for a delayed ACK (about 40 ms). Thread-safe.
 */
public final class Front implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    static {
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Api api;
    private final Watches watches;
    private final Faults faults;
    private final RequestLog log;

    public Front(Api api, Watches watches, Faults faults, RequestLog log) {
        this.api = api;
        this.watches = watches;
        this.faults = faults;
        this.log = log;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var count = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "api-server-simulator-" + port() + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        start();
    }

    /** From a daemon, for the server's own thread is one only if the thread that starts it is. */
    private void start() {
        var starter = new Thread(server::start, "api-server-simulator-" + port() + "-start");
        starter.setDaemon(true);
        starter.start();
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // it starts all the same
            }
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = call(exchange);
            var uri = exchange.getRequestURI().toString();
            int handle = log.add(call.method(), uri, call.headers().getOrDefault("user-agent", ""), call.isWrite());
            var fault = faults.next(log.get(handle));
            fault.ifPresent(f -> log.update(handle, r -> note(r, r.code(), r.changed(), f.toString())));
            if (fault.isPresent() && !fault.get().afterEffect()) {
                play(fault.get(), exchange, handle);
            } else if (call.isWatch()) {
                watch(exchange, call, handle);
            } else {
                answer(exchange, call, handle, fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("a client went away: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.error("the simulator failed on {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            throw e;
        }
    }

    private void answer(HttpExchange exchange, Call call, int handle, java.util.Optional<Fault> fault)
            throws IOException, InterruptedException {
        if (List.of("/readyz", "/livez", "/healthz").stream()
                .anyMatch(path -> call.path().equals(path) || call.path().startsWith(path + "/"))) {
            record(handle, 200, false);
            send(exchange, 200, "text/plain; charset=utf-8", "ok");
            return;
        }
        Outcome outcome;
        try {
            outcome = api.answer(call);
        } catch (ApiError error) {
            outcome = new Outcome(error.code(), error.status(), false, List.of());
        } catch (IllegalArgumentException e) {
            outcome = new Outcome(
                    400,
                    ApiError.scripted(400).status().with("message", String.valueOf(e.getMessage())),
                    false,
                    List.of());
        }
        record(handle, outcome.code(), outcome.changed());
        if (fault.isPresent()) {
            play(fault.get(), exchange, handle);
            return;
        }
        for (var warning : outcome.warnings()) {
            exchange.getResponseHeaders().add("Warning", "299 - \"" + warning.replace("\"", "\\\"") + '"');
        }
        if (isUnknownPath(outcome, call)) {
            send(exchange, 404, "text/plain; charset=utf-8", "404 page not found\n");
        } else {
            send(exchange, outcome.code(), "application/json", outcome.body().toJson());
        }
    }

    /** A group or a path that nobody serves is answered in plain text, an unknown resource of a known group is not. */
    private boolean isUnknownPath(Outcome outcome, Call call) {
        return outcome.code() == 404
                && outcome.body().text("message").orElse("").equals("the server could not find the requested resource")
                && !api.serves(call);
    }

    private void watch(HttpExchange exchange, Call call, int handle) throws IOException, InterruptedException {
        Watches.Request request;
        try {
            request = api.watch(call);
        } catch (ApiError error) {
            record(handle, error.code(), false);
            send(exchange, error.code(), "application/json", error.status().toJson());
            return;
        }
        record(handle, 200, false);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        out.flush();
        if (watches.serve(request, out)) {
            out.close();
        }
    }

    private void play(Fault fault, HttpExchange exchange, int handle) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case STATUS -> {
                fault.retryAfter()
                        .ifPresent(wait -> exchange.getResponseHeaders()
                                .set("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
                log.update(handle, r -> note(r, fault.code(), r.changed(), r.fault()));
                send(
                        exchange,
                        fault.code(),
                        "application/json",
                        ApiError.scripted(fault.code()).status().toJson());
            }
            case SILENCE -> closing.await();
            case DISCONNECT -> LOG.debug("disconnecting as scripted");
        }
    }

    private void record(int handle, int code, boolean changed) {
        log.update(handle, request -> note(request, code, changed, request.fault()));
    }

    private static RecordedRequest note(RecordedRequest r, int code, boolean changed, String fault) {
        return new RecordedRequest(r.number(), r.method(), r.path(), r.userAgent(), code, r.write(), changed, fault);
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        var head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Call call(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var headers = new LinkedHashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new Call(exchange.getRequestMethod(), uri.getPath(), query(uri.getRawQuery()), headers, body);
    }

    private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
        var query = new LinkedHashMap<String, String>();
        for (var part : raw == null ? new String[0] : raw.split("&")) {
            var equal = part.indexOf('=');
            var name = equal < 0 ? part : part.substring(0, equal);
            query.put(decode(name), equal < 0 ? "" : decode(part.substring(equal + 1)));
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Ends all requests and threads; waits up to 2 s for them. */
    @Override
    public void close() {
        closing.countDown();
        watches.close();
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
