package io.kamaji.core.cluster;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that the cluster refused or did not answer. */
public final class ClusterException extends KamajiException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    /**
     * @param code HTTP status; 0 if there was no answer
     * @param reason the Status' reason, such as {@code Conflict}; {@code Unreachable} if there was no answer
     */
    public ClusterException(
            int code,
            String reason,
            String message,
            @Nullable ObjectRef ref,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause, ref, retryAfter);
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public boolean isConflict() {
        return code == 409;
    }

    public boolean isNotFound() {
        return code == 404;
    }

    /** Whether the same request may succeed later without anyone doing anything; {@link #retryAfter()} says when. */
    public boolean isTransient() {
        return retryAfter().isPresent();
    }
}
