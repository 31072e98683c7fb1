package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws 4 and 8: whichever request fails, passes come to the same objects and no stored credential is replaced. */
class FaultsTest {
    private static final TenantControlPlane CREATED = World.blue().build();
    private static final TenantControlPlane UPDATED = World.blue()
            .replicas(1)
            .certSan("blue.example.com")
            .apiServer(c -> c.arg("--audit-log-maxage", "30"))
            .build();
    /** What the new name in the certificate brings with it. */
    private static final Set<String> REISSUED =
            Set.of("blue-api-server-certificate/apiserver.crt", "blue-api-server-certificate/apiserver.key");

    /** What a client waits for an answer while a fault is looked for: a silent server costs a sweep no more. */
    private static final Duration IN_TIME = Duration.ofMillis(200);

    /** All faults at all requests take minutes; else each fault meets every sixth request, and each request some fault. */
    private static final boolean EVERY_PAIR = Boolean.getBoolean("kamaji.test.everyFault");

    static Stream<Fault> faults() {
        return Stream.of(Fault.status(409), Fault.status(429), Fault.status(500), Fault.disconnect(), Fault.silence())
                .flatMap(fault -> Stream.of(fault, fault.afterTheEffect()));
    }

    /** What one undisturbed run needs and leads to. */
    private record Undisturbed(int requests, int inTenant, Map<String, JsonValue> objects) {

        static Undisturbed run(Consumer<World> before, Consumer<World> work) {
            try (var world = new World()) {
                before.accept(world);
                world.forget();
                work.accept(world);
                return new Undisturbed(
                        world.admin.requests().count(), world.tenant.requests().count(), world.objects());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void create_faultAtAnyRequest_convergesToTheSame(Fault fault) {
        sweep(fault, world -> {}, world -> world.converge(CREATED), Set.of());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void update_faultAtAnyRequest_convergesToTheSame(Fault fault) {
        sweep(fault, world -> world.converge(CREATED), world -> world.converge(UPDATED), REISSUED);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void delete_faultAtAnyRequest_leavesNothing(Fault fault) {
        sweep(fault, world -> world.converge(CREATED), world -> world.passesToNothing(CREATED), Set.of());
    }

    private static void sweep(Fault fault, Consumer<World> before, Consumer<World> work, Set<String> mayChange) {
        var undisturbed = Undisturbed.run(before, work);
        assertThat(undisturbed.requests()).isGreaterThan(5);
        var offset = faults().map(Object::toString).toList().indexOf(fault.toString());
        for (int n = 1; n <= undisturbed.requests() + undisturbed.inTenant(); n++) {
            if (!EVERY_PAIR && (n + offset) % 6 != 0) {
                continue;
            }
            try (var world = new World()) {
                before.accept(world);
                world.forget();
                var inTenant = n > undisturbed.requests();
                var sim = inTenant ? world.tenant : world.admin;
                sim.faults().onRequest(inTenant ? n - undisturbed.requests() : n, fault);
                world.requestTimeout = fault.kind() == Fault.Kind.SILENCE ? IN_TIME : world.requestTimeout;

                work.accept(world);

                var at = fault + " at request " + n;
                assertThat(sim.requests().all()).as(at).anyMatch(r -> !r.fault().isEmpty());
                assertThat(world.objects()).as(at).isEqualTo(undisturbed.objects());
                assertThat(world.replaced()).as(at).isSubsetOf(mayChange);
                assertThat(world.mostReplacements()).as(at).isLessThanOrEqualTo(1);
                if (world.admin.objects().ofKind("Deployment").size() > 0) {
                    world.assertChecksumsAreTrue();
                    assertThat(world.store.tenants()).as(at).containsOnlyKeys("shared/tenants_blue");
                } else {
                    assertThat(world.store.tenants()).as(at).isEmpty();
                }
            }
        }
    }

    @Test
    void await_watchesAreDropped_goesOn() throws Exception {
        try (var world = new World(sim -> sim.deploymentsBecomeAvailable(Duration.ofSeconds(2)));
                var kamaji = world.connect(settings -> settings.clock(InstantSource.system()))) {
            var waiting =
                    CompletableFuture.supplyAsync(() -> kamaji.await(CREATED, Duration.ofSeconds(30), pass -> {}));
            while (!waiting.isDone()) {
                Thread.sleep(100);
                world.admin.faults().dropWatches();
            }

            assertThat(waiting.get().isReady()).isTrue();
        }
    }

    @Test
    void create_storeFailsAtAnyCall_convergesToTheSame() {
        var undisturbed = Undisturbed.run(world -> {}, world -> world.converge(CREATED));
        for (boolean after : List.of(false, true)) {
            for (int n = 1; n <= 4; n++) {
                try (var world = new World()) {
                    world.store.failOn(n, after);

                    world.converge(CREATED);

                    assertThat(world.objects()).isEqualTo(undisturbed.objects());
                    assertThat(world.replaced()).isEmpty();
                    assertThat(world.store.effects()).containsExactly("made tenants_blue");
                }
            }
        }
    }

    @Test
    void delete_storeFails_saysSoAndGoesOnLater() {
        try (var world = new World()) {
            world.converge(CREATED);
            world.store.failOn(1, true);

            world.passesToNothing(CREATED);

            assertThat(world.store.tenants()).isEmpty();
            assertThat(world.ours()
                            .where(o -> o.texts("metadata", "labels").containsKey("kamaji.clastix.io/name"))
                            .refs())
                    .isEmpty();
        }
    }

    @Test
    void create_byTwoAtOnce_replacesNoCredential() throws Exception {
        for (int round = 0; round < 10; round++) {
            try (var world = new World()) {
                var one = CompletableFuture.runAsync(() -> world.converge(CREATED));
                var other = CompletableFuture.runAsync(() -> world.converge(CREATED));
                CompletableFuture.allOf(one, other).get(60, TimeUnit.SECONDS);
                world.converge(CREATED);

                assertThat(world.replaced()).isEmpty();
                assertThat(world.store.effects()).containsExactly("made tenants_blue");
                world.assertChecksumsAreTrue();
            }
        }
    }
}
