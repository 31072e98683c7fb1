package io.kamaji.core.operator;

import io.kamaji.api.KamajiException;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a key that is not done is looked at again: who waits for the same again and again is looked at after a tenth at random
 * more or less, half as long again each time, up to 30 s; who fails, after 1 s, then 2 s, up to 5 min. Not thread-safe.
 */
final class Retries {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final double GROWTH = 1.5;
    private static final int MOST = 30; // beyond that nothing grows any more
    private static final int FREE = 3; // passes that may follow each other at once

    private String why = "";
    private int same;
    private int failures;

    Duration after(NextStep.Retry retry, RandomGenerator random) {
        failures = 0;
        same = retry.why().equals(why) ? Math.min(MOST, same + 1) : 0;
        why = retry.why();
        if (same == 0 || retry.after().isZero() && same < FREE || retry.after().compareTo(LONGEST_WAIT) >= 0) {
            return retry.after();
        }
        var first = retry.after().compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : retry.after();
        return spread(grown(first, GROWTH, same, LONGEST_WAIT), random);
    }

    Duration after(RuntimeException failure, RandomGenerator random) {
        why = "";
        var delay = spread(grown(FIRST, 2, failures, LONGEST), random);
        failures = Math.min(MOST, failures + 1);
        var least = failure instanceof KamajiException e ? e.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        return delay.compareTo(least) < 0 ? least : delay;
    }

    private static Duration grown(Duration first, double factor, int times, Duration most) {
        var millis = Math.min(most.toMillis(), first.toMillis() * Math.pow(factor, times));
        return Duration.ofMillis((long) millis);
    }

    private static Duration spread(Duration delay, RandomGenerator random) {
        return Duration.ofMillis((long) (delay.toMillis() * (0.9 + 0.2 * random.nextDouble())));
    }
}
