package io.kamaji.examples.platform;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.opentest4j.AssertionFailedError;

/** What takes a while. Stateless. */
final class Eventually {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        holds(what, SOON, condition);
    }

    static void holds(String what, Duration within, BooleanSupplier condition) {
        var end = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionFailedError("not " + what + " within " + within);
            }
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
