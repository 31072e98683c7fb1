package io.kamaji.testkit.tenant;

import io.kamaji.testkit.bed.Kubectl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Uses the tunnel again and again, each time by a connection of its own, until it is closed. Thread-safe. */
final class TunnelProbe implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** One use of the tunnel. Nanoseconds of {@link System#nanoTime}. */
    record Use(long began, long ended, int code, String said) {}

    private final Kubectl kubectl;
    private final String[] words;
    private final List<Use> uses = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    private TunnelProbe(Kubectl kubectl, String... words) {
        this.kubectl = kubectl;
        this.words = words;
        thread = new Thread(this::loop, "tunnel-probe");
        thread.start();
    }

    /** Starts to run a kubectl command over and over. */
    static TunnelProbe start(Kubectl kubectl, String... words) {
        return new TunnelProbe(kubectl, words);
    }

    private void loop() {
        while (!closed) {
            var began = System.nanoTime();
            var outcome = kubectl.attempt(LONGEST, words);
            synchronized (uses) {
                uses.add(new Use(began, System.nanoTime(), outcome.code(), outcome.text()));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<Use> uses() {
        synchronized (uses) {
            return List.copyOf(uses);
        }
    }

    List<Use> failures() {
        return uses().stream().filter(use -> use.code() != 0).toList();
    }

    /** Longest time from the end of one use that went well to the end of the next one. */
    Duration longestGap() {
        var good = uses().stream().filter(use -> use.code() == 0).toList();
        var longest = 0L;
        for (int i = 1; i < good.size(); i++) {
            longest = Math.max(longest, good.get(i).ended() - good.get(i - 1).ended());
        }
        return Duration.ofNanos(longest);
    }

    @Override
    public String toString() {
        return "%d of %d uses failed, longest gap %.1f s %s"
                .formatted(
                        failures().size(),
                        uses().size(),
                        longestGap().toMillis() / 1e3,
                        failures().stream().map(Use::said).distinct().toList());
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
