package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.WatchEvent;
import io.kamaji.core.cluster.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists, then watches from there on, for as long as it is not interrupted. It lists again where the server has forgotten
 * (410), and after a watch that said nothing at all: an API server ends one with a bookmark. Runs in one thread.
 */
final class ObjectWatch implements Watches.Watch, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration NOT_SERVED = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 10;

    /** Told of each change that was heard of or found. */
    @FunctionalInterface
    interface Told {
        /**
         * @param now the object; empty: it is gone
         * @param event empty: it was found by listing, or was found to be gone
         */
        void changed(ObjectRef key, ObjectRef object, Optional<JsonObject> now, Optional<WatchEvent> event);
    }

    private record Seen(ObjectRef key, String version) {}

    private final ClusterClient client;
    private final ListRequest request;
    private final Duration timeout;
    private final Function<JsonObject, Optional<ObjectRef>> keyOf;
    private final Told told;
    private final boolean tellFirst;
    private final Thread thread;

    private final Map<ObjectRef, Seen> seen = new ConcurrentHashMap<>();
    private volatile long lastSign = System.nanoTime();
    private String version = "";
    private volatile boolean listed;
    private volatile boolean served = true;
    private int failures;

    /**
     * @param timeout after which a watch is opened anew
     * @param keyOf what an object is told as; empty: it is not told
     * @param tellFirst whether what there is at first is told
     */
    ObjectWatch(
            ClusterClient client,
            ListRequest request,
            Duration timeout,
            Function<JsonObject, Optional<ObjectRef>> keyOf,
            Told told,
            boolean tellFirst) {
        this.client = client;
        this.request = request;
        this.timeout = timeout;
        this.keyOf = keyOf;
        this.told = told;
        this.tellFirst = tellFirst;
        this.thread = new Thread(this, "kamaji-watch-" + request.type().plural());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** Whether it knows what there is, and so will notice what changes. */
    boolean isListed() {
        return listed;
    }

    /** How long ago the cluster was last heard; nothing for a kind that it does not serve, of which there is nothing to hear. */
    Duration age() {
        return served ? Duration.ofNanos(System.nanoTime() - lastSign) : Duration.ZERO;
    }

    @Override
    public Set<ObjectRef> objects() {
        return Set.copyOf(seen.keySet());
    }

    @Override
    public boolean listed() {
        return listed;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                follow();
            } catch (ClusterException e) {
                failed(e);
            } catch (RuntimeException | Error e) { // of whoever was told, too
                LOG.warn("watch of {} failed and is made anew", request.type().plural(), e);
                version = "";
                pause(backoff());
            }
        }
    }

    private void follow() {
        if (version.isEmpty()) {
            list();
        }
        var opened = lastSign;
        var atMost = timeout.plusMillis(ThreadLocalRandom.current().nextLong(timeout.toMillis() / 10 + 1));
        client.watch(request, version, atMost, this::heard);
        if (lastSign == opened && !Thread.currentThread().isInterrupted()) {
            LOG.info(
                    "watch of {} said nothing for {} s: listing anew",
                    request.type().plural(),
                    atMost.toSeconds());
            version = "";
        }
    }

    private void failed(ClusterException e) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        served = !e.isNotFound();
        if (e.code() == 410) {
            version = "";
            pause(backoff()); // or a server that forgets at once would be asked without end
        } else if (e.isNotFound()) {
            version = "";
            listed = true;
            lastSign = System.nanoTime(); // the cluster has answered: there is nothing to watch
            pause(NOT_SERVED);
        } else {
            LOG.warn("watch of {}: {}", request.type().plural(), e.getMessage());
            pause(backoff());
        }
    }

    private void list() {
        var listing = client.list(request);
        served = true;
        lastSign = System.nanoTime();
        var untold = new ArrayList<RuntimeException>();
        var gone = new HashMap<>(seen);
        for (var object : listing.items()) {
            var ref = ObjectRef.of(object);
            gone.remove(ref);
            keyOf.apply(object)
                    .map(key -> new Seen(key, version(object)))
                    .filter(now -> !now.equals(seen.get(ref)))
                    .ifPresent(now -> tell(now, ref, Optional.of(object), untold));
        }
        gone.forEach((ref, was) -> tell(was, ref, Optional.empty(), untold));
        listed = true;
        if (!untold.isEmpty()) {
            throw untold.get(0);
        }
        version = listing.resourceVersion();
    }

    /** Who could not be told counts as not seen, and is told again by the next list; the others do not wait for that. */
    private void tell(Seen seen, ObjectRef ref, Optional<JsonObject> now, List<RuntimeException> untold) {
        try {
            if (listed || tellFirst) {
                told.changed(seen.key(), ref, now, Optional.empty());
            }
            note(ref, now.map(object -> seen));
        } catch (RuntimeException | Error e) {
            untold.add(new IllegalStateException(ref + " could not be told", e));
        }
    }

    private void note(ObjectRef ref, Optional<Seen> now) {
        now.ifPresentOrElse(it -> seen.put(ref, it), () -> seen.remove(ref));
    }

    private boolean heard(WatchEvent event) {
        lastSign = System.nanoTime();
        failures = 0;
        version = version(event.object());
        if (!event.type().equals("BOOKMARK")) {
            keyOf.apply(event.object()).ifPresent(key -> heard(key, event));
        }
        return Thread.currentThread().isInterrupted();
    }

    private void heard(ObjectRef key, WatchEvent event) {
        var ref = ObjectRef.of(event.object());
        var now = Optional.of(event.object()).filter(object -> !event.type().equals("DELETED"));
        told.changed(key, ref, now, Optional.of(event));
        note(ref, now.map(object -> new Seen(key, version)));
    }

    private static String version(JsonObject object) {
        return object.text("metadata", "resourceVersion").orElse("");
    }

    private Duration backoff() {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, failures++));
        var most = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return Duration.ofMillis((long)
                (most.toMillis() * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble())));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return request.type().plural()
                + request.namespace().map(in -> " in " + in).orElse("");
    }
}
