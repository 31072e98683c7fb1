package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.MigrationStepped;
import io.kamaji.core.storage.Placement;
import io.kamaji.testkit.laws.Blue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many tenants over several datastores: placed evenly, and moved off one that drains. */
class DrainedFleetTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final DataStore ONE = Blue.etcd("one");
    private static final DataStore TWO = Blue.etcd("two");
    private static final DataStore THREE = Blue.etcd("three");

    private final Set<ObjectRef> moving = new HashSet<>();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    private synchronized void note(KamajiEvent event) {
        if (event instanceof MigrationStepped stepped) {
            if (stepped.step().equals("DONE")) {
                moving.remove(stepped.tenant());
            } else {
                moving.add(stepped.tenant());
            }
            mostAtOnce.accumulateAndGet(moving.size(), Math::max);
        }
    }

    private static Map<String, Long> places(Fleet fleet) {
        return fleet.list.tenants().stream()
                .map(ref -> fleet.list.report(ref).orElseThrow())
                .map(report ->
                        report.wire().storage().orElseThrow().dataStoreName().orElseThrow())
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }

    @Test
    void drain_oneOfThree_leavesSixtyEvenOnTheOthers() {
        drainOneOfThree(60);
    }

    @Test
    @Tag("long")
    void drain_oneOfThree_leavesThreeHundredEvenOnTheOthers() {
        drainOneOfThree(300);
    }

    private void drainOneOfThree(int size) {
        try (var fleet = new Fleet(size, ONE, TWO, THREE);
                var operator = fleet.operator()
                        .settings(settings -> settings.listener(this::note))
                        .drainAtOnce(3)
                        .start()) {
            fleet.put("1.36.3");
            fleet.awaitReady(LONG);
            until("settled", LONG, () -> operator.stats().settled());
            assertThat(places(fleet)).hasSize(3).allSatisfy((name, count) -> assertEven(count, size / 3));
            fleet.store
                    .tenants()
                    .keySet()
                    .forEach(key -> fleet.movable
                            .content(key.split("/")[0], key.split("/")[1])
                            .add("registry/namespaces/default", key));

            fleet.dataStores = List.of(draining(ONE), TWO, THREE);
            fleet.list.tenants().forEach(operator::wake);

            until("drained", LONG, () -> places(fleet).keySet().equals(Set.of("two", "three")));
            fleet.awaitReady(LONG);
            until("settled", LONG, () -> operator.stats().settled());
            assertThat(places(fleet)).allSatisfy((name, count) -> assertEven(count, size / 2));
            assertThat(mostAtOnce).hasValue(3);
            assertThat(fleet.movable.keys("one")).isZero();
            assertThat(fleet.movable.keys("two") + fleet.movable.keys("three")).isEqualTo(size);
            assertThat(fleet.store.tenants())
                    .hasSize(size)
                    .allSatisfy((key, tenant) -> assertThat(key).doesNotStartWith("one/"));

            fleet.admin.requests().reset();
            var passes = operator.stats().passes();
            fleet.list.tenants().forEach(operator::wake);
            until(
                    "all looked at",
                    LONG,
                    () -> operator.stats().passes() >= passes + size
                            && operator.stats().settled());
            assertThat(fleet.admin.requests().writes()).isZero();
        }
    }

    @Test
    void undrain_midway_endsWhatRunsAndBeginsNothing() {
        try (var fleet = new Fleet(6, ONE, draining(TWO));
                var operator = fleet.operator()
                        .settings(settings -> settings.listener(event -> {
                            if (event instanceof MigrationStepped) {
                                fleet.dataStores = List.of(ONE, TWO);
                            }
                        }))
                        .drainAtOnce(1)
                        .start()) {
            fleet.put("1.36.3");
            fleet.awaitReady(LONG);
            until("settled", LONG, () -> operator.stats().settled());
            assertThat(places(fleet)).isEqualTo(Map.of("one", 6L));

            fleet.dataStores = List.of(draining(ONE), TWO);
            fleet.list.tenants().forEach(operator::wake);

            until("one moved", LONG, () -> places(fleet).containsKey("two"));
            fleet.list.tenants().forEach(operator::wake);
            fleet.awaitReady(LONG);
            until("settled", LONG, () -> operator.stats().settled());
            assertThat(places(fleet)).isEqualTo(Map.of("one", 5L, "two", 1L));
        }
    }

    private static void assertEven(long count, int mean) {
        assertThat(count).isBetween(Math.round(mean * 0.9), Math.round(mean * 1.1));
    }

    private static DataStore draining(DataStore store) {
        return store.toBuilder()
                .metadata(metadata -> metadata.putLabel(Placement.DRAIN, "true"))
                .build();
    }
}
