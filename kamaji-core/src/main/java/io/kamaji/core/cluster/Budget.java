package io.kamaji.core.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What several requests may take together: time from now on, bytes of answers, JSON tokens in them. Requests that are made
 * {@link ClusterClient#within within} a budget fail with a {@link ClusterException} once it is spent. Thread-safe.
 */
public final class Budget {
    /** All requests of one pass to a tenant's API, or of one look of a sweep: 1 min. */
    public static final Duration LOOK = Duration.ofMinutes(1);

    /** All answers to them, in bytes: 16 MiB, of which a tenant with all add-ons takes about a hundredth. */
    public static final long LOOK_BYTES = ClientLimits.BODY;

    private final String what;
    private final Duration time;
    private final long end;
    private final long bytes;
    private final AtomicLong bytesLeft;
    private final AtomicLong valuesLeft;

    private Budget(String what, Duration time, long bytes, long values) {
        this.what = what;
        this.time = time;
        this.end = System.nanoTime() + time.toNanos();
        this.bytes = bytes;
        this.bytesLeft = new AtomicLong(bytes);
        this.valuesLeft = new AtomicLong(values);
    }

    /** {@link #LOOK}, {@link #LOOK_BYTES}, {@link ClientLimits#VALUES}: for one look at a tenant, beginning now. */
    public static Budget ofLook() {
        return ofLook(LOOK);
    }

    /** The same with another time. */
    public static Budget ofLook(Duration time) {
        return new Budget("a look at a tenant", time, LOOK_BYTES, ClientLimits.VALUES);
    }

    /** What one list may take, beginning now. */
    public static Budget ofList(ClientLimits limits) {
        return new Budget("a list", limits.listTime(), limits.list(), limits.listValues());
    }

    /** Time alone, beginning now. */
    public static Budget ofTime(String what, Duration time) {
        return new Budget(what, time, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
    }

    /** Time left; zero or less if it is over. */
    public Duration timeLeft() {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** Bytes left; zero or less if they are spent. */
    public long bytesLeft() {
        return bytesLeft.get();
    }

    /** Takes an answer's size off. */
    public void spend(long answerBytes, long answerValues) {
        bytesLeft.addAndGet(-answerBytes);
        valuesLeft.addAndGet(-answerValues);
    }

    /** Whether there is something left of each. */
    public boolean isSpent() {
        return bytesLeft.get() <= 0 || valuesLeft.get() < 0 || timeLeft().toMillis() < 1;
    }

    /** {@code a look at a tenant may take 60 s and 16777216 bytes}. */
    @Override
    public String toString() {
        return what + " may take " + time.toMillis() / 1000.0 + " s and " + bytes + " bytes";
    }
}
