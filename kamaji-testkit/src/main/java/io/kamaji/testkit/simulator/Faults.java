package io.kamaji.testkit.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The script of what goes wrong: rules that are asked in order for each request, watches included. Thread-safe. */
public final class Faults {
    private static final class Rule {
        private final Predicate<RecordedRequest> matches;
        private final Fault fault;
        private int skip;
        private int left;

        Rule(Predicate<RecordedRequest> matches, int skip, int times, Fault fault) {
            this.matches = matches;
            this.skip = skip;
            this.left = times;
            this.fault = fault;
        }

        boolean applies(RecordedRequest request) {
            if (left == 0 || !matches.test(request)) {
                return false;
            } else if (skip > 0) {
                skip--;
                return false;
            }
            left--;
            return true;
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private final Runnable dropWatches;

    /**
     * @param dropWatches ends all watches
     */
    public Faults(Runnable dropWatches) {
        this.dropWatches = dropWatches;
    }

    /** The n-th request from now, from 1 on, fails. */
    public Faults onRequest(int n, Fault fault) {
        return onNth(request -> true, n, fault);
    }

    /** The n-th request from now that matches, from 1 on, fails. */
    public synchronized Faults onNth(Predicate<RecordedRequest> matches, int n, Fault fault) {
        rules.add(new Rule(matches, n - 1, 1, fault));
        return this;
    }

    /** Every request that matches fails, until {@link #clear}. */
    public synchronized Faults onEvery(Predicate<RecordedRequest> matches, Fault fault) {
        rules.add(new Rule(matches, 0, -1, fault));
        return this;
    }

    /** Forgets the script. */
    public synchronized void clear() {
        rules.clear();
    }

    /** Ends all watches that are open now, without a word. */
    public void dropWatches() {
        dropWatches.run();
    }

    /** What is scripted for a request. */
    public synchronized Optional<Fault> next(RecordedRequest request) {
        for (var rule : rules) {
            if (rule.applies(request)) {
                return Optional.of(rule.fault);
            }
        }
        return Optional.empty();
    }
}
