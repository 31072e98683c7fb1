package io.kamaji.testkit.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

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

    /** Forgets all; numbers start at 1 again. */
    public synchronized void reset() {
        base += requests.size();
        requests.clear();
    }

    /** Notes a request and gives its handle for {@link #update}. */
    public synchronized int add(String method, String path, String userAgent, boolean write) {
        requests.add(new RecordedRequest(requests.size() + 1, method, path, userAgent, 0, write, false, ""));
        return base + requests.size();
    }

    /** Changes a noted request; one that was forgotten meanwhile stays so. */
    public synchronized void update(int handle, UnaryOperator<RecordedRequest> change) {
        int index = handle - base - 1;
        if (index >= 0 && index < requests.size()) {
            requests.set(index, change.apply(requests.get(index)));
        }
    }

    /** A request by its handle. */
    public synchronized RecordedRequest get(int handle) {
        return requests.get(Math.max(0, handle - base - 1));
    }
}
