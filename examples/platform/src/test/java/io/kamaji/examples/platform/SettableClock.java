package io.kamaji.examples.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The real time, and as much later as a test wants. Thread-safe. */
final class SettableClock implements InstantSource {
    private volatile Duration later = Duration.ZERO;

    void advance(Duration time) {
        later = later.plus(time);
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(later);
    }
}
