package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.simulator.Fault;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Meets every request of some work with every fault, one at a time, and goes on until the work is done.
 *
 * <p>Two things make it cheap, and both rest on passes that keep nothing: a run starts with the pass that the fault is in,
 * from what the undisturbed passes before it had left; and where the pass with the fault leaves exactly what another one
 * left, keys and all, what follows is the same and is gone through once. The randomness of a process is that of its number,
 * so that the same way leads to the same keys, while a key that a later process makes again is another one.
 */
final class FaultSweep {
    /** More than processors, because the silent requests are waited for. */
    private static final int THREADS = Runtime.getRuntime().availableProcessors() + 2;

    private static final int PASSES = 20;

    /** One pass of a new process; true once nothing is left to do. */
    interface Work {
        boolean pass(World world);
    }

    /** One undisturbed pass. */
    private record Start(int pass, Moment moment, int requests, int inTenant) {

        Stream<Case> cases(List<Fault> faults) {
            return faults.stream()
                    .flatMap(fault -> Stream.concat(
                            IntStream.rangeClosed(1, requests).mapToObj(n -> new Case(this, false, n, fault)),
                            IntStream.rangeClosed(1, inTenant).mapToObj(n -> new Case(this, true, n, fault))));
        }
    }

    private record Case(Start start, boolean inTenant, int request, Fault fault) {
        @Override
        public String toString() {
            return fault + " at request " + request + (inTenant ? " to the tenant's API" : "") + " in pass "
                    + start.pass;
        }
    }

    private final Work work;
    private final Set<String> mayChange;
    private final List<Start> starts = new ArrayList<>();
    private final Map<String, JsonValue> end;
    private final Set<Object> followed = ConcurrentHashMap.newKeySet();

    /** @param mayChange the credentials that the work replaces, each once */
    FaultSweep(Moment before, Work work, Set<String> mayChange) {
        this.work = work;
        this.mayChange = mayChange;
        try (var world = new World(before)) {
            for (var done = false; !done; ) {
                world.admin.requests().reset();
                world.tenant.requests().reset();
                var moment = world.moment();
                done = work.pass(world);
                starts.add(new Start(
                        starts.size() + 1,
                        moment,
                        world.admin.requests().count(),
                        world.tenant.requests().count()));
                assertThat(starts).hasSizeLessThan(PASSES);
            }
            end = world.objects();
        }
    }

    /** What a world looks like when this work is done. */
    Map<String, JsonValue> end() {
        return end;
    }

    /** Runs all and prints how many there were. */
    void run(String name, List<Fault> faults) throws InterruptedException {
        var cases = starts.stream().flatMap(start -> start.cases(faults)).toList();
        assertThat(cases).hasSizeGreaterThan(25 * faults.size());
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var begin = System.nanoTime();
            var runs = threads.invokeAll(cases.stream()
                    .map(each -> Executors.callable(() -> run(each)))
                    .toList());
            System.out.println(name + ": " + faults.size() + " faults x " + cases.size() / faults.size()
                    + " requests in " + starts.size() + " passes, " + followed.size() + " states gone on from, "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
            assertThat(IntStream.range(0, runs.size())
                            .mapToObj(i -> failure(runs.get(i)).map(e -> cases.get(i) + ": " + e))
                            .flatMap(Optional::stream))
                    .isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<Throwable> failure(Future<?> run) {
        try {
            run.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void run(Case at) {
        try (var world = new World(at.start.moment)) {
            var api = at.inTenant ? world.tenant : world.admin;
            api.faults().onRequest(at.request, at.fault);
            if (at.fault.kind() == Fault.Kind.SILENCE) {
                world.giveUpSoon(api, at.request);
            }
            var done = work.pass(world);
            awaitHit(api, at.fault);
            world.note();
            requireKept(world);
            if (!done && !followed.add(world.moment().state())) {
                return;
            }
            for (int passes = 1; !done; passes++) {
                assertThat(passes).as("passes").isLessThan(PASSES);
                done = work.pass(world);
                requireKept(world);
            }
            assertThat(world.objects()).isEqualTo(end);
            if (world.admin.objects().ofKind("Deployment").size() > 0) {
                world.assertChecksumsAreTrue();
                assertThat(world.store.tenants()).containsOnlyKeys("shared/tenants_blue");
            } else {
                assertThat(world.store.tenants()).isEmpty();
            }
        }
    }

    /** No stored credential was replaced but those of which the work says so, and none of these twice. */
    private void requireKept(World world) {
        assertThat(world.replaced()).as("replaced").isSubsetOf(mayChange);
        assertThat(world.mostReplacements()).as("replacements").isLessThanOrEqualTo(1);
    }

    /** The client may have given up before the server began, or before an effect was made. */
    private static void awaitHit(ApiServerSimulator api, Fault fault) {
        for (int i = 0; i < 5000; i++) {
            if (api.requests().all().stream().anyMatch(request -> isHit(request, fault))) {
                return;
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("no request met the fault");
    }

    private static boolean isHit(RecordedRequest request, Fault fault) {
        return !request.fault().isEmpty() && (request.code() != 0 || !fault.afterEffect());
    }
}
