package io.kamaji.api;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation that failed. The message says what failed, on which object, and what to do about it.
 * A wrong spec is not one of these but an {@link InvalidSpecException}.
 */
public class KamajiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ObjectRef ref;
    private final @Nullable Duration retryAfter;

    public KamajiException(String message, @Nullable Throwable cause) {
        this(message, cause, null, null);
    }

    /** For kinds of failures of their own; others are made with {@link #at}. */
    protected KamajiException(
            String message, @Nullable Throwable cause, @Nullable ObjectRef ref, @Nullable Duration retryAfter) {
        super(message, cause);
        this.ref = ref;
        this.retryAfter = retryAfter;
    }

    /** A failure at an object, with which the message begins; {@link #cause} and {@link #retryAfter(Duration)} add to it. */
    public static KamajiException at(ObjectRef ref, String message) {
        return new KamajiException(ref + ": " + message, null, ref, null);
    }

    /** Which object, what is wrong with it and what to do; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** This failure with what caused it. */
    public KamajiException cause(Throwable cause) {
        return new KamajiException(getMessage(), cause, ref, retryAfter);
    }

    /** This failure as one that may mend by itself. */
    public KamajiException retryAfter(Duration delay) {
        return new KamajiException(getMessage(), getCause(), ref, delay);
    }

    /** The object that the operation was about. */
    public Optional<ObjectRef> ref() {
        return Optional.ofNullable(ref);
    }

    /** When the same operation may succeed without anyone doing anything; empty if someone has to. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
