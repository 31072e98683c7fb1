package io.kamaji.core.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Until when writes may begin, by two clocks: one that only goes on, and the wall clock, which goes on while a machine
 * sleeps. Closes by itself, without anyone having to notice. Thread-safe.
 */
final class Fence {
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    private final String name;
    private final InstantSource clock;
    private volatile long untilNanos = System.nanoTime();
    private volatile Instant until = Instant.MIN;

    Fence(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    /** One that never closes: there is only one process. */
    static Fence open(InstantSource clock) {
        var fence = new Fence("none", clock);
        fence.open(ALWAYS);
        return fence;
    }

    /** Opens it for a time from now on, or closes it for zero. */
    final void open(Duration time) {
        untilNanos = System.nanoTime() + time.toNanos();
        until = clock.instant().plus(time);
    }

    /** For how long writes may still begin; zero if it is closed. */
    Duration left() {
        var left = Duration.ofNanos(untilNanos - System.nanoTime());
        var byWall = Duration.between(clock.instant(), until);
        var shorter = left.compareTo(byWall) < 0 ? left : byWall;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }

    boolean isOpen() {
        return !left().isZero();
    }

    @Override
    public String toString() {
        return name;
    }
}
