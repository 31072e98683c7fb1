package io.kamaji.examples.operator;

import java.util.List;

/**
 * How the process is, as probes ask.
 *
 * @param alive whether restarting it would not help
 * @param ready whether it does its part
 * @param findings one line each, with what is wrong
 */
record Health(boolean alive, boolean ready, List<String> findings) {

    /** Before anything was started. */
    static final Health STARTING = new Health(true, false, List.of("starting"));

    @Override
    public String toString() {
        return findings.isEmpty() ? "ok\n" : String.join("\n", findings) + "\n";
    }
}
