package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What many tenants cost an operator; prints what benchmarks.md tells. */
@Tag("long")
class ManyTenantsTest {
    private static final int IDLE = Integer.getInteger("kamaji.test.tenants", 1_000);
    private static final Duration LONG = Duration.ofMinutes(15);

    @Test
    void put_200AtOnce_allBecomeReady() {
        try (var fleet = new Fleet(200);
                var operator = fleet.operator().start()) {
            var began = System.nanoTime();
            fleet.put("1.36.3");
            fleet.awaitReady(LONG);
            var took = since(began);
            until("settled", LONG, () -> operator.stats().settled());

            System.out.printf(
                    "200 tenants at once: ready after %d s, %d requests, %d writes each, %d passes%n",
                    took.toSeconds(),
                    fleet.admin.requests().count() / 200,
                    fleet.admin.requests().writes() / 200,
                    operator.stats().passes());
            assertThat(operator.stats().tenants()).containsEntry("Ready", 200);
            assertThat(fleet.admin.requests().count() / 200).isLessThanOrEqualTo(200);
            assertThat(fleet.store.tenants()).hasSize(200);
        }
    }

    @Test
    void idle_thousand_costsLittleAndARestartWritesNothing() throws Exception {
        try (var fleet = new Fleet(IDLE)) {
            try (var first = fleet.operator().start()) {
                var began = System.nanoTime();
                fleet.put("1.36.3");
                fleet.awaitReady(LONG);
                System.out.printf(
                        "%d tenants: ready after %d s%n", IDLE, since(began).toSeconds());
                until("settled", LONG, () -> first.stats().settled());
            }
            fleet.admin.requests().reset();
            var written = fleet.apis.writes();
            var heap = used();
            var threads = threads();

            var began = System.nanoTime();
            var cpu = cpu();
            try (var operator = fleet.operator().start()) {
                until(
                        "all looked at",
                        LONG,
                        () -> operator.stats().passes() >= IDLE
                                && operator.stats().settled());
                var settled = since(began);
                var worked = cpu().minus(cpu);
                var requests = fleet.admin.requests().count();
                assertThat(fleet.admin.requests().writes()).as("a restart").isZero();
                assertThat(operator.stats().tenants()).containsEntry("Ready", IDLE);

                fleet.admin.requests().reset();
                var idle = System.nanoTime();
                until("a minute", LONG, () -> since(idle).toSeconds() >= 60);
                var writes = fleet.admin.requests().writes();
                var asked = fleet.admin.requests().count();
                fleet.admin.requests().reset();
                var kept = used() - heap;
                System.out.printf(
                        "%d idle tenants: restart to settled %d s, %d s of CPU time with the simulator's, %d requests"
                                + " each; then %d KiB each retained, %d threads more, %d writes and %d requests a"
                                + " minute%n",
                        IDLE,
                        settled.toSeconds(),
                        worked.toSeconds(),
                        requests / IDLE,
                        kept / 1024 / IDLE,
                        threads() - threads,
                        writes,
                        asked);
                assertThat(worked).as("on one processor").isLessThan(Duration.ofSeconds(60));
                assertThat(writes).isZero();
                assertThat(fleet.apis.writes()).isEqualTo(written);
                assertThat(kept / IDLE).isLessThan(1024 * 1024);
                assertThat(threads() - threads).isLessThan(50);
            }
        }
    }

    /** Of this process; times of the clock tell little on a busy machine. */
    private static Duration cpu() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Those of the simulator aside. */
    private static long threads() {
        return Stream.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
                .filter(thread -> !thread.getName().startsWith("api-server-simulator"))
                .count();
    }
}
