package io.kamaji.testkit.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The requests that the simulator saw, oldest first. Thread-safe. */
public final class RequestLog {
    private final List<RecordedRequest> requests = new ArrayList<>();
    private int base;

    /** All since start or the last reset. */
    public synchronized List<RecordedRequest> all() {
        return List.copyOf(requests);
    }

    public synchronized int count() {
        return requests.size();
    }

    /** How many asked for a change; dry runs don't. */
    public long writes() {
        return all().stream().filter(RecordedRequest::write).count();
    }

    /** How many changed anything stored. */
    public long changes() {
        return all().stream().filter(RecordedRequest::changed).count();
    }

    /**
     * Waits until there is a request that fulfils a condition, one that is there already included.
     *
     * @return the oldest; empty if there is none when the time is over or the thread is interrupted, which it stays then
     */
    public synchronized Optional<RecordedRequest> await(Predicate<RecordedRequest> condition, Duration atMost) {
        var end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var found = requests.stream().filter(condition).findFirst();
            var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (found.isPresent() || left <= 0) {
                return found;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    /** Forgets all; numbers start at 1 again. */
    public synchronized void reset() {
        base += requests.size();
        requests.clear();
    }

    /** Notes a request and gives its handle for {@link #update}. */
    public synchronized int add(String method, String path, String userAgent, boolean write) {
        requests.add(new RecordedRequest(requests.size() + 1, method, path, userAgent, 0, write, false, ""));
        notifyAll();
        return base + requests.size();
    }

    /** Changes a noted request; one that was forgotten meanwhile stays so. */
    public synchronized void update(int handle, UnaryOperator<RecordedRequest> change) {
        int index = handle - base - 1;
        if (index >= 0 && index < requests.size()) {
            requests.set(index, change.apply(requests.get(index)));
            notifyAll();
        }
    }

    /** A request by its handle. */
    public synchronized RecordedRequest get(int handle) {
        return requests.get(Math.max(0, handle - base - 1));
    }

    /** One line for each request. */
    @Override
    public String toString() {
        return all().stream().map(RecordedRequest::toString).collect(Collectors.joining("\n"));
    }
}
