package io.kamaji.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told to move; starts at 2026-01-01T00:00:00Z unless told otherwise. Thread-safe. */
public final class FixedClock implements InstantSource {
    private final AtomicReference<Instant> now;

    private FixedClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** At 2026-01-01T00:00:00Z. */
    public static FixedClock create() {
        return at(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public static FixedClock at(Instant start) {
        return new FixedClock(start);
    }

    /** Moves it, back if the duration is negative. */
    public FixedClock advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
        return this;
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public String toString() {
        return "FixedClock[" + now + "]";
    }
}
