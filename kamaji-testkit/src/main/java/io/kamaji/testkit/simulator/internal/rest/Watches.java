package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import io.kamaji.testkit.simulator.internal.store.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Watches: one JSON document a line for each change, in the thread of the request. Thread-safe.
 *
 * <p>Times here are of the real clock: a watch ends after its timeout whatever the simulator's clock says.
 */
public final class Watches {
    private static final long BEAT_MILLIS = 1_000;

    private final Cluster cluster;
    private final Duration bookmarks;
    private final AtomicInteger epoch = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param bookmarks how often a watcher that asked for them gets one
     */
    public Watches(Cluster cluster, Duration bookmarks) {
        this.cluster = cluster;
        this.bookmarks = bookmarks;
    }

    /**
     * What to watch.
     *
     * @param since resourceVersion; empty or 0: what there is comes first
     * @param initialEvents {@code sendInitialEvents}: what there is comes first, and a bookmark marks its end
     */
    public record Request(
            ServedType type,
            String namespace,
            Predicate<JsonObject> chosen,
            String since,
            boolean bookmarks,
            boolean initialEvents,
            Duration timeout,
            UnaryOperator<JsonObject> form) {}

    /** Ends all watches, without a word, as a lost connection does. */
    public void drop() {
        epoch.incrementAndGet();
        cluster.store().wake();
    }

    public void close() {
        closed = true;
        drop();
    }

    /** Writes events until the time is over or the watches are dropped; true if it ended in order. */
    public boolean serve(Request request, OutputStream out) throws IOException, InterruptedException {
        int mine = epoch.get();
        long end = System.nanoTime() + request.timeout().toNanos();
        long nextBookmark = System.nanoTime() + bookmarks.toNanos();
        var since = begin(request, out);
        if (since.isEmpty()) {
            return true;
        }
        long seen = since.get();
        while (!closed && mine == epoch.get()) {
            long now = System.nanoTime();
            if (request.bookmarks() && (now >= nextBookmark || now >= end)) {
                bookmark(request, out, seen, false);
                nextBookmark = now + bookmarks.toNanos();
            }
            if (now >= end) {
                return true;
            }
            long wait = Math.max(1, Math.min(BEAT_MILLIS, (end - now) / 1_000_000));
            for (var change : cluster.store().changesAfter(seen, wait)) {
                seen = change.version();
                if (mine == epoch.get() && concerns(request, change)) {
                    event(request, out, change);
                }
            }
        }
        return false;
    }

    /** The version from which on to watch; empty if it is too old. */
    private Optional<Long> begin(Request request, OutputStream out) throws IOException {
        if (!request.initialEvents()
                && !request.since().isEmpty()
                && !request.since().equals("0")) {
            long since = Long.parseLong(request.since());
            if (!cluster.store().remembers(since)) {
                var status = ApiError.expired("too old resource version: " + since + " ("
                                + cluster.store().version() + ")")
                        .status();
                write(out, "ERROR", status);
                return Optional.empty();
            }
            out.flush();
            return Optional.of(since);
        }
        long version;
        java.util.List<JsonObject> objects;
        synchronized (cluster.store()) {
            version = cluster.store().version();
            objects = cluster.store().list(request.type().qualified(), request.namespace());
        }
        for (var object : objects) {
            if (request.chosen().test(object)) {
                write(out, "ADDED", request.form().apply(object));
            }
        }
        if (request.initialEvents()) {
            bookmark(request, out, version, true);
        }
        return Optional.of(version);
    }

    private static boolean concerns(Request request, Change change) {
        return change.key().resource().equals(request.type().qualified())
                && (request.namespace().isEmpty()
                        || request.namespace().equals(change.key().namespace()));
    }

    /** An object that comes into what is chosen is added, one that leaves it is deleted. */
    private static void event(Request request, OutputStream out, Change change) throws IOException {
        var was = change.before().filter(request.chosen()).isPresent();
        var is = !change.type().equals("DELETED") && request.chosen().test(change.object());
        if (was || is) {
            write(
                    out,
                    was && is ? "MODIFIED" : is ? "ADDED" : "DELETED",
                    request.form().apply(change.object()));
        }
    }

    private static void bookmark(Request request, OutputStream out, long version, boolean endOfInitial)
            throws IOException {
        var annotations = JsonObject.of("k8s.io/initial-events-end", "true");
        write(
                out,
                "BOOKMARK",
                JsonObject.of(
                        "kind",
                        request.type().kind(),
                        "apiVersion",
                        request.type().type().apiVersion(),
                        "metadata",
                        JsonObject.of(
                                "resourceVersion",
                                Long.toString(version),
                                "creationTimestamp",
                                null,
                                "annotations",
                                endOfInitial ? annotations : null)));
    }

    private static void write(OutputStream out, String type, JsonObject object) throws IOException {
        out.write((JsonObject.of("type", type, "object", object).toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
