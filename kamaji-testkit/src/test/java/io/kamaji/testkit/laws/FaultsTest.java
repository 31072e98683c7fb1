package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Laws 4 and 8: whichever request fails, passes come to the same objects and no stored credential is replaced. */
@Tag("sweep")
class FaultsTest {
    private static final TenantControlPlane CREATED = Blue.spec().build();
    private static final TenantControlPlane UPDATED = Blue.spec()
            .replicas(1)
            .certSan("blue.example.com")
            .apiServer(c -> c.arg("--audit-log-maxage", "30"))
            .build();
    /** What the new name in the certificate brings with it. */
    private static final Set<String> REISSUED =
            Set.of("blue-api-server-certificate/apiserver.crt", "blue-api-server-certificate/apiserver.key");

    private static final List<Fault> FAULTS = Stream.of(
                    Fault.status(409), Fault.status(429), Fault.status(500), Fault.disconnect(), Fault.silence())
            .flatMap(fault -> Stream.of(fault, fault.afterTheEffect()))
            .toList();

    private static final FaultSweep CREATE =
            new FaultSweep(Blue::stores, world -> world.pass(CREATED).result().isDone(), Set.of());

    private static Moment created() {
        try (var world = Blue.world()) {
            world.converge(CREATED);
            return world.moment();
        }
    }

    /** From what is there once the tenant was created. */
    private static FaultSweep sweep(FaultSweep.Work work, Set<String> mayChange) {
        var created = created();
        return new FaultSweep(world -> Blue.stores(world).from(created), work, mayChange);
    }

    private static void run(FaultSweep sweep) throws InterruptedException {
        assertThat(sweep.run(FAULTS).cases()).isGreaterThan(25 * FAULTS.size());
    }

    @Test
    void create_faultAtAnyRequest_convergesToTheSame() throws Exception {
        run(CREATE);
    }

    @Test
    void update_faultAtAnyRequest_convergesToTheSame() throws Exception {
        run(sweep(world -> world.pass(UPDATED).result().isDone(), REISSUED));
    }

    @Test
    void delete_faultAtAnyRequest_leavesNothing() throws Exception {
        run(sweep(world -> world.deletePass(CREATED).result().isDone(), Set.of()));
    }

    @Test
    void await_watchesAreDropped_goesOn() throws Exception {
        try (var world = Blue.world(sim -> sim.deploymentsBecomeAvailable(Duration.ofMillis(600)));
                var kamaji = world.connect(settings -> settings.clock(InstantSource.system()))) {
            var waiting = CompletableFuture.supplyAsync(
                    () -> kamaji.tenant(CREATED).await(Duration.ofSeconds(30), pass -> {}));
            while (!waiting.isDone()) {
                Thread.sleep(50);
                world.admin().faults().dropWatches();
            }

            assertThat(waiting.get().isReady()).isTrue();
            assertThat(world.admin().requests().all())
                    .filteredOn(request -> request.path().contains("watch=true"))
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void create_storeFailsAtAnyCall_convergesToTheSame() {
        for (boolean after : List.of(false, true)) {
            for (int n = 1; n <= 4; n++) {
                try (var world = Blue.world()) {
                    world.store().failOn(n, after);

                    world.converge(CREATED);

                    assertThat(world.objects()).isEqualTo(CREATE.end());
                    assertThat(world.credentials().replaced()).isEmpty();
                    assertThat(world.store().effects()).containsExactly("made tenants_blue");
                }
            }
        }
    }

    @Test
    void delete_storeFails_saysSoAndGoesOnLater() {
        try (var world = Blue.world()) {
            world.converge(CREATED);
            world.store().failOn(1, true);

            world.delete(CREATED);

            assertThat(world.store().tenants()).isEmpty();
            assertThat(Blue.objects(world)
                            .where(o -> o.texts("metadata", "labels").containsKey("kamaji.clastix.io/name"))
                            .refs())
                    .isEmpty();
        }
    }

    @Test
    void create_byTwoAtOnce_replacesNoCredential() throws Exception {
        for (int round = 0; round < 10; round++) {
            try (var world = Blue.world()) {
                var one = CompletableFuture.runAsync(() -> world.converge(CREATED));
                var other = CompletableFuture.runAsync(() -> world.converge(CREATED));
                CompletableFuture.allOf(one, other).get(60, TimeUnit.SECONDS);
                world.converge(CREATED);

                assertThat(world.credentials().replaced()).isEmpty();
                assertThat(world.store().effects()).containsExactly("made tenants_blue");
                Checksums.requireTrue(Blue.objects(world));
            }
        }
    }
}
