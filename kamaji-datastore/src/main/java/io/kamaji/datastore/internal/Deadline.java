package io.kamaji.datastore.internal;

import java.time.Duration;

/** When a call must have ended: a limit for all that it does together. Immutable; monotonic clock. */
public final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** What is left in ms, at least 1: 0 means for ever to most libraries. */
    public int millis() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (end - System.nanoTime()) / 1_000_000));
    }

    /** An equal share of what is left, where as many tries are to come. */
    public Deadline share(int tries) {
        return in(Duration.ofMillis(Math.max(1, millis() / Math.max(1, tries))));
    }

    public boolean passed() {
        return System.nanoTime() >= end;
    }
}
