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
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Meets every request of some work with every fault, one at a time, and goes on until the work is done: the end must be that of
 * the undisturbed work, and no stored credential may be replaced on the way.
 *
 * <p>Two things make it cheap, and both rest on passes that keep nothing: a run starts with the pass that the fault is in,
 * from what the undisturbed passes before it had left; and where the pass with the fault leaves exactly what another one
 * left, keys and all, what follows is the same and is gone through once. The randomness of a process is that of its number,
 * so that the same way leads to the same keys, while a key that a later process makes again is another one.
 */
public final class FaultSweep {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private static final int PASSES = 20;

    /** One pass of a new process; true once nothing is left to do. */
    @FunctionalInterface
    public interface Work {
        boolean pass(TenantWorld world);
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

    /**
     * What a sweep went through.
     *
     * @param cases faults times requests
     * @param passes of the undisturbed work
     * @param states that differed after the pass with the fault, so that what follows was gone through
     */
    public record Report(int cases, int passes, int states, Duration took) {}

    private final UnaryOperator<TenantWorld.Builder> world;
    private final Work work;
    private final Set<String> mayChange;
    private final List<Start> starts = new ArrayList<>();
    private final Map<String, JsonValue> end;
    private final Set<String> stored;
    private final Set<Object> followed = ConcurrentHashMap.newKeySet();

    /**
     * Goes through the work once, undisturbed.
     *
     * @param world the world that it is done in
     * @param mayChange the credentials that the work replaces, each once, as {@code secret/key}
     */
    public FaultSweep(UnaryOperator<TenantWorld.Builder> world, Work work, Set<String> mayChange) {
        this.world = world;
        this.work = work;
        this.mayChange = Set.copyOf(mayChange);
        try (var undisturbed = world.apply(TenantWorld.builder()).start()) {
            for (var done = false; !done; ) {
                undisturbed.admin().requests().reset();
                undisturbed.tenant().requests().reset();
                var moment = undisturbed.moment();
                done = work.pass(undisturbed);
                starts.add(new Start(
                        starts.size() + 1,
                        moment,
                        undisturbed.admin().requests().count(),
                        undisturbed.tenant().requests().count()));
                assertThat(starts).hasSizeLessThan(PASSES);
            }
            end = undisturbed.objects();
            stored = undisturbed.store().tenants().keySet();
        }
    }

    /** What a world looks like when this work is done. */
    public Map<String, JsonValue> end() {
        return end;
    }

    /**
     * Runs all, some at a time.
     *
     * @throws AssertionError with every case that did not come to the same end
     */
    public Report run(List<Fault> faults) throws InterruptedException {
        var cases = starts.stream().flatMap(start -> start.cases(faults)).toList();
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var begin = System.nanoTime();
            var runs = threads.invokeAll(cases.stream()
                    .map(each -> Executors.callable(() -> run(each)))
                    .toList());
            assertThat(IntStream.range(0, runs.size())
                            .mapToObj(i -> failure(runs.get(i)).map(e -> cases.get(i) + ": " + e))
                            .flatMap(Optional::stream))
                    .isEmpty();
            return new Report(
                    cases.size(), starts.size(), followed.size(), Duration.ofNanos(System.nanoTime() - begin));
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
        try (var disturbed =
                world.apply(TenantWorld.builder()).from(at.start.moment).start()) {
            var api = at.inTenant ? disturbed.tenant() : disturbed.admin();
            api.faults().onRequest(at.request, at.fault);
            if (at.fault.kind() == Fault.Kind.SILENCE) {
                disturbed.giveUp(api, at.request);
            }
            var done = work.pass(disturbed);
            requireHit(api, at.fault);
            disturbed.credentials().note();
            requireKept(disturbed);
            if (!done && !followed.add(disturbed.moment().state())) {
                return;
            }
            for (int passes = 1; !done; passes++) {
                assertThat(passes).as("passes").isLessThan(PASSES);
                done = work.pass(disturbed);
                requireKept(disturbed);
            }
            assertThat(disturbed.objects()).isEqualTo(end);
            assertThat(disturbed.store().tenants().keySet()).isEqualTo(stored);
            Checksums.requireTrue(disturbed.admin().objects().in(TenantWorld.NAMESPACE));
        }
    }

    /** No stored credential was replaced but those of which the work says so, and none of these twice. */
    private void requireKept(TenantWorld disturbed) {
        assertThat(disturbed.credentials().replaced()).as("replaced").isSubsetOf(mayChange);
        assertThat(disturbed.credentials().mostReplacements())
                .as("replacements")
                .isLessThanOrEqualTo(1);
    }

    /** The client may have given up before the server began, or before an effect was made. */
    private static void requireHit(ApiServerSimulator api, Fault fault) {
        assertThat(api.requests().await(request -> isHit(request, fault), Duration.ofSeconds(30)))
                .as("the request that meets " + fault)
                .isPresent();
    }

    private static boolean isHit(RecordedRequest request, Fault fault) {
        return !request.fault().isEmpty() && (request.code() != 0 || !fault.afterEffect());
    }
}
