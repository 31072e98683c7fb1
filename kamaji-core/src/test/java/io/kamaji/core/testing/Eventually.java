package io.kamaji.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again for a minute: a real API server takes its time. */
public final class Eventually {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Eventually() {}

    /** Returns as soon as it is so. */
    public static void await(String what, BooleanSupplier done) {
        await(() -> what, done);
    }

    /** Returns as soon as it is so; what is awaited is only asked for if it does not come. */
    public static void await(Supplier<String> what, BooleanSupplier done) {
        var end = System.nanoTime() + SOON.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
