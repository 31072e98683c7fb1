package io.kamaji.testkit.benchmark;

import io.kamaji.core.plan.Plan;
import io.kamaji.core.render.Rendered;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What a pass costs in the host application, with nothing to wait for. {@link #main} takes JMH's options. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TenantBenchmark {

    @Benchmark
    public Rendered render(FullTenant tenant) {
        return tenant.render();
    }

    @Benchmark
    public Plan renderAndPlanFirst(FullTenant tenant) {
        return tenant.planFirst();
    }

    @Benchmark
    public Plan renderAndPlanAgain(FullTenant tenant) {
        return tenant.planAgain();
    }

    /** All keys and certificates of a tenant, P-256, and its signing keys. */
    @Benchmark
    public List<Object> pki() {
        return List.of(FullTenant.issue(List.of()), FullTenant.signingKeys());
    }

    public static void main(String... args) throws Exception {
        new Runner(new CommandLineOptions(args)).run();
    }
}
