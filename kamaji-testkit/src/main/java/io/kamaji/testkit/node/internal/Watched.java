package io.kamaji.testkit.node.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.WatchEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one type as the API has them: listed, then watched, listed again when the watch breaks. One daemon
 * thread. What this node itself wrote is put in at once, and an older event does not undo it. Thread-safe.
 */
final class Watched implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
    private static final Duration WATCH = Duration.ofMinutes(4);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final ClusterClient client;
    private final ListRequest request;
    private final Runnable changed;
    private final Map<String, JsonObject> items = new HashMap<>();
    private final Set<String> putSinceList = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;
    private boolean listed;

    Watched(ClusterClient client, ListRequest request, Runnable changed) {
        this.client = client;
        this.request = request;
        this.changed = changed;
        this.thread =
                new Thread(this::run, "kamaji-node-watch-" + request.type().plural());
        thread.setDaemon(true);
        thread.start();
    }

    synchronized Optional<JsonObject> get(String namespace, String name) {
        return Optional.ofNullable(items.get(namespace + "/" + name));
    }

    synchronized List<JsonObject> items() {
        return List.copyOf(items.values());
    }

    /** Whether the first list has come. */
    synchronized boolean isListed() {
        return listed;
    }

    /** Whether the object with this uid was seen to go. */
    synchronized boolean isDeleted(String uid) {
        return deleted.contains(uid);
    }

    /** What the API answered to a write of this node. */
    synchronized void put(JsonObject object) {
        putSinceList.add(key(object));
        putIfNewer(object);
    }

    /** What this node itself deleted. */
    synchronized void remove(JsonObject object) {
        items.remove(key(object));
        uid(object).ifPresent(deleted::add);
    }

    private void run() {
        while (!closed) {
            try {
                synchronized (this) {
                    putSinceList.clear();
                }
                var listing = client.list(request);
                replace(listing.items());
                changed.run();
                client.watch(request, listing.resourceVersion(), WATCH, this::seen);
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.debug("watch of {}: {}", request.type().plural(), e.toString());
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY.toMillis());
        } catch (InterruptedException e) {
            // closed says whether to go on
        }
    }

    private synchronized void replace(List<JsonObject> now) {
        var before = new HashMap<>(items);
        items.clear();
        now.forEach(object -> items.put(key(object), object));
        before.forEach((key, object) -> {
            if (putSinceList.contains(key)) {
                items.putIfAbsent(key, object); // made after the list was taken
            } else if (!items.containsKey(key)) {
                uid(object).ifPresent(deleted::add);
            }
        });
        listed = true;
    }

    private boolean seen(WatchEvent event) {
        if (closed) {
            return true;
        }
        synchronized (this) {
            switch (event.type()) {
                case "DELETED" -> {
                    var known = items.get(key(event.object()));
                    if (known == null || uid(known).equals(uid(event.object()))) {
                        items.remove(key(event.object()));
                    }
                    uid(event.object()).ifPresent(deleted::add);
                }
                case "ADDED", "MODIFIED" -> putIfNewer(event.object());
                default -> {
                    return false;
                }
            }
        }
        changed.run();
        return closed;
    }

    private void putIfNewer(JsonObject object) {
        var known = items.get(key(object));
        if (uid(object).filter(deleted::contains).isPresent()
                || known != null && uid(known).equals(uid(object)) && version(known) > version(object)) {
            return;
        }
        items.put(key(object), object);
    }

    private static long version(JsonObject object) {
        return object.text("metadata", "resourceVersion")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    private static Optional<String> uid(JsonObject object) {
        return object.text("metadata", "uid");
    }

    private static String key(JsonObject object) {
        var ref = ObjectRef.of(object);
        return ref.namespace().orElse("") + "/" + ref.name();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
