package io.kamaji.examples.operator;

import io.kamaji.core.cluster.ClusterCall;
import io.kamaji.core.metrics.KamajiMetrics;
import io.kamaji.core.operator.OperatorStats;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The metrics of the process, in Prometheus' text format. Thread-safe. */
final class Telemetry {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KamajiMetrics metrics =
            KamajiMetrics.builder(registry).version(version(), "").build();

    Telemetry() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private static String version() {
        return Optional.ofNullable(Telemetry.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    /** Listens to what happens to tenants. */
    KamajiMetrics events() {
        return metrics;
    }

    /** Listens to requests. */
    Consumer<ClusterCall> calls() {
        return metrics.calls();
    }

    void watch(Supplier<OperatorStats> stats) {
        metrics.operator(stats, ProcessHandle.current().info().startInstant().orElseGet(Instant::now));
    }

    String text() {
        return registry.scrape();
    }
}
