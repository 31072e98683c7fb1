package io.kamaji.datastore.transfer;

import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KeyValueStore.Entry;
import io.kamaji.datastore.KeyValueStore.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A tenant's entries, page by page, all at one revision. A page is sized for about 2 MiB after what the last one held;
 * where values grow suddenly and the answer gets too large, it is asked for again with few keys. Not thread-safe.
 */
final class Pages {
    static final int FEWEST = 32; // of the largest values that etcd takes by default (1.5 MiB): 48 MiB
    static final int MOST = 1000;
    private static final long TARGET = 2 << 20;

    private final KeyValueStore store;
    private OptionalLong revision;
    private Optional<byte[]> after = Optional.empty();
    private int limit = FEWEST;
    private boolean more = true;

    /** @param revision to read at; empty for the newest, which the first page decides */
    Pages(KeyValueStore store, OptionalLong revision) {
        this.store = store;
        this.revision = revision;
    }

    /** The next entries; empty at the end. */
    List<Entry> next() {
        if (!more) {
            return List.of();
        }
        var page = read();
        revision = OptionalLong.of(page.revision());
        var entries = page.entries();
        more = page.more() && !entries.isEmpty();
        if (!entries.isEmpty()) {
            after = Optional.of(entries.get(entries.size() - 1).key());
            long average = entries.stream().mapToLong(Entry::size).sum() / entries.size();
            limit = (int) Math.min(MOST, Math.max(FEWEST, TARGET / Math.max(1, average)));
        }
        return entries;
    }

    private Page read() {
        try {
            return store.read(after, revision, limit);
        } catch (DataStoreException e) {
            if (limit == FEWEST) {
                throw e;
            }
            return store.read(after, revision, FEWEST);
        }
    }

    /** The revision; known once a page was read. */
    long revision() {
        return revision.orElseThrow();
    }
}
