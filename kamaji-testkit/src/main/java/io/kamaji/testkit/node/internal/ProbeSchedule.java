package io.kamaji.testkit.node.internal;

import java.util.Map;
import java.util.Optional;

/** When a probe of one run of a container is due, and what its answers so far amount to. For one thread. */
final class ProbeSchedule {

    enum Outcome {
        /** Neither threshold was reached yet, or the probe has not been asked. */
        UNKNOWN,
        SUCCESS,
        FAILURE
    }

    private final Optional<Probe> probe;
    private Outcome outcome = Outcome.UNKNOWN;
    private int inRow;
    private boolean lastGood;
    private long due;
    private String lastProblem = "";

    /** A probe that is absent always succeeds. */
    ProbeSchedule(Optional<Probe> probe) {
        this.probe = probe;
        reset();
    }

    boolean isAbsent() {
        return probe.isEmpty();
    }

    /** Forgets all, as at the start of a process. */
    void reset() {
        outcome = isAbsent() ? Outcome.SUCCESS : Outcome.UNKNOWN;
        inRow = 0;
        due = System.nanoTime() + probe.map(p -> p.initialDelay().toNanos()).orElse(0L);
    }

    /** Due at once, unless its initial delay is not over yet. */
    void begin() {
        due = Math.max(due, System.nanoTime());
    }

    /** Nanoseconds until it is due; very long if there is no probe. */
    long untilDue(long now) {
        return isAbsent() ? Long.MAX_VALUE / 4 : Math.max(0, due - now);
    }

    Outcome outcome() {
        return outcome;
    }

    String lastProblem() {
        return lastProblem;
    }

    /** Asks if it is due; the outcome after that. */
    Outcome ask(String address, Map<String, Integer> ports, Probe.Exec exec) {
        if (isAbsent() || System.nanoTime() < due) {
            return outcome;
        }
        var began = System.nanoTime();
        var problem = probe.get().ask(address, ports, exec);
        due = Math.max(began + probe.get().period().toNanos(), System.nanoTime());
        return answered(problem);
    }

    /** Counts one answer: empty if it was good. */
    Outcome answered(Optional<String> problem) {
        var good = problem.isEmpty();
        lastProblem = problem.orElse("");
        inRow = good == lastGood ? inRow + 1 : 1;
        lastGood = good;
        if (inRow >= probe.map(good ? Probe::successes : Probe::failures).orElse(1)) {
            outcome = good ? Outcome.SUCCESS : Outcome.FAILURE;
        }
        return outcome;
    }
}
