package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.storage.StoreUsages.Sum;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What an operator knows of what its tenants take in their stores. */
class StoreSweepTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final List<TenantMeasured> events = new CopyOnWriteArrayList<>();

    private void note(KamajiEvent event) {
        if (event instanceof TenantMeasured measured) {
            events.add(measured);
        }
    }

    private Operator started(Fleet fleet) {
        return fleet.operator()
                .settings(settings -> settings.listener(this::note))
                .storeSweep(Duration.ofMillis(200))
                .start();
    }

    private long measured(ObjectRef tenant) {
        return events.stream().filter(event -> event.tenant().equals(tenant)).count();
    }

    @Test
    void start_twoTenants_measuresEachAndSumsThem() {
        try (var fleet = new Fleet(2);
                var operator = started(fleet)) {
            fleet.store.takes("team-0/tenant", 10, 1000);
            fleet.store.takes("team-1/tenant", 20, 5000);
            var tenants = fleet.put("1.36.3");

            until(
                    "both measured",
                    SOON,
                    () -> operator.storeUsages().in("shared").equals(new Sum(2, 30, 6000)));
            assertThat(operator.storeUsages().of(tenants.get(1)).orElseThrow().dataStore())
                    .isEqualTo("shared");
            assertThat(events).allMatch(event -> event.problem().isEmpty());

            fleet.store.takes("team-1/tenant", 30, 7000);
            until(
                    "measured again",
                    SOON,
                    () -> operator.storeUsages().in("shared").equals(new Sum(2, 40, 8000)));
        }
    }

    @Test
    void down_theStore_isToldAndWhatWasMeasuredCountsOn() {
        try (var fleet = new Fleet(1);
                var operator = started(fleet)) {
            fleet.store.takes("team-0/tenant", 10, 1000);
            fleet.put("1.36.3");
            until("measured", SOON, () -> operator.storeUsages().in("shared").tenants() == 1);

            fleet.store.down(true);

            until(
                    "told",
                    SOON,
                    () -> events.stream()
                            .anyMatch(event -> event.problem()
                                    .filter(problem -> problem.contains("the store in memory is down"))
                                    .isPresent()));
            assertThat(operator.storeUsages().in("shared")).isEqualTo(new Sum(1, 10, 1000));
        }
    }

    @Test
    void remove_aTenant_isForgotten() {
        try (var fleet = new Fleet(1);
                var operator = started(fleet)) {
            var tenant = fleet.put("1.36.3").get(0);
            until("measured", SOON, () -> operator.storeUsages().in("shared").tenants() == 1);

            fleet.list.delete(tenant);

            until("forgotten", SOON, () -> operator.storeUsages().byDataStore().isEmpty());
        }
    }

    @Test
    void sleep_aTenant_isMeasuredOnceMore() {
        try (var fleet = new Fleet(2);
                var operator = started(fleet)) {
            var awake = fleet.put("1.36.3").get(1);
            var sleeping = fleet.tenant(0, "1.36.3").toBuilder().replicas(0).build();
            var asleep = fleet.list.put(sleeping);
            until("asleep", SOON, () -> operator.stats().tenants().getOrDefault("Sleeping", 0) == 1);
            until("measured", SOON, () -> measured(asleep) > 0);
            operator.wake(asleep);
            until("passed over again", SOON, () -> operator.stats().settled());

            var others = measured(awake);
            until("others go on", SOON, () -> measured(awake) > others + 10);
            var once = measured(asleep);
            until("others go on", SOON, () -> measured(awake) > others + 30);

            assertThat(measured(asleep)).isEqualTo(once);
        }
    }
}
