package io.kamaji.core.metrics;

import io.kamaji.core.operator.OperatorStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What an operator tells of itself when it is asked. Thread-safe. */
final class OperatorMeters {
    private final MeterRegistry registry;
    private final Supplier<OperatorStats> stats;

    private OperatorMeters(MeterRegistry registry, Supplier<OperatorStats> stats) {
        this.registry = registry;
        this.stats = stats;
    }

    static void bind(MeterRegistry registry, Instant began, Supplier<OperatorStats> stats) {
        new OperatorMeters(registry, stats).bind(began);
    }

    private void bind(Instant began) {
        gauge("kamaji.operator.leading", "Whether it holds a lease", now -> now.leading() ? 1 : 0);
        gauge("kamaji.operator.shards.held", "Shards that it works on", OperatorStats::shardsHeld);
        gauge("kamaji.operator.queue.depth", "Objects that wait for a worker", OperatorStats::ready);
        gauge("kamaji.operator.queue.delayed", "Objects whose time is to come", OperatorStats::delayed);
        gauge("kamaji.operator.workers.active", "Objects that are worked on", OperatorStats::active);
        gauge("kamaji.operator.workers", "Objects that can be worked on at a time", OperatorStats::workers);
        seconds(
                "kamaji.operator.queue.oldest",
                "How long the first object has been waiting for a worker",
                now -> now.oldest().toMillis() / 1000.0);
        seconds(
                "kamaji.operator.watch.age",
                "How long the watch that is silent for longest has been",
                now -> now.watches().values().stream()
                                .mapToLong(Duration::toMillis)
                                .max()
                                .orElse(0)
                        / 1000.0);
        var first = new AtomicReference<Instant>();
        seconds("kamaji.operator.start.to.leading", "From the start until it led for the first time", now -> {
            now.leadingSince().ifPresent(since -> first.compareAndSet(null, since));
            var led = first.get();
            return led == null
                    ? Double.NaN
                    : Math.max(0, Duration.between(began, led).toMillis() / 1000.0);
        });
        counter("kamaji.operator.handled", "Passes of all kinds", now -> now.passes());
        counter("kamaji.operator.handled.failed", "Passes of all kinds that failed", now -> now.failures());
    }

    private void gauge(String name, String description, ToDoubleFunction<OperatorStats> value) {
        Gauge.builder(name, stats, source -> value.applyAsDouble(source.get()))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private void seconds(String name, String description, ToDoubleFunction<OperatorStats> value) {
        Gauge.builder(name, stats, source -> value.applyAsDouble(source.get()))
                .description(description)
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<OperatorStats> value) {
        FunctionCounter.builder(name, stats, source -> value.applyAsDouble(source.get()))
                .description(description)
                .register(registry);
    }
}
