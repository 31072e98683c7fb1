package io.kamaji.testkit;

import java.util.Optional;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * What a test does about something real that this machine does not have: it is skipped with the reason, or fails with it
 * if the system property {@code kamaji.requireReal} is true. Thread-safe.
 */
public final class Real {

    private Real() {}

    /** Whether tests must fail where something real is missing. */
    public static boolean required() {
        return Boolean.getBoolean("kamaji.requireReal");
    }

    /** Ends the test if there is something missing. */
    public static void skipUnless(Optional<String> missing) {
        missing.ifPresent(reason -> {
            if (required()) {
                throw new AssertionFailedError(reason);
            }
            throw new TestAbortedException(reason);
        });
    }
}
