package io.kamaji.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.manifest.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who counts whom while places are given. */
class ReservationsTest {
    private static final String CLUSTER = "https://admin:6443";

    private final AtomicLong nanos = new AtomicLong();
    private final Reservations reservations = new Reservations(nanos::get);

    private static ObjectRef tenant(int i) {
        return ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", "t" + i);
    }

    /** How many places of {@code one} others reserved, as tenant {@code i} sees it while it takes one. */
    private long take(int i, String cluster, Map<ObjectRef, String> shown) {
        var seen = new AtomicLong();
        reservations.reserve(cluster, tenant(i), shown, reserved -> {
            seen.set(reserved.byOthers().getOrDefault("one", 0L));
            return Optional.of("one");
        });
        return seen.get();
    }

    @Test
    void reserve_byManyThreads_eachSeesAnotherNumber() throws Exception {
        var together = new CountDownLatch(1);
        var pool = Executors.newFixedThreadPool(8);
        List<Future<Long>> seen = IntStream.range(0, 64)
                .mapToObj(i -> pool.submit(() -> {
                    together.await();
                    return take(i, CLUSTER, Map.of());
                }))
                .toList();
        together.countDown();

        var numbers = new ArrayList<Long>();
        for (var each : seen) {
            numbers.add(each.get());
        }
        pool.shutdown();
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 64).boxed().toList());
    }

    @Test
    void reserve_shownByTheCluster_isNotCountedTwice() {
        take(0, CLUSTER, Map.of());
        assertThat(take(1, CLUSTER, Map.of())).isEqualTo(1);

        assertThat(take(2, CLUSTER, Map.of(tenant(0), "one", tenant(1), "two"))).isEqualTo(1);
    }

    @Test
    void reserve_neverShown_isForgottenAfterTenMinutes() {
        take(0, CLUSTER, Map.of());
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());

        assertThat(take(1, CLUSTER, Map.of())).isZero();
    }

    @Test
    void reserve_ofAnotherCluster_isNotCounted() {
        take(0, "https://other:6443", Map.of());

        assertThat(take(1, CLUSTER, Map.of())).isZero();
    }

    @Test
    void reserve_again_knowsItsOwn() {
        take(0, CLUSTER, Map.of());

        reservations.reserve(CLUSTER, tenant(0), Map.of(), reserved -> {
            assertThat(reserved.own()).contains("one");
            assertThat(reserved.byOthers()).isEmpty();
            return reserved.own();
        });
    }

    @Test
    void reserve_noneChosen_givesTheOldPlaceBack() {
        take(0, CLUSTER, Map.of());
        assertThat(reservations.reserve(CLUSTER, tenant(0), Map.of(), reserved -> Optional.empty()))
                .isEmpty();

        assertThat(take(1, CLUSTER, Map.of())).isZero();
    }
}
