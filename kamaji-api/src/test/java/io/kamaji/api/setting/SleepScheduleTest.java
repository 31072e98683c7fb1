package io.kamaji.api.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.tenant.DeploymentSpec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SleepScheduleTest {
    private static final SleepSchedule NIGHTS =
            SleepSchedule.parse("0 20 * * 1-5; 0 7 * * mon-fri; Europe/Rome").orElseThrow();

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T18:59:59Z, false", // a Friday, 19:59 in Rome
        "2026-11-27T19:00:00Z, true",
        "2026-11-28T12:00:00Z, true", // Saturday
        "2026-11-30T05:59:59Z, true", // Monday, 6:59
        "2026-11-30T06:00:00Z, false",
        "2026-07-06T18:00:00Z, true", // summer time: 20:00
        "2026-07-06T17:59:59Z, false"
    })
    void asleepAt_nightsAndWeekends_followsTheClockOfThePlace(Instant instant, boolean asleep) {
        assertThat(NIGHTS.asleepAt(instant)).isEqualTo(asleep);
    }

    @Test
    void nextChange_skipsTimesThatChangeNothing() {
        assertThat(NIGHTS.nextChange(Instant.parse("2026-11-27T20:00:00Z")))
                .contains(Instant.parse("2026-11-30T06:00:00Z"));
        assertThat(NIGHTS.nextChange(Instant.parse("2026-11-30T06:00:00Z")))
                .contains(Instant.parse("2026-11-30T19:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "* * * * *; 0 7 * * *, 2026-11-27T07:01:00Z, 2026-11-28T07:00:00Z", // asleep anew each minute, awake for one
        "* 0-5 * * *; * * * * *, 2026-11-27T00:00:00Z, ", // each of the one is one of the other
        "0 0 1 1 *; 0 0 * 1 1-6, 2026-01-01T00:00:00Z, 2034-01-01T00:00:00Z" // until New Year is a Sunday
    })
    void nextChange_manyTimesThatChangeNothing_isFoundAtOnce(String schedule, Instant instant, @Nullable Instant next) {
        assertThat(SleepSchedule.parse(schedule).orElseThrow().nextChange(instant))
                .isEqualTo(Optional.ofNullable(next));
    }

    /** Against all turns in their order, around the nights on which clocks are put forward and back. */
    @Test
    void nextChange_anySchedule_isTheFirstTurnThatChangesSomething() {
        var random = new Random(7);
        var zones = List.of("Europe/Rome", "Australia/Lord_Howe", "America/Santiago", "UTC");
        var days = List.of("2026-03-28", "2026-03-29", "2026-04-04", "2026-09-05", "2026-10-03", "2026-10-24");
        for (int i = 0; i < 2000; i++) {
            var schedule = SleepSchedule.parse(
                            cron(random) + ";" + cron(random) + ";" + zones.get(random.nextInt(zones.size())))
                    .orElseThrow();
            var instant = Instant.parse(days.get(random.nextInt(days.size())) + "T12:00:00Z")
                    .plusSeconds(random.nextInt(48 * 60) * 60);

            assertThat(schedule.nextChange(instant))
                    .as("%s from %s", schedule, instant)
                    .isEqualTo(turns(schedule, instant)
                            .filter(turn -> schedule.asleepAt(turn) != schedule.asleepAt(instant))
                            .findFirst());
        }
    }

    private static String cron(Random random) {
        var minutes = List.of("0", "30", "*/20", "0,45");
        var hours = List.of("2", "3", "0", "2,3", "23", "1-3", "*/8");
        var days = List.of("* * *", "* * *", "* * sun", "* * 1-5", "1,15 * *", "29 * *");
        return minutes.get(random.nextInt(minutes.size())) + " " + hours.get(random.nextInt(hours.size())) + " "
                + days.get(random.nextInt(days.size()));
    }

    private static Stream<Instant> turns(SleepSchedule schedule, Instant instant) {
        return Stream.iterate(next(schedule, instant), Optional::isPresent, turn -> next(schedule, turn.orElseThrow()))
                .map(Optional::orElseThrow)
                .limit(4000);
    }

    private static Optional<Instant> next(SleepSchedule schedule, Instant from) {
        return Stream.of(schedule.asleep(), schedule.awake())
                .flatMap(times -> times.after(from, schedule.zone()).stream())
                .min(Instant::compareTo);
    }

    @Test
    void asleepAt_bothAtOnce_isAwakeForEver() {
        var same = SleepSchedule.parse("0 7 * * *; 0 7 * * *").orElseThrow();

        assertThat(same.asleepAt(Instant.parse("2026-11-27T07:00:00Z"))).isFalse();
        assertThat(same.nextChange(Instant.parse("2026-11-27T07:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *|2026-03-28T12:00:00Z|2026-03-29T01:30:00Z", // there is no 2:30 in Rome that night
                "30 2 * * *|2026-10-24T12:00:00Z|2026-10-25T00:30:00Z", // there are two
                "30 2 * * *|2026-10-25T00:30:00Z|2026-10-26T01:30:00Z",
                "0 0 29 2 *|2026-01-01T00:00:00Z|2028-02-28T23:00:00Z",
                "*/20 8-9 * * *|2026-01-01T07:20:00Z|2026-01-01T07:40:00Z",
                "0 12 13 * fri|2026-03-14T00:00:00Z|2026-03-20T11:00:00Z", // the 13th, and every Friday
                "0 0 * * 7|2026-11-27T00:00:00Z|2026-11-28T23:00:00Z",
                "5 4 1,15 */6 *|2026-01-16T00:00:00Z|2026-07-01T02:05:00Z",
                "0 8 * * fri-sun|2026-11-28T08:00:00Z|2026-11-29T07:00:00Z"
            })
    void after_crontabTime_isTheNext(String times, Instant after, Instant next) {
        assertThat(Cron.parse(times).orElseThrow().after(after, ZoneId.of("Europe/Rome")))
                .contains(next);
        assertThat(Cron.parse(times).orElseThrow().atOrBefore(next, ZoneId.of("Europe/Rome")))
                .contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 20 * * 1-5",
                "0 20 * * 1-5; 0 7 * *",
                "0 20 * * 1-5; 0 24 * * *",
                "0 20 * * 1-8; 0 7 * * *",
                "0 20 * * 5-1; 0 7 * * *",
                "*/0 20 * * *; 0 7 * * *",
                "0 0 31 2 *; 0 7 * * *",
                "0 20 * * ,; 0 7 * * *",
                "0 20 * * 1-5; 0 7 * * 1-5; Europe/Nowhere",
                "0 20 * * 1-5; 0 7 * * 1-5; UTC; UTC",
                "99999999999 20 * * *; 0 7 * * *",
                "+5 20 * * *; 0 7 * * *",
                "0 \u0662 * * *; 0 7 * * *" // a digit of another script
            })
    void violation_otherForm_isRefused(String text) {
        assertThat(SleepSchedule.parse(text)).isEmpty();
    }

    @Test
    void asOf_unreadableSchedule_isTheTenantItself() {
        var spoilt = TenantControlPlane.builder()
                .annotation(Settings.SLEEP_SCHEDULE.key(), "by night")
                .build();

        assertThat(spoilt.asOf(Instant.EPOCH)).isSameAs(spoilt);
    }

    @Test
    void asOf_night_hasNoPodsAndIsItselfByDay() {
        var tenant = TenantControlPlane.builder("tenants", "blue")
                .kubernetesVersion("1.36.3")
                .clusterIp()
                .replicas(3)
                .sleepSchedule("0 20 * * 1-5; 0 7 * * 1-5; Europe/Rome")
                .build();

        assertThat(tenant.asOf(Instant.parse("2026-11-30T10:00:00Z"))).isSameAs(tenant);
        var night = tenant.asOf(Instant.parse("2026-11-30T22:00:00Z"));
        assertThat(night.spec().controlPlane().deployment().flatMap(DeploymentSpec::replicas))
                .contains(0);
        assertThat(night.setting(Settings.SLEEP_SCHEDULE)).isEqualTo(tenant.setting(Settings.SLEEP_SCHEDULE));
    }
}
