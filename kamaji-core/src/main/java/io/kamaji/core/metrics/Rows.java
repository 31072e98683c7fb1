package io.kamaji.core.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A gauge with rows of tags that belong to a key and go with it. Thread-safe. */
final class Rows<K> {
    private final MeterRegistry registry;
    private final String name;
    private final String description;
    private final Map<K, Map<Tags, Double>> rows = new HashMap<>();
    private final Map<K, List<Meter>> meters = new HashMap<>();

    Rows(MeterRegistry registry, String name, String description) {
        this.registry = registry;
        this.name = name;
        this.description = description;
    }

    /** A row of value 1: the tags say it all. */
    void fact(K key, Tags tags) {
        set(key, Map.of(tags, 1.0));
    }

    /** The rows of a key from now on, instead of those it had. */
    synchronized void set(K key, Map<Tags, Double> wanted) {
        if (wanted.equals(rows.get(key))) {
            return;
        }
        remove(key);
        rows.put(key, new LinkedHashMap<>(wanted));
        var made = new ArrayList<Meter>();
        wanted.forEach((tags, value) -> made.add(Gauge.builder(name, () -> value)
                .tags(tags)
                .description(description)
                .strongReference(true)
                .register(registry)));
        meters.put(key, made);
    }

    synchronized void remove(K key) {
        rows.remove(key);
        meters.getOrDefault(key, List.of()).forEach(registry::remove);
        meters.remove(key);
    }

    synchronized void clear() {
        List.copyOf(rows.keySet()).forEach(this::remove);
    }
}
