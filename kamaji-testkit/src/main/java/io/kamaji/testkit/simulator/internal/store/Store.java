package io.kamaji.testkit.simulator.internal.store;

import io.kamaji.api.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The objects, one counter of versions over all of them, and a log of the latest changes. Thread-safe by its own monitor: a
 * caller that must read and write as one step synchronizes on the store.
 */
public final class Store {
    private final TreeMap<Key, JsonObject> objects = new TreeMap<>();
    private final ArrayDeque<Change> log = new ArrayDeque<>();
    private final int window;
    private long version = 1;
    private long forgotten = 0;
    private boolean closed;

    /**
     * @param window how many changes are kept for watchers that come back
     */
    public Store(int window) {
        this.window = window;
    }

    public synchronized long version() {
        return version;
    }

    public synchronized Optional<JsonObject> get(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** The objects of a resource in the order of namespace and name; an empty namespace means all. */
    public synchronized List<JsonObject> list(String resource, String namespace) {
        var from = new Key(resource, namespace, "");
        var found = new ArrayList<JsonObject>();
        for (Map.Entry<Key, JsonObject> entry : objects.tailMap(from).entrySet()) {
            var key = entry.getKey();
            if (!key.resource().equals(resource)
                    || !namespace.isEmpty() && !key.namespace().equals(namespace)) {
                break;
            }
            found.add(entry.getValue());
        }
        return found;
    }

    /** All objects with their keys. */
    public synchronized Map<Key, JsonObject> all() {
        return new TreeMap<>(objects);
    }

    /** Stores an object; the answer carries its new resourceVersion. */
    public synchronized JsonObject put(Key key, JsonObject object) {
        var before = Optional.ofNullable(objects.get(key));
        var stored = stamped(object);
        objects.put(key, stored);
        append(new Change(version, before.isPresent() ? "MODIFIED" : "ADDED", key, stored, before));
        return stored;
    }

    /** Takes objects in as they are, resourceVersions too; whoever watches with a version from before is told 410 Gone. */
    public synchronized void restore(Map<Key, JsonObject> others) {
        objects.putAll(others);
        others.values().stream()
                .flatMap(object -> object.text("metadata", "resourceVersion").stream())
                .forEach(other -> version = Math.max(version, Long.parseLong(other)));
        compact();
    }

    /** Removes an object, if it is there. */
    public synchronized void remove(Key key, JsonObject last) {
        var before = Optional.ofNullable(objects.remove(key));
        if (before.isPresent()) {
            append(new Change(version + 1, "DELETED", key, stamped(last), before));
        }
    }

    private JsonObject stamped(JsonObject object) {
        version++;
        return object.update("metadata", meta -> meta.with("resourceVersion", Long.toString(version)));
    }

    private void append(Change change) {
        log.add(new Change(version, change.type(), change.key(), change.object(), change.before()));
        while (log.size() > window) {
            forgotten = log.remove().version();
        }
        notifyAll();
    }

    /** Whether the changes after this version are still known. */
    public synchronized boolean remembers(long since) {
        return since >= forgotten;
    }

    /** Forgets all changes up to now, as compaction does. */
    public synchronized void compact() {
        forgotten = version;
        log.clear();
    }

    /** The changes after a version; waits for the first of them up to a time in ms. */
    public synchronized List<Change> changesAfter(long since, long waitMillis) throws InterruptedException {
        long end = System.nanoTime() + waitMillis * 1_000_000;
        long rest = waitMillis;
        while (version <= since && rest > 0 && !closed) {
            wait(rest);
            rest = (end - System.nanoTime()) / 1_000_000;
        }
        var found = new ArrayList<Change>();
        var newest = log.descendingIterator();
        while (newest.hasNext()) {
            var change = newest.next();
            if (change.version() <= since) {
                break;
            }
            found.add(0, change);
        }
        return found;
    }

    /** Wakes everyone who waits. */
    public synchronized void wake() {
        notifyAll();
    }

    /** Ends all waiting. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
