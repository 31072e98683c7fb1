package io.kamaji.testkit.bed;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.WatchEvent;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sees each version of each object of some kinds in a namespace, from its start to its end. Thread-safe. */
final class Witness implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<WatchEvent> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    Witness(ClusterClient admin, String namespace, List<ResourceType> types) {
        for (var type : types) {
            var request = new ListRequest(type, Optional.of(namespace), "", false);
            var from = admin.list(request).resourceVersion();
            var thread = new Thread(() -> watch(admin, request, from), "witness-" + type.plural());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void watch(ClusterClient admin, ListRequest request, String from) {
        var version = new String[] {from};
        try {
            while (!closing) {
                admin.watch(request, version[0], LONG, event -> {
                    event.object().text("metadata", "resourceVersion").ifPresent(seenTo -> version[0] = seenTo);
                    if (!event.type().equals("BOOKMARK")) {
                        seen.add(event);
                    }
                    return closing;
                });
            }
        } catch (ClusterException e) {
            if (!closing) {
                failures.put(request.type().plural(), e);
            }
        }
    }

    /** All that was seen, each kind in its order. */
    List<WatchEvent> events() {
        if (!failures.isEmpty()) {
            throw new AssertionError("a watch has ended: " + failures);
        }
        return List.copyOf(seen);
    }

    /** Each version of an object that there was. */
    List<JsonObject> versions() {
        return events().stream()
                .filter(event -> !event.type().equals("DELETED"))
                .map(WatchEvent::object)
                .toList();
    }

    /** Most objects of a kind that there were at a time. */
    int most(String kind) {
        var there = new HashSet<ObjectRef>();
        var most = 0;
        for (var event : events()) {
            if (event.object().text("kind").equals(Optional.of(kind))) {
                var ref = ObjectRef.of(event.object());
                if (event.type().equals("DELETED")) {
                    there.remove(ref);
                } else {
                    there.add(ref);
                }
                most = Math.max(most, there.size());
            }
        }
        return most;
    }

    @Override
    public void close() {
        closing = true;
        threads.forEach(Thread::interrupt);
    }
}
