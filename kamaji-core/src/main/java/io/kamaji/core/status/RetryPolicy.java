package io.kamaji.core.status;

import io.kamaji.api.KamajiException;
import java.time.Duration;

/** Tells failures that a later pass may mend by itself from those for which someone has to do something. */
public final class RetryPolicy {
    private RetryPolicy() {}

    /** Whether a later pass may go well without anyone doing anything. */
    public static boolean isTransient(KamajiException failure) {
        return failure.retryAfter().isPresent();
    }

    /**
     * When to try again.
     *
     * @throws KamajiException the failure, if trying again is no use
     */
    public static Duration retryAfter(KamajiException failure) {
        return failure.retryAfter().orElseThrow(() -> failure);
    }
}
