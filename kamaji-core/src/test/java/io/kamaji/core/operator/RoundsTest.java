package io.kamaji.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Rounds.Pace;
import io.kamaji.core.operator.Rounds.Visited;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the sweeps share and {@code HealthSweepTest} does not show, by a clock that is told to move. */
class RoundsTest {
    private static final ObjectRef BLUE = ResourceTypes.TENANT_CONTROL_PLANE.ref("team", "blue");

    private Instant now = Instant.EPOCH;
    private Pace pace = Pace.STEADY;
    private final List<Instant> visits = new ArrayList<>();
    private final Rounds<String> rounds = new Rounds<>(
            new Rounds.Plan(Duration.ofMinutes(5), 0, () -> now, new Random(7), Runnable::run, 1), stop -> {
                visits.add(now);
                return new Visited(pace, () -> {});
            });

    private void pass(Duration time) {
        var end = now.plus(time);
        for (; now.isBefore(end); now = now.plusSeconds(10)) {
            rounds.tick();
        }
    }

    @Test
    void rest_aTenant_isVisitedOnceHoweverOftenItIsAskedFor() {
        for (int i = 0; i < 10; i++) {
            rounds.rest(BLUE);
            pass(Duration.ofMinutes(5));
        }

        assertThat(visits).hasSize(1);
    }

    @Test
    void clock_isPutBack_takesTheVisitsWithIt() {
        rounds.track(BLUE);
        pass(Duration.ofMinutes(30));
        var before = visits.size();

        now = now.minus(Duration.ofDays(300));
        pass(Duration.ofMinutes(30));

        assertThat(visits).hasSizeBetween(before + 5, before + 7);
    }

    @Test
    void rest_theVisitFails_isVisitedUntilOneSucceeds() {
        pace = Pace.SELDOM;
        rounds.rest(BLUE);
        pass(Duration.ofMinutes(20));
        assertThat(visits).hasSizeGreaterThan(1);

        pace = Pace.STEADY;
        pass(Duration.ofMinutes(40));
        var whole = visits.size();
        pass(Duration.ofMinutes(60));

        assertThat(visits).hasSize(whole);
    }

    @Test
    void track_aTenantThatRested_isVisitedAgain() {
        rounds.rest(BLUE);
        pass(Duration.ofMinutes(10));

        rounds.track(BLUE);
        pass(Duration.ofMinutes(30));

        assertThat(visits).hasSizeBetween(6, 7);
    }

    @Test
    void soon_aTenant_isVisitedFiveTimesAsOften() {
        pace = Pace.SOON;
        rounds.track(BLUE);
        pass(Duration.ofMinutes(35));

        assertThat(visits).hasSizeBetween(30, 35);
    }
}
