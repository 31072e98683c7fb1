package io.kamaji.core.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/** Upper bounds of histograms: fixed, so that those of several operators can be added up. */
enum Buckets {
    /** The reference's. */
    HANDLER(
            5, 10, 25, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 1250, 1500, 1750,
            2000, 2500, 3000, 3500, 4000, 4500, 5000, 6000, 7000, 8000, 9000, 10_000, 15_000, 20_000, 25_000, 30_000,
            40_000, 50_000, 60_000),
    /** Of what takes one look, one request, one pass. */
    SHORT(10, 50, 100, 250, 500, 1000, 2000, 5000, 10_000, 30_000),
    /** Of what takes pods. */
    LONG(2000, 5000, 10_000, 15_000, 20_000, 30_000, 45_000, 60_000, 120_000, 300_000, 600_000, 1_800_000);

    private final Duration[] bounds;

    Buckets(int... millis) {
        bounds = Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /** A timer with these buckets and no others. */
    Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(bounds);
    }
}
