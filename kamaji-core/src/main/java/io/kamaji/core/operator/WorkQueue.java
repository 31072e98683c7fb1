package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are to be handled, each there once: some now, some later. Of those whose time has come the one goes first that
 * would have waited longest if what is less urgent had come some time later, so that nothing waits for ever. A key that is
 * being handled is given out again only once that is over. Thread-safe.
 */
final class WorkQueue {

    /** How urgent a key is. */
    enum Priority {
        /** A user wants something else, or something gone. */
        USER(Duration.ZERO),
        /** An object changed, or the time of another try has come. */
        CHANGE(Duration.ofSeconds(15)),
        /** To be on the safe side. */
        RESYNC(Duration.ofMinutes(2));

        private final long handicap;

        Priority(Duration handicap) {
            this.handicap = handicap.toNanos();
        }
    }

    /** When and how urgently. */
    private record Turn(long due, Priority priority) {
        long order() {
            return due + priority.handicap;
        }

        static @Nullable Turn first(@Nullable Turn one, @Nullable Turn other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.order() <= other.order() ? one : other;
        }
    }

    private static final class Entry {
        private final ObjectRef key;
        private final long number;
        private @Nullable Turn turn;
        private boolean active;

        private Entry(ObjectRef key, long number) {
            this.key = key;
            this.number = number;
        }

        private long due() {
            return turn == null ? 0 : turn.due();
        }

        private long order() {
            return turn == null ? 0 : turn.order();
        }
    }

    /** Whatever is later is looked at once before. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private final LongSupplier clock;
    private final long start;
    private final Map<ObjectRef, Entry> entries = new HashMap<>();
    private final TreeSet<Entry> ready = new TreeSet<>(
            Comparator.<Entry>comparingLong(entry -> entry.order()).thenComparingLong(entry -> entry.number));
    private final TreeSet<Entry> delayed = new TreeSet<>(
            Comparator.<Entry>comparingLong(entry -> entry.due()).thenComparingLong(entry -> entry.number));
    private long count;
    private int active;

    /** @param nanos a clock that only goes on, in nanoseconds */
    WorkQueue(LongSupplier nanos) {
        clock = nanos;
        start = nanos.getAsLong();
    }

    /** Has a key handled after a time; if it is there already, whatever comes first. */
    synchronized void add(ObjectRef key, Priority priority, Duration after) {
        var entry = entries.computeIfAbsent(key, added -> new Entry(added, count++));
        var turn = new Turn(now() + nanos(after), priority);
        if (entry.active) {
            entry.turn = Turn.first(entry.turn, turn);
            return;
        }
        remove(entry);
        entry.turn = Turn.first(entry.turn, turn);
        place(entry);
    }

    private static long nanos(Duration after) {
        return after.isNegative() ? 0 : after.compareTo(LONGEST) < 0 ? after.toNanos() : LONGEST.toNanos();
    }

    /** The key whose turn it is; it counts as being handled until it is {@link #done}. */
    synchronized Optional<ObjectRef> next() {
        promote();
        var first = ready.pollFirst();
        if (first == null) {
            return Optional.empty();
        }
        first.turn = null;
        first.active = true;
        active++;
        return Optional.of(first.key);
    }

    /** A key is not being handled any more; what was added meanwhile counts now. */
    synchronized void done(ObjectRef key) {
        var entry = entries.get(key);
        if (entry == null || !entry.active) {
            return;
        }
        entry.active = false;
        active--;
        if (entry.turn == null) {
            entries.remove(key);
        } else {
            place(entry);
        }
    }

    synchronized boolean isActive(ObjectRef key) {
        var entry = entries.get(key);
        return entry != null && entry.active;
    }

    /** Whether any of these is being handled. */
    synchronized boolean isActive(Predicate<ObjectRef> which) {
        return entries.values().stream().anyMatch(entry -> entry.active && which.test(entry.key));
    }

    /** Forgets keys; those that are being handled are not given out again. */
    synchronized void drop(Predicate<ObjectRef> which) {
        entries.values().removeIf(entry -> {
            if (!which.test(entry.key)) {
                return false;
            }
            remove(entry);
            entry.turn = null;
            return !entry.active;
        });
    }

    /** Nanoseconds until the next key's time comes; zero: there is one now; empty: none is waiting. */
    synchronized OptionalLong untilNext() {
        promote();
        if (!ready.isEmpty()) {
            return OptionalLong.of(0);
        }
        return delayed.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, delayed.first().due() - now()));
    }

    /** How many wait for a worker, how many for their time, and how many are being handled. */
    record Depth(int ready, Duration oldest, int delayed, int active) {}

    synchronized Depth depth() {
        promote();
        var now = now();
        var oldest = ready.stream().mapToLong(entry -> now - entry.due()).max().orElse(0);
        return new Depth(ready.size(), Duration.ofNanos(oldest), delayed.size(), active);
    }

    /** Since the start, so that times can be compared. */
    private long now() {
        return clock.getAsLong() - start;
    }

    private void promote() {
        var now = now();
        while (!delayed.isEmpty() && delayed.first().due() <= now) {
            ready.add(delayed.pollFirst());
        }
    }

    private void place(Entry entry) {
        (entry.due() <= now() ? ready : delayed).add(entry);
    }

    private void remove(Entry entry) {
        if (entry.turn != null) {
            ready.remove(entry);
            delayed.remove(entry);
        }
    }
}
