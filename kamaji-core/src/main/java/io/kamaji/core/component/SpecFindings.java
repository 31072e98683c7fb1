package io.kamaji.core.component;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What rules find in a spec, in their order. Not thread-safe. */
public final class SpecFindings {
    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> warnings = new ArrayList<>();

    /** Refuses a value. */
    public void refuse(String path, @Nullable Object value, String message) {
        violations.add(new Violation(path, JsonValue.of(value), message));
    }

    /** Accepts a value with a warning. */
    public void warn(String path, @Nullable Object value, String message) {
        warnings.add(new Violation(path, JsonValue.of(value), message));
    }

    /** Refuses a value if it can never run for certain, else a warning. */
    public void judge(boolean certain, String path, @Nullable Object value, String message) {
        if (certain) {
            refuse(path, value, message);
        } else {
            warn(path, value, message);
        }
    }

    /** Refuses what was found elsewhere. */
    public void refuse(Collection<Violation> found) {
        violations.addAll(found);
    }

    /** What is refused. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** What is warned of. */
    public List<Violation> warnings() {
        return List.copyOf(warnings);
    }
}
