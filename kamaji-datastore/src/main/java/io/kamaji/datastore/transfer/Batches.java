package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KeyValueStore.Entry;
import java.util.ArrayList;
import java.util.List;

/** Puts entries in batches that every store takes: etcd's limits are 128 operations and 1.5 MiB. Stateless. */
final class Batches {
    private static final int KEYS = 100;
    private static final long BYTES = 1 << 20;

    private Batches() {}

    static void put(KeyValueStore target, List<Entry> entries) {
        var batch = new ArrayList<Entry>();
        long bytes = 0;
        for (var entry : entries) {
            if (batch.size() == KEYS || (!batch.isEmpty() && bytes + entry.size() > BYTES)) {
                target.put(batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(entry);
            bytes += entry.size();
        }
        if (!batch.isEmpty()) {
            target.put(batch);
        }
    }
}
