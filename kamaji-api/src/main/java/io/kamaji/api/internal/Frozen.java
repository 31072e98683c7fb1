package io.kamaji.api.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies what a caller could still change; the generated builders pass every attribute through {@code immutableCopyOf}. */
public final class Frozen {
    private Frozen() {}

    /** The value itself: of all attributes only lists and maps can change. */
    public static <T extends @Nullable Object> T immutableCopyOf(T value) {
        return value;
    }

    /** A copy, in order; null for an absent attribute. */
    public static <T> @Nullable List<T> immutableCopyOf(@Nullable List<? extends T> list) {
        return list == null ? null : List.copyOf(list);
    }

    /** A copy, in order; null for an absent attribute. */
    public static <K, V> @Nullable Map<K, V> immutableCopyOf(@Nullable Map<? extends K, ? extends V> map) {
        return map == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** What is there, then more. */
    public static <T> List<T> append(Optional<List<T>> list, List<T> more) {
        var all = new ArrayList<T>(list.orElse(List.of()));
        all.addAll(more);
        return all;
    }

    /** What is there, with one entry set. */
    public static <K, V> Map<K, V> put(Optional<Map<K, V>> map, K key, V value) {
        var all = new LinkedHashMap<K, V>(map.orElse(Map.of()));
        all.put(key, value);
        return all;
    }
}
