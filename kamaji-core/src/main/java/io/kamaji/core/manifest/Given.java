package io.kamaji.core.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a spec is given: on this wire an empty text, list or map is none. */
public final class Given {
    private Given() {}

    public static Optional<String> text(Optional<String> text) {
        return text.filter(value -> !value.isEmpty());
    }

    public static <T> Optional<List<T>> list(Optional<List<T>> list) {
        return list.filter(values -> !values.isEmpty());
    }

    public static <T> Optional<Map<String, T>> map(Optional<Map<String, T>> map) {
        return map.filter(values -> !values.isEmpty());
    }
}
