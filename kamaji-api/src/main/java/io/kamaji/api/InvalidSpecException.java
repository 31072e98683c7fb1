package io.kamaji.api;

import io.kamaji.api.value.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** A spec that can't be accepted, with everything that is wrong with it; nothing was written. */
public final class InvalidSpecException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    public InvalidSpecException(String subject, List<Violation> violations) {
        super(subject + " is not valid:"
                + violations.stream().map(v -> "\n  " + v).collect(Collectors.joining()));
        this.violations = List.copyOf(violations);
    }

    /** What is wrong, at least one. */
    public List<Violation> violations() {
        return violations;
    }
}
