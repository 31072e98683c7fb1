package io.kamaji.datastore.transfer;

import io.kamaji.datastore.KeyValueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** A store in memory that keeps what is put; or, to be larger than memory, makes each value when it is asked for. */
final class GeneratedStore implements KeyValueStore {
    final TreeMap<String, Entry> content = new TreeMap<>();
    final Map<Long, Duration> leases = new HashMap<>();
    final List<Integer> limits = new ArrayList<>();
    final List<OptionalLong> revisions = new ArrayList<>();
    private final int generated;
    private final IntFunction<byte[]> value;
    long revision = 7;
    int putCalls;

    GeneratedStore() {
        this(0, i -> new byte[0]);
    }

    GeneratedStore(int generated, IntFunction<byte[]> value) {
        this.generated = generated;
        this.value = value;
    }

    void add(String key, String text, long lease) {
        content.put(key, new Entry(key.getBytes(), text.getBytes(), lease));
    }

    static String name(int i) {
        return String.format("registry/%08d", i);
    }

    @Override
    public Page read(Optional<byte[]> after, OptionalLong at, int limit) {
        limits.add(limit);
        revisions.add(at);
        var entries = new ArrayList<Entry>();
        if (generated > 0) {
            int from = after.map(key -> Integer.parseInt(new String(key).substring(9)) + 1)
                    .orElse(0);
            for (int i = from; i < Math.min(generated, from + limit); i++) {
                entries.add(new Entry(name(i).getBytes(), value.apply(i), 0));
            }
            return new Page(entries, revision, from + limit < generated);
        }
        var rest = after.map(key -> content.tailMap(new String(key), false)).orElse(content);
        rest.values().stream().limit(limit).forEach(entries::add);
        return new Page(entries, revision, rest.size() > limit);
    }

    @Override
    public Optional<Entry> get(byte[] key) {
        return Optional.ofNullable(content.get(new String(key)));
    }

    @Override
    public void put(List<Entry> entries) {
        putCalls++;
        entries.forEach(entry -> content.put(new String(entry.key()), entry));
    }

    @Override
    public Optional<Duration> remaining(long lease) {
        return Optional.ofNullable(leases.get(lease));
    }

    @Override
    public long grant(Duration time) {
        long id = 1000 + leases.size();
        leases.put(id, time);
        return id;
    }

    @Override
    public void clear() {
        content.clear();
    }

    @Override
    public boolean advance(long revision, Duration atMost) {
        return revision <= this.revision;
    }

    @Override
    public void close() {}
}
