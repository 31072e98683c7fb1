package io.kamaji.api.rules;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Collects violations; each method reads as the rule that it checks. */
final class Findings {
    private final List<Violation> all = new ArrayList<>();

    void add(String path, @Nullable Object value, String message) {
        all.add(new Violation(path, JsonValue.of(value), message));
    }

    void add(Violation one) {
        all.add(one);
    }

    void addAll(List<Violation> more) {
        all.addAll(more);
    }

    /** Refuses a value that is there but does not pass. */
    <T> void require(String path, Optional<T> value, Predicate<T> passes, String message) {
        value.filter(passes.negate()).ifPresent(bad -> add(path, bad, message));
    }

    /** Refuses each item that does not pass. */
    <T> void requireEach(String path, Optional<List<T>> values, Predicate<T> passes, String message) {
        var list = values.orElse(List.of());
        for (int i = 0; i < list.size(); i++) {
            if (!passes.test(list.get(i))) {
                add(path + "[" + i + "]", list.get(i), message);
            }
        }
    }

    /** Refuses a value that was there and is another now; what was absent may be set. */
    <T> void requireSame(String path, Optional<T> before, Optional<T> now, String message) {
        if (before.isPresent() && now.isPresent() && !Objects.equals(before, now)) {
            add(path, now, message);
        }
    }

    /** Refuses to take away what was there. */
    void requireKept(String path, Optional<?> before, Optional<?> now, String message) {
        if (before.isPresent() && now.isEmpty()) {
            add(path, null, message);
        }
    }

    List<Violation> toList() {
        return List.copyOf(all);
    }
}
