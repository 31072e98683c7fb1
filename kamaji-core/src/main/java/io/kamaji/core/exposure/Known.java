package io.kamaji.core.exposure;

import io.kamaji.api.ObjectRef;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A value that is known, or what it waits for. Immutable.
 *
 * @param shown the value; while it is not known, what a plan shows in its place
 * @param pending what it waits for; empty once it is known
 */
public record Known<T>(T shown, Optional<Pending> pending) {

    /**
     * What must come first.
     *
     * @param placeholder what plans show, such as {@code <LoadBalancer address>}
     * @param object where the value will appear: the object to watch
     * @param message what is waited for and, where somebody must act, what to do: it goes on after "waiting for"
     */
    public record Pending(String placeholder, ObjectRef object, String message) {}

    public static <T> Known<T> of(T value) {
        return new Known<>(value, Optional.empty());
    }

    public static <T> Known<T> waiting(T shown, Pending pending) {
        return new Known<>(shown, Optional.of(pending));
    }

    /** The value, or empty while it is not known. */
    public Optional<T> value() {
        return isKnown() ? Optional.of(shown) : Optional.empty();
    }

    public boolean isKnown() {
        return pending.isEmpty();
    }

    /** What an object that needs the value waits for, as {@code Rendered.Part} has it: the placeholder, or nothing. */
    public Set<String> waitsFor() {
        return pending.map(Pending::placeholder).map(Set::of).orElse(Set.of());
    }

    /** What follows from the value, known as soon as it is. */
    public <R> Known<R> map(Function<T, R> function) {
        return new Known<>(function.apply(shown), pending);
    }
}
