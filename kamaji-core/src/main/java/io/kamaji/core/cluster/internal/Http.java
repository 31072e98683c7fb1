package io.kamaji.core.cluster.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.ClusterException;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests over what an ApiClient knows (address, TLS, credentials), with connections and limits of our own: calls at most
 * 10 s to connect and one limit on the whole; watches on connections of their own, with a limit of each.
 * Thread-safe.
 */
final class Http implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Http.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** An API server sends a bookmark each minute or so: more silence than this is a dead connection. */
    private static final Duration WATCH_SILENCE = Duration.ofSeconds(150);

    private static final Duration WATCH_GRACE = Duration.ofSeconds(10);
    private static final Duration PING = Duration.ofSeconds(30);
    private static final String USER_AGENT = "kamaji-java/"
            + Optional.ofNullable(Http.class.getPackage().getImplementationVersion())
                    .orElse("dev");

    private final ApiClient api;
    private final OkHttpClient calls;
    private final OkHttpClient watches;

    Http(ApiClient api, Duration requestTimeout) {
        this.api = api;
        this.calls = own(api.getHttpClient(), requestTimeout)
                .callTimeout(requestTimeout)
                .build();
        this.watches = own(api.getHttpClient(), WATCH_SILENCE).build();
    }

    private static OkHttpClient.Builder own(OkHttpClient given, Duration silence) {
        return given.newBuilder()
                .dispatcher(new Dispatcher())
                .connectionPool(new ConnectionPool(2, 1, TimeUnit.MINUTES))
                .connectTimeout(CONNECT)
                .readTimeout(silence)
                .writeTimeout(silence)
                .pingInterval(PING);
    }

    String server() {
        return api.getBasePath();
    }

    /** What a request is about, its parts, and what may be answered besides success. */
    record Call(
            String method,
            String path,
            Map<String, String> query,
            Optional<String> body,
            String contentType,
            String accept,
            @Nullable ObjectRef ref) {

        static Call of(String method, String path, @Nullable ObjectRef ref) {
            return new Call(method, path, Map.of(), Optional.empty(), "application/json", "application/json", ref);
        }

        Call query(Map<String, String> more) {
            return new Call(method, path, more, body, contentType, accept, ref);
        }

        Call body(String json, String type) {
            return new Call(method, path, query, Optional.of(json), type, accept, ref);
        }

        Call accept(String type) {
            return new Call(method, path, query, body, contentType, type, ref);
        }

        @Override
        public String toString() {
            return method + " " + (ref == null ? path : ref.toString());
        }
    }

    /** The answer if it is a success or 404. */
    Answer send(Call call) {
        try (var response = calls.newCall(request(call)).execute()) {
            var text = response.body().string();
            logWarnings(call, response);
            if (response.isSuccessful() || response.code() == 404) {
                return new Answer(response.code(), text);
            }
            throw Failures.of(call.toString(), response.code(), response.header("Retry-After"), text, call.ref());
        } catch (IOException e) {
            throw failed(call, e);
        }
    }

    /** The answer if it is a success. */
    Answer expect(Call call) {
        var answer = send(call);
        if (answer.isNotFound()) {
            throw Failures.of(call.toString(), 404, null, answer.body(), call.ref());
        }
        return answer;
    }

    /** Receives lines until it answers that it has seen enough. */
    interface LineHandler {
        boolean seenEnough(String line);
    }

    /** True if the handler ended it; false if the server, silence or the time limit did. */
    boolean stream(Call call, Duration atMost, LineHandler handler) {
        var watch = watches.newCall(request(call));
        watch.timeout().timeout(atMost.plus(WATCH_GRACE).toMillis(), TimeUnit.MILLISECONDS);
        boolean open = false;
        try (var response = watch.execute()) {
            if (!response.isSuccessful()) {
                var text = response.body().string();
                throw Failures.of(call.toString(), response.code(), response.header("Retry-After"), text, call.ref());
            }
            open = true;
            var source = response.body().source();
            for (var line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
                if (!line.isBlank() && handler.seenEnough(line)) {
                    watch.cancel(); // else close() would read on to reuse the connection
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            if (open && !Thread.currentThread().isInterrupted()) {
                LOG.debug("{} ended: {}", call, e.toString());
                return false;
            }
            throw failed(call, e);
        }
    }

    private ClusterException failed(Call call, IOException e) {
        return Failures.of(call.toString(), server(), e, call.ref());
    }

    private Request request(Call call) {
        var query = new ArrayList<Pair>();
        call.query().forEach((name, value) -> query.add(new Pair(name, value)));
        var headers = new HashMap<>(Map.of("Accept", call.accept(), "Content-Type", call.contentType()));
        try {
            // bytes: a String or an object would go through gson, which loads every model class
            return api.buildRequest(
                            null,
                            call.path(),
                            call.method(),
                            query,
                            List.of(),
                            call.body()
                                    .map(json -> json.getBytes(StandardCharsets.UTF_8))
                                    .orElse(null),
                            headers,
                            new HashMap<>(),
                            new HashMap<>(),
                            new String[] {"BearerToken"},
                            null)
                    .newBuilder()
                    .header("User-Agent", USER_AGENT)
                    .build();
        } catch (ApiException e) {
            throw new ClusterException(0, "Unreachable", call + ": " + e.getMessage(), call.ref(), null, e);
        }
    }

    private static void logWarnings(Call call, Response response) {
        response.headers("Warning").forEach(warning -> LOG.warn("{}: {}", call, warningText(warning)));
    }

    /** The text of {@code 299 - "text"} (RFC 7234, 5.5). */
    static String warningText(String header) {
        var open = header.indexOf('"');
        var close = header.lastIndexOf('"');
        return open >= 0 && close > open ? header.substring(open + 1, close).replace("\\\"", "\"") : header;
    }

    @Override
    public void close() {
        for (var client : List.of(calls, watches)) {
            client.dispatcher().cancelAll();
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
