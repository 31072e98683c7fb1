package io.kamaji.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again: the controllers of a real cluster take their time. */
public final class Eventually {
    private Eventually() {}

    /** What the supplier gives as soon as it gives something. */
    public static <T> T eventually(String what, Duration atMost, Supplier<Optional<T>> look) {
        var end = System.nanoTime() + atMost.toNanos();
        for (var found = look.get(); ; found = look.get()) {
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(System.nanoTime()).as("%s within %s", what, atMost).isLessThan(end);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Returns as soon as it is so. */
    public static void until(String what, Duration atMost, BooleanSupplier done) {
        eventually(what, atMost, () -> done.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
