package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.event.TenantSwept.Outcome;
import io.kamaji.core.observe.TenantFingerprint;
import io.kamaji.core.operator.HealthSweep;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.testkit.FixedClock;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Law 10: what idle tenants cost. */
class IdleTest {
    /** Of objects that Kamaji may have in a tenant; each is one list of metadata. */
    private static final int KINDS = 14;

    private static final int TENANTS = 1000;
    private static final int WORKERS = 4;

    @Test
    void sweep_thousandTenants_holdsNoThreadAndNoConnection() throws Exception {
        var workers = new ThreadPoolExecutor(WORKERS, WORKERS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        var clock = FixedClock.create();
        var passes = Collections.synchronizedList(new ArrayList<ObjectRef>());
        var outcomes = Collections.synchronizedList(new ArrayList<Outcome>());
        var threads = new AtomicInteger();
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            var blue = Blue.spec().build();
            world.converge(blue);
            var sweep = kamaji.sweep(passes::add)
                    .clock(clock)
                    .workers(workers, WORKERS)
                    .listener(event -> {
                        outcomes.add(((io.kamaji.core.event.TenantSwept) event).outcome());
                        threads.accumulateAndGet(threads(), Math::max);
                    })
                    .build();
            var secret = Blue.secret(world, "admin-kubeconfig");
            for (int i = 0; i < TENANTS; i++) {
                var name = "t" + i;
                world.admin()
                        .create(secret.with(
                                "metadata",
                                JsonObject.of("name", name + "-admin-kubeconfig", "namespace", Blue.NAMESPACE)));
                sweep.track(ObjectRef.of("kamaji.clastix.io/v1alpha1", "TenantControlPlane", Blue.NAMESPACE, name));
            }
            sweep.tick();
            assertThat(outcomes).as("looks before their time").hasSizeLessThan(10);
            world.forget();
            outcomes.clear();
            passes.clear();
            var before = threads();
            var sockets = sockets();

            round(sweep, clock, workers, 45);
            assertThat(passes).as("of which nothing was known").hasSizeGreaterThan(TENANTS - 10);
            assertThat(outcomes).doesNotContain(Outcome.UNANSWERED);
            var looks = outcomes.size();
            assertThat(world.tenant().requests().count()).isEqualTo(KINDS * looks);
            assertThat(world.admin().requests().count()).isEqualTo(looks);
            assertThat(world.tenant().requests().all()).noneMatch(RecordedRequest::write);
            System.out.println(looks + " looks: " + (threads.get() - before) + " threads more, "
                    + world.tenant().requests().count() + " + "
                    + world.admin().requests().count() + " requests");

            assertThat(threads.get() - before).isLessThanOrEqualTo(WORKERS + 4);
            assertThat(sockets()).isLessThanOrEqualTo(sockets + 8);

            passes.clear();
            outcomes.clear();
            round(sweep, clock, workers, 50);
            assertThat(passes).as("nothing was touched").isEmpty();
            assertThat(outcomes).hasSizeGreaterThanOrEqualTo(TENANTS).containsOnly(Outcome.UNCHANGED);
        } finally {
            workers.shutdown();
            assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Lets time go by, second by second, each until the workers have nothing left to do. */
    private static void round(HealthSweep sweep, FixedClock clock, ThreadPoolExecutor workers, int seconds)
            throws InterruptedException {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            sweep.tick();
            while (workers.getActiveCount() > 0 || !workers.getQueue().isEmpty()) {
                Thread.sleep(5);
            }
        }
    }

    /** Those of the simulators aside; without their stacks, for which all of them would be stopped at each look. */
    private static int threads() {
        var group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        var all = new Thread[10_000];
        return (int) Stream.of(all)
                .limit(group.enumerate(all))
                .filter(thread -> !thread.getName().startsWith("api-server-simulator"))
                .count();
    }

    private static long sockets() {
        var open = new java.io.File("/proc/self/fd").toPath();
        if (!java.nio.file.Files.isDirectory(open)) {
            return 0; // no Linux: threads and requests are looked at anyway
        }
        try (var files = java.nio.file.Files.list(open)) {
            return files.filter(file -> {
                        try {
                            return java.nio.file.Files.readSymbolicLink(file)
                                    .toString()
                                    .startsWith("socket");
                        } catch (java.io.IOException closedMeanwhile) {
                            return false;
                        }
                    })
                    .count();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void sweep_manyTenants_keepsLittleOfEach() {
        int tenants = 50_000;
        var clock = FixedClock.create();
        var sweep = HealthSweep.builder(tenant -> new TenantFingerprint(tenant.hashCode(), 1), tenant -> {})
                .clock(clock)
                .build();
        var before = used();
        for (int i = 0; i < tenants; i++) {
            sweep.track(
                    ObjectRef.of("kamaji.clastix.io/v1alpha1", "TenantControlPlane", "tenants-" + i, "tenant-" + i));
        }
        clock.advance(Duration.ofSeconds(60));
        sweep.tick();

        var each = (used() - before) / tenants;

        System.out.println("a tenant of the sweep keeps " + each + " bytes");
        assertThat(each).isLessThan(600);
        assertThat(sweep.size()).isEqualTo(tenants);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void glimpse_changesOfOurs_areSeenAndOthersAreNot() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            var blue = Blue.spec().build();
            world.converge(blue);
            var reconciler = TenantReconciler.create(world.settings(settings -> settings));
            try (var admin = io.kamaji.core.cluster.AdminCluster.kubeconfig(
                                    world.admin().kubeconfig())
                            .connect();
                    var tenant = kamaji.tenant(blue).client()) {
                var ref = TenantReconciler.ref(blue);
                var fine = reconciler.glimpse(ref, admin);

                tenant.create(JsonObject.parse(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: theirs, namespace: kube-system}}"));
                assertThat(reconciler.glimpse(ref, admin)).isEqualTo(fine);

                var seen = new ArrayList<TenantFingerprint>(List.of(fine));
                for (var manifest : kamaji.tenant(blue).render().manifests(io.kamaji.core.manifest.Target.TENANT)) {
                    tenant.patch(
                            manifest.ref(),
                            PatchType.MERGE,
                            JsonObject.parse("{metadata: {annotations: {touched: \"" + seen.size() + "\"}}}"),
                            "");
                    seen.add(reconciler.glimpse(ref, admin));
                    tenant.delete(manifest.ref(), Preconditions.NONE);
                    seen.add(reconciler.glimpse(ref, admin));
                }
                assertThat(seen)
                        .as("each touch is seen")
                        .doesNotHaveDuplicates()
                        .hasSizeGreaterThan(20);
            }
        }
    }
}
