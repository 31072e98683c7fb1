package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whose turn it is to leave a datastore that drains: so many tenants of each at a time, the others as they came. Thread-safe. */
final class DrainTurns {
    private final int atOnce;
    private final Map<ObjectRef, String> leaving = new HashMap<>();
    private final Map<ObjectRef, String> waiting = new LinkedHashMap<>();

    /** @param atOnce 0: nobody leaves */
    DrainTurns(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Whether anybody leaves. */
    boolean areGiven() {
        return atOnce > 0;
    }

    /** Takes a turn, which lasts until {@link #over}; where none is free the tenant waits for one from now on. */
    synchronized boolean take(ObjectRef tenant, String dataStore) {
        var isFree = leaving.values().stream().filter(dataStore::equals).count() < atOnce;
        if (isFree || leaving.containsKey(tenant)) {
            waiting.remove(tenant);
            leaving.put(tenant, dataStore);
            return true;
        }
        waiting.putIfAbsent(tenant, dataStore);
        return false;
    }

    /**
     * A tenant left, stays or is gone.
     *
     * @return whose turn it is now: to be told, as it waits no more
     */
    synchronized Optional<ObjectRef> over(ObjectRef tenant) {
        waiting.remove(tenant);
        var dataStore = leaving.remove(tenant);
        var next = waiting.entrySet().stream()
                .filter(entry -> entry.getValue().equals(dataStore))
                .map(Map.Entry::getKey)
                .findFirst();
        next.ifPresent(waiting::remove);
        return next;
    }
}
