package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.core.cluster.ClusterException;
import java.time.Duration;

/** Tells failures that a later pass may mend by itself from those for which someone has to do something. */
final class RetryPolicy {
    private static final Duration SOON = Duration.ofSeconds(1);

    private RetryPolicy() {}

    static boolean is(KamajiException failure) {
        return failure.retryAfter().isPresent() || failure instanceof ClusterException cluster && cluster.isTransient();
    }

    /**
     * When to try again.
     *
     * @throws KamajiException the failure, if trying again is no use
     */
    static Duration retryAfter(KamajiException failure) {
        if (!is(failure)) {
            throw failure;
        }
        return failure.retryAfter().orElse(SOON);
    }
}
