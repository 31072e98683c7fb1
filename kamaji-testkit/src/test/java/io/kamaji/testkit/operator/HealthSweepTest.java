package io.kamaji.testkit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.TenantSwept;
import io.kamaji.core.event.TenantSwept.Outcome;
import io.kamaji.core.observe.TenantFingerprint;
import io.kamaji.core.operator.HealthSweep;
import io.kamaji.testkit.FixedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When tenants are looked at, by a clock that stands still until it is told to move. */
class HealthSweepTest {
    private static final TenantFingerprint FINE = new TenantFingerprint(1, 1);
    private static final TenantFingerprint TOUCHED = new TenantFingerprint(2, 2);

    private final FixedClock clock = FixedClock.create();
    private final List<TenantSwept> events = new ArrayList<>();
    private final List<ObjectRef> passes = new ArrayList<>();
    private TenantFingerprint state = FINE;
    private Duration took = Duration.ZERO;
    private boolean down;

    private HealthSweep sweep(int tenants) {
        return sweep(tenants, passes::add);
    }

    private HealthSweep sweep(int tenants, Consumer<ObjectRef> passWanted) {
        var sweep = HealthSweep.builder(this::look, passWanted)
                .clock(clock)
                .random(new Random(7))
                .listener(this::note)
                .build();
        for (int i = 0; i < tenants; i++) {
            sweep.track(tenant(i));
        }
        return sweep;
    }

    private TenantFingerprint look(ObjectRef tenant) {
        clock.advance(took);
        if (down) {
            throw new KamajiException("no answer", null);
        }
        return state;
    }

    private void note(KamajiEvent event) {
        if (event instanceof TenantSwept swept) {
            events.add(swept);
        }
    }

    static ObjectRef tenant(int i) {
        return ObjectRef.of("kamaji.clastix.io/v1alpha1", "TenantControlPlane", "tenants", "t" + i);
    }

    private void pass(HealthSweep sweep, Duration time) {
        var end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            sweep.tick();
            clock.advance(Duration.ofMillis(500));
        }
    }

    private List<Double> gaps(ObjectRef tenant) {
        var times = events.stream()
                .filter(event -> event.tenant().equals(tenant))
                .map(event -> event.at().minus(event.took()).toEpochMilli())
                .toList();
        var gaps = new ArrayList<Double>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add((times.get(i) - times.get(i - 1)) / 1000.0);
        }
        return gaps;
    }

    @Test
    void tick_threeTenants_looksAtEachAboutEvery45SecondsWithJitter() {
        pass(sweep(3), Duration.ofMinutes(30));

        for (int i = 0; i < 3; i++) {
            var gaps = gaps(tenant(i));
            assertThat(gaps)
                    .hasSizeBetween(35, 45)
                    .allSatisfy(gap -> assertThat(gap).isBetween(40.0, 50.5));
            assertThat(gaps.stream().distinct().count()).as("jitter").isGreaterThan(5);
        }
    }

    @Test
    void tick_nothingTouched_wantsOnePassAtFirst() {
        pass(sweep(1), Duration.ofMinutes(10));

        assertThat(passes).containsExactly(tenant(0));
        assertThat(events.get(0).outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(events.subList(1, events.size())).allMatch(event -> event.outcome() == Outcome.UNCHANGED);
    }

    @Test
    void tick_touched_wantsAPassWithinFiftySeconds() {
        var sweep = sweep(1);
        pass(sweep, Duration.ofMinutes(2));
        passes.clear();
        state = TOUCHED;

        pass(sweep, Duration.ofSeconds(50));

        assertThat(passes).hasSize(1);
        pass(sweep, Duration.ofMinutes(5));
        assertThat(passes).as("not again").hasSize(1);
    }

    @Test
    void tick_passCannotBeAskedFor_asksAgain() {
        var refused = new ArrayList<ObjectRef>();
        var sweep = sweep(1, tenant -> {
            refused.add(tenant);
            if (refused.size() < 3) {
                throw new IllegalStateException("queue is full");
            }
        });

        pass(sweep, Duration.ofMinutes(10));

        assertThat(refused).hasSize(3);
        assertThat(events.get(0).problem().orElseThrow()).contains("queue is full");
    }

    @Test
    void tick_unanswered_looksLessOftenUntilItAnswersAgain() {
        var sweep = sweep(1);
        pass(sweep, Duration.ofMinutes(1));
        passes.clear();
        events.clear();
        down = true;
        pass(sweep, Duration.ofMinutes(15));

        assertThat(passes).isEmpty();
        assertThat(events).allMatch(event -> event.outcome() == Outcome.UNANSWERED);
        assertThat(gaps(tenant(0)).get(0)).isBetween(80.0, 100.0);
        assertThat(gaps(tenant(0)).subList(1, 4))
                .allSatisfy(gap -> assertThat(gap).isBetween(160.0, 200.0));

        down = false;
        pass(sweep, Duration.ofMinutes(10));
        assertThat(gaps(tenant(0)).get(gaps(tenant(0)).size() - 1)).isBetween(40.0, 50.5);
        assertThat(passes).as("as it was before").isEmpty();
    }

    @Test
    void tick_thousandSlowTenants_stretchesEvenlyAndSaysSo() {
        took = Duration.ofMillis(450);
        var sweep = sweep(1000);
        assertThat(sweep.interval()).isEqualTo(Duration.ofSeconds(45));

        pass(sweep, Duration.ofMinutes(60));

        assertThat(sweep.interval()).isBetween(Duration.ofSeconds(449), Duration.ofSeconds(451));
        assertThat(events.get(events.size() - 1).interval()).isEqualTo(sweep.interval());
        var looks = events.stream().collect(Collectors.groupingBy(TenantSwept::tenant, Collectors.counting()));
        assertThat(looks).hasSize(1000);
        assertThat(looks.values()).allSatisfy(count -> assertThat(count).isBetween(6L, 9L));
    }

    @Test
    void tick_thousandQuickTenants_keepsTheInterval() {
        took = Duration.ofMillis(20);
        var sweep = sweep(1000);

        pass(sweep, Duration.ofMinutes(10));

        assertThat(sweep.interval()).isEqualTo(Duration.ofSeconds(45));
        Map<ObjectRef, Long> looks =
                events.stream().collect(Collectors.groupingBy(TenantSwept::tenant, Collectors.counting()));
        assertThat(looks.values()).allSatisfy(count -> assertThat(count).isBetween(11L, 15L));
    }

    @Test
    void forget_tenant_isNotLookedAtAnyMore() {
        var sweep = sweep(2);
        pass(sweep, Duration.ofMinutes(2));
        sweep.forget(tenant(0));
        events.clear();

        pass(sweep, Duration.ofMinutes(5));

        assertThat(sweep.size()).isEqualTo(1);
        assertThat(events).isNotEmpty().allMatch(event -> event.tenant().equals(tenant(1)));
    }

    @Test
    void build_withoutAnInterval_isRefused() {
        assertThatThrownBy(() -> HealthSweep.builder(this::look, passes::add)
                        .interval(Duration.ZERO)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
