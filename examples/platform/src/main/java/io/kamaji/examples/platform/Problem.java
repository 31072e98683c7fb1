package io.kamaji.examples.platform;

import io.kamaji.api.value.Violation;
import java.util.List;

/** What a caller is told instead of an answer (RFC 9457). */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final transient List<Violation> violations;

    private Problem(int status, String title, String detail, List<Violation> violations) {
        super(detail);
        this.status = status;
        this.title = title;
        this.violations = List.copyOf(violations);
    }

    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, List.of());
    }

    static Problem notFound() {
        return of(404, "Not found", "There is no such thing, or you may not see it.");
    }

    static Problem conflict(String detail) {
        return of(409, "Conflict", detail);
    }

    static Problem invalid(List<Violation> violations) {
        var detail = violations.size() == 1
                ? "One thing is wrong with it."
                : violations.size() + " things are wrong with it.";
        return new Problem(422, "Not accepted", detail, violations);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** Everything that is wrong with what was sent; empty if it is not about that. */
    List<Violation> violations() {
        return violations;
    }
}
