package io.kamaji.testkit.simulator;

/**
 * A request that the simulator saw.
 *
 * @param number 1 for the first since start or reset
 * @param method {@code GET}, {@code POST}, …
 * @param path with the query
 * @param code HTTP status; 0 while it is worked on or if it got no answer
 * @param write whether it asks for a change, dry runs aside
 * @param changed whether anything stored was different after it
 * @param fault what was scripted for it; empty: nothing
 */
public record RecordedRequest(
        int number,
        String method,
        String path,
        String userAgent,
        int code,
        boolean write,
        boolean changed,
        String fault) {
    @Override
    public String toString() {
        return "#" + number + " " + method + " " + path + " -> " + code + (changed ? " changed" : "")
                + (fault.isEmpty() ? "" : " (" + fault + ")");
    }
}
