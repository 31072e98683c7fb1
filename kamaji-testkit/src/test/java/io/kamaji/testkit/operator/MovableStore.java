package io.kamaji.testkit.operator;

import io.kamaji.core.storage.DelegatingDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import io.kamaji.testkit.laws.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Stores in memory whose content can be moved and measured, by the name of their datastore and the schema. Thread-safe. */
public final class MovableStore implements DelegatingDriver, Exportable, Measurable {
    private final MemoryStore store;
    private final Map<String, Content> contents = new ConcurrentHashMap<>();
    private volatile boolean broken;
    private volatile boolean lacking;
    private volatile boolean kept;

    public MovableStore(MemoryStore store) {
        this.store = store;
    }

    @Override
    public MemoryStore driver() {
        return store;
    }

    /** Whether nothing can be read or written key by key. */
    public void broken(boolean yes) {
        broken = yes;
    }

    /** Whether the driver lacks a library. */
    public void lacking(boolean yes) {
        lacking = yes;
    }

    /** Whether nothing can be dropped. */
    public void kept(boolean yes) {
        kept = yes;
    }

    public Content content(String dataStore, String schema) {
        return contents.computeIfAbsent(dataStore + "/" + schema, name -> new Content());
    }

    /** How many keys there are of all tenants. */
    public int keys(String dataStore) {
        return contents.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(dataStore + "/"))
                .mapToInt(entry -> entry.getValue().keys().size())
                .sum();
    }

    @Override
    public KeyValueStore open(ResolvedDataStore at, TenantAccount tenant, KineLauncher kine) {
        if (lacking) {
            throw new NoClassDefFoundError("of a library that is not there");
        }
        if (broken) {
            throw new DataStoreException("the content can't be read: mend the store", null, null);
        }
        return content(at.name(), tenant.schema());
    }

    /** What is held, and what the store in memory is told to tell besides. */
    @Override
    public Usage usage(ResolvedDataStore at, TenantAccount tenant) {
        var told = store.usage(at, tenant);
        var held = content(at.name(), tenant.schema()).usage();
        return new Usage(told.keys() + held.keys(), told.bytes() + held.bytes(), true);
    }

    @Override
    public List<String> inspect(ResolvedDataStore at, TenantAccount tenant) {
        return store.inspect(at, tenant);
    }

    @Override
    public void ensure(ResolvedDataStore at, TenantAccount tenant) {
        store.ensure(at, tenant);
    }

    @Override
    public void drop(ResolvedDataStore at, TenantAccount tenant) {
        if (kept) {
            throw new DataStoreException("nothing can be dropped: mend the store", null, null);
        }
        store.drop(at, tenant);
        content(at.name(), tenant.schema()).clear();
    }

    @Override
    public void check(ResolvedDataStore at) {
        store.check(at);
    }

    /** What one tenant has in one of them. */
    public static final class Content implements KeyValueStore {
        private final TreeMap<String, Entry> entries = new TreeMap<>();
        private long revision = 1;

        public synchronized void add(String key, String value) {
            put(List.of(new Entry(key.getBytes(), value.getBytes(), 0)));
        }

        public synchronized List<String> keys() {
            return List.copyOf(entries.keySet());
        }

        @Override
        public synchronized Page read(Optional<byte[]> after, OptionalLong at, int limit) {
            var rest = after.map(key -> entries.tailMap(new String(key), false)).orElse(entries);
            var page = new ArrayList<Entry>();
            rest.values().stream().limit(limit).forEach(page::add);
            return new Page(page, revision, rest.size() > limit);
        }

        @Override
        public synchronized Optional<Entry> get(byte[] key) {
            return Optional.ofNullable(entries.get(new String(key)));
        }

        @Override
        public synchronized void put(List<Entry> more) {
            more.forEach(entry -> {
                entries.put(new String(entry.key()), entry);
                revision++;
            });
        }

        @Override
        public Optional<Duration> remaining(long lease) {
            return Optional.empty();
        }

        @Override
        public long grant(Duration time) {
            return 1;
        }

        @Override
        public synchronized void clear() {
            entries.clear();
            revision++;
        }

        @Override
        public synchronized boolean advance(long to, Duration atMost) {
            revision = Math.max(revision, to);
            return true;
        }

        synchronized Usage usage() {
            var bytes = entries.values().stream()
                    .mapToLong(entry -> entry.key().length + entry.value().length)
                    .sum();
            return new Usage(entries.size(), bytes, true);
        }

        @Override
        public void close() {}
    }
}
