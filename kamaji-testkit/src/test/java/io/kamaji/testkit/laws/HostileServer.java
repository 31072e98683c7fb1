package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** An API server that answers as badly as it can, always in the same way. It needs little memory itself. */
final class HostileServer implements AutoCloseable {
    private static final int MUCH = 150 << 20;

    /** A way to answer. */
    enum Way {
        /** An empty page that always has a next one. */
        ENDLESS_PAGES("more than 1000 pages") {
            @Override
            void answer(HttpExchange exchange, int count) throws IOException {
                text(exchange, 200, "{\"metadata\":{\"continue\":\"c" + count + "\"},\"items\":[]}");
            }
        },
        /** Pages of one megabyte without end. */
        ENDLESS_FULL_PAGES("a list may take") {
            @Override
            void answer(HttpExchange exchange, int count) throws IOException {
                var item =
                        "{\"metadata\":{\"name\":\"x\",\"namespace\":\"n\"},\"data\":\"" + "x".repeat(1 << 20) + "\"}";
                text(exchange, 200, "{\"metadata\":{\"continue\":\"c" + count + "\"},\"items\":[" + item + "]}");
            }
        },
        /** A page that continues with itself. */
        SAME_PAGE("goes round in a circle") {
            @Override
            void answer(HttpExchange exchange, int count) throws IOException {
                text(exchange, 200, "{\"metadata\":{\"continue\":\"again\"},\"items\":[]}");
            }
        },
        /** 150 MB of text in 150 kB of gzip. */
        GZIP_BOMB("larger than 16777216 bytes") {
            @Override
            void answer(HttpExchange exchange, int count) throws IOException {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                exchange.sendResponseHeaders(200, 0);
                try (var out = new GZIPOutputStream(exchange.getResponseBody())) {
                    out.write(bytes("{\"data\":\""));
                    repeat(out, "x".repeat(1024), MUCH);
                    out.write(bytes("\"}"));
                }
            }
        },
        /** As many JSON values as fit into what may be read. */
        MANY_VALUES("too many or too deeply nested values") {
            @Override
            void answer(HttpExchange exchange, int count) throws IOException {
                exchange.sendResponseHeaders(200, 0);
                var out = exchange.getResponseBody();
                out.write(bytes(
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":[{}"));
                repeat(out, ",{\"a\":{}}".repeat(100), 15 << 20);
                out.write(bytes("]}"));
                exchange.close();
            }
        },
        /** A refusal of 150 MB. */
        LARGE_REFUSAL("500 no no") {
            @Override
            void answer(HttpExchange exchange, int count) throws IOException {
                exchange.sendResponseHeaders(500, 0);
                repeat(exchange.getResponseBody(), "no ".repeat(400), MUCH);
                exchange.close();
            }
        },
        /** A watch, or anything else, whose line never ends. */
        ENDLESS_LINE("larger than 16777216 bytes") {
            @Override
            void answer(HttpExchange exchange, int count) throws IOException {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(bytes("{\"type\":\"ADDED\",\"object\":{\"a\":\""));
                repeat(exchange.getResponseBody(), "x".repeat(1024), Long.MAX_VALUE);
            }
        };

        private final String refusal;

        Way(String refusal) {
            this.refusal = refusal;
        }

        /** How it is refused as the answer to a GET or a list. */
        String refusal() {
            return refusal;
        }

        abstract void answer(HttpExchange exchange, int count) throws IOException;
    }

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    HostileServer(Way way) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "hostile");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            way.answer(exchange, requests.incrementAndGet());
        });
        server.start();
    }

    /** What a class' main says in a JVM of 256 MB, which has to end by itself. */
    static String inSmallJvm(Class<?> main, List<String> arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    int requests() {
        return requests.get();
    }

    String kubeconfig() {
        return """
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: t0ken}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server.getAddress().getPort());
    }

    private static void text(HttpExchange exchange, int code, String text) throws IOException {
        exchange.sendResponseHeaders(code, bytes(text).length);
        exchange.getResponseBody().write(bytes(text));
        exchange.close();
    }

    private static void repeat(OutputStream out, String text, long atLeast) throws IOException {
        var chunk = bytes(text);
        for (long written = 0; written < atLeast; written += chunk.length) {
            out.write(chunk);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
