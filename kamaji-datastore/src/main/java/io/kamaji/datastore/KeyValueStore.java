package io.kamaji.datastore;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The keys of one tenant, as etcd's v3 API has them. Keys are relative to the tenant's prefix ({@code registry/…} or
 * whatever follows {@code <prefix>/}), so that they can go under another prefix. Every failure is a {@link
 * DataStoreException}. Not thread-safe.
 */
public interface KeyValueStore extends AutoCloseable {

    /**
     * One page of keys, in the store's own order: that of their bytes, but for MySQL, which sorts as its collation does.
     *
     * @param after the last key of the page before; empty for the first page
     * @param revision the revision to read at; empty for the newest
     * @param limit most entries of the page, 1 at least
     */
    Page read(Optional<byte[]> after, OptionalLong revision, int limit);

    /** One key, as it is now. */
    Optional<Entry> get(byte[] key);

    /** Puts entries, their leases being of this store. When it fails, any of them may be there. */
    void put(List<Entry> entries);

    /** How long a lease still runs; empty if it has ended. Where the store does not know, as kine: its whole time. */
    Optional<Duration> remaining(long lease);

    /** A new lease. */
    long grant(Duration time);

    /** Deletes all keys of the tenant. */
    void clear();

    /**
     * Makes the store's revision at least this one by writes that leave no key: hundreds a second. See {@link Renumberable}
     * for those that need none.
     *
     * @return whether it was reached in time
     */
    boolean advance(long revision, Duration atMost);

    @Override
    void close();

    /**
     * A key and its value; the arrays must not be changed.
     *
     * @param lease 0 for none
     */
    record Entry(byte[] key, byte[] value, long lease) {
        /** The same with another lease. */
        public Entry withLease(long other) {
            return new Entry(key, value, other);
        }

        /** Bytes of key and value. */
        public long size() {
            return (long) key.length + value.length;
        }

        /** The key only: values may be Secrets. */
        @Override
        public String toString() {
            return new String(key, StandardCharsets.UTF_8);
        }
    }

    /**
     * @param revision the revision that was read
     * @param more whether there are keys behind the last one
     */
    record Page(List<Entry> entries, long revision, boolean more) {
        public Page {
            entries = List.copyOf(entries);
        }
    }
}
