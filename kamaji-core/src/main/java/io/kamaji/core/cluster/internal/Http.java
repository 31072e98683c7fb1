package io.kamaji.core.cluster.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClientLimits;
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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * 10 s to connect and one limit on the whole; watches on connections of their own, with a limit of each. Redirects are not
 * followed: an API server gives none, and whoever gives one chooses where our requests go. Thread-safe.
 */
final class Http implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Http.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** An API server sends a bookmark each minute or so: more silence than this is a dead connection. */
    private static final Duration WATCH_SILENCE = Duration.ofSeconds(150);

    private static final Duration WATCH_GRACE = Duration.ofSeconds(10);
    private static final int MOST_WARNINGS = 10; // of one answer, to be logged
    private static final Duration PING = Duration.ofSeconds(30);
    private static final String USER_AGENT = "kamaji-java/"
            + Optional.ofNullable(Http.class.getPackage().getImplementationVersion())
                    .orElse("dev");

    /** Notices that a thread was interrupted while it reads from a socket, which does not notice it. */
    private static final Duration INTERRUPTED_WITHIN = Duration.ofMillis(50);

    private static final ScheduledThreadPoolExecutor INTERRUPTIONS = interruptions();

    private final ApiClient api;
    private final ClientLimits limits;
    private final OkHttpClient calls;
    private final OkHttpClient watches;
    private final List<Budget> budgets;
    private final AtomicBoolean closed;

    Http(ApiClient api, ClientLimits limits) {
        this.api = api;
        this.limits = limits;
        this.calls = own(NamedTls.client(api), limits.request()).build();
        this.watches = own(NamedTls.client(api), WATCH_SILENCE).build();
        this.budgets = List.of();
        this.closed = new AtomicBoolean();
    }

    private Http(Http shared, List<Budget> budgets) {
        this.api = shared.api;
        this.limits = shared.limits;
        this.calls = shared.calls;
        this.watches = shared.watches;
        this.budgets = budgets;
        this.closed = shared.closed;
    }

    /** The same connections for requests that keep within one more budget. */
    Http within(Budget budget) {
        var all = new ArrayList<>(budgets);
        all.add(budget);
        return new Http(this, List.copyOf(all));
    }

    private static OkHttpClient.Builder own(OkHttpClient given, Duration silence) {
        return given.newBuilder()
                .dispatcher(new Dispatcher())
                .connectionPool(new ConnectionPool(2, 1, TimeUnit.MINUTES))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(CONNECT)
                .readTimeout(silence)
                .writeTimeout(silence)
                .pingInterval(PING);
    }

    String server() {
        return api.getBasePath();
    }

    ClientLimits limits() {
        return limits;
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
        var request = calls.newCall(request(call));
        request.timeout().timeout(timeFor(call, limits.request()), TimeUnit.MILLISECONDS);
        var heeding = begun(call, request);
        try (var response = request.execute()) {
            logWarnings(call, response);
            if (response.isSuccessful()) {
                return new Answer(call, response.code(), body(call, response), budgets);
            }
            if (response.code() == 404) {
                return new Answer(call, 404, refusal(response), budgets);
            }
            throw refused(call, response);
        } catch (ClusterException e) {
            throw e;
        } catch (Exception e) {
            throw failed(call, e);
        } finally {
            heeding.cancel(false);
        }
    }

    /** The answer if it is a success. */
    Answer expect(Call call) {
        var answer = send(call);
        if (answer.isNotFound()) {
            throw Failures.refused(call, 404, null, answer.body());
        }
        return answer;
    }

    /** Receives lines until it answers that it has seen enough. */
    interface LineHandler {
        boolean seenEnough(Answer line);
    }

    /** True if the handler ended it; false if the server, silence or the time limit did. */
    boolean stream(Call call, Duration atMost, LineHandler handler) {
        var watch = watches.newCall(request(call));
        watch.timeout().timeout(timeFor(call, atMost.plus(WATCH_GRACE)), TimeUnit.MILLISECONDS);
        var heeding = begun(call, watch);
        boolean open = false;
        try (var response = watch.execute()) {
            if (!response.isSuccessful()) {
                throw refused(call, response);
            }
            open = true;
            for (var line = line(call, response); line.isPresent(); line = line(call, response)) {
                var event = new Answer(call, response.code(), line.get(), budgets);
                if (!event.body().isBlank() && handler.seenEnough(event)) {
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
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw failed(call, e);
        } finally {
            heeding.cancel(false);
            watch.cancel(); // else close() would read on to reuse the connection
        }
    }

    /** OkHttp is Kotlin: it throws InterruptedException without saying so, and client-java's authentication anything. */
    private ClusterException failed(Call call, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return Failures.interrupted(call, e);
        }
        return e instanceof IOException io ? Failures.noAnswer(call, server(), io) : Failures.unsendable(call, e);
    }

    /** Refuses to begin where that is no use; the request is cancelled as soon as its thread is interrupted. */
    private ScheduledFuture<?> begun(Call call, okhttp3.Call request) {
        var caller = Thread.currentThread();
        if (closed.get()) {
            throw Failures.closed(call, server());
        }
        if (caller.isInterrupted()) {
            throw Failures.interrupted(call, null);
        }
        var each = INTERRUPTED_WITHIN.toMillis();
        Runnable look = () -> {
            if (caller.isInterrupted()) {
                request.cancel();
            }
        };
        return INTERRUPTIONS.scheduleWithFixedDelay(look, each, each, TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor interruptions() {
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "kamaji-interruptions");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(1, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Milliseconds that a request may take, at least one. */
    private long timeFor(Call call, Duration limit) {
        var time = limit;
        for (var budget : budgets) {
            if (budget.isSpent()) {
                throw Failures.spent(call, budget);
            }
            time = budget.timeLeft().compareTo(time) < 0 ? budget.timeLeft() : time;
        }
        return Math.max(1, time.toMillis());
    }

    /** The body of a success; no more of it is read than is allowed. */
    private String body(Call call, Response response) throws IOException {
        var source = response.body().source();
        for (var budget : budgets) {
            if (budget.bytesLeft() < limits.body() && source.request(budget.bytesLeft() + 1)) {
                throw Failures.spent(call, budget);
            }
        }
        if (source.request(limits.body() + 1)) {
            throw Failures.beyondLimit(call, response.code(), "is larger than " + limits.body() + " bytes");
        }
        var read = source.getBuffer().size();
        budgets.forEach(budget -> budget.spend(read, 0));
        return source.getBuffer().readUtf8();
    }

    private static Optional<String> line(Call call, Response response) throws IOException {
        var source = response.body().source();
        var end = source.indexOf((byte) '\n', 0, ClientLimits.WATCH_LINE);
        if (end < 0 && source.request(ClientLimits.WATCH_LINE)) {
            throw Failures.beyondLimit(
                    call, response.code(), "has a line of more than " + ClientLimits.WATCH_LINE + " bytes");
        }
        return Optional.ofNullable(source.readUtf8Line());
    }

    private static ClusterException refused(Call call, Response response) throws IOException {
        var location = response.header("Location");
        return location != null && response.isRedirect()
                ? Failures.redirected(call, response.code(), location)
                : Failures.refused(call, response.code(), response.header("Retry-After"), refusal(response));
    }

    private static String refusal(Response response) throws IOException {
        var source = response.body().source();
        source.request(ClientLimits.REFUSAL);
        return source.readUtf8(Math.min(source.getBuffer().size(), ClientLimits.REFUSAL));
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
        } catch (ApiException | RuntimeException e) {
            throw Failures.unsendable(call, e);
        }
    }

    private static void logWarnings(Call call, Response response) {
        response.headers("Warning").stream()
                .limit(MOST_WARNINGS)
                .forEach(warning -> LOG.warn("{}: {}", call, Failures.firstLine(warningText(warning))));
    }

    /** The text of {@code 299 - "text"} (RFC 7234, 5.5). */
    static String warningText(String header) {
        var open = header.indexOf('"');
        var close = header.lastIndexOf('"');
        return open >= 0 && close > open ? header.substring(open + 1, close).replace("\\\"", "\"") : header;
    }

    @Override
    public void close() {
        closed.set(true);
        for (var client : List.of(calls, watches)) {
            client.dispatcher().cancelAll();
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
