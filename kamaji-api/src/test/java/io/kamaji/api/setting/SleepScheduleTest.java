package io.kamaji.api.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.tenant.DeploymentSpec;
import java.time.Instant;
import java.time.ZoneId;
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
                "5 4 1,15 */6 *|2026-01-16T00:00:00Z|2026-07-01T02:05:00Z"
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
                "99999999999 20 * * *; 0 7 * * *"
            })
    void violation_otherForm_isRefused(String text) {
        assertThat(SleepSchedule.parse(text)).isEmpty();
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
