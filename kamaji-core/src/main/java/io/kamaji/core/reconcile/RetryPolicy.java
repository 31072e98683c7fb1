package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import java.time.Duration;

/** Tells failures that a later pass may mend by itself from those for which someone has to do something. */
final class RetryPolicy {
    private RetryPolicy() {}

    static boolean is(KamajiException failure) {
        return failure.retryAfter().isPresent();
    }

    /**
     * When to try again.
     *
     * @throws KamajiException the failure, if trying again is no use
     */
    static Duration retryAfter(KamajiException failure) {
        return failure.retryAfter().orElseThrow(() -> failure);
    }
}
