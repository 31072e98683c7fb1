package io.kamaji.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.StoreQuota;
import io.kamaji.core.storage.QuotaStanding.Level;
import io.kamaji.datastore.Usage;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaStandingTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final StoreQuota QUOTA = quota("{bytes: {soft: 500, hard: 1000}, keys: {hard: 100}}");

    private static StoreQuota quota(String text) {
        return StoreQuota.parse(text).orElseThrow();
    }

    private static Usage usage(long keys, long bytes) {
        return new Usage(keys, bytes, true);
    }

    /** After one amount of bytes after another, a minute between them. */
    private static QuotaStanding after(StoreQuota quota, long... bytes) {
        var standing = QuotaStanding.unknown(quota, FIRST);
        for (int i = 0; i < bytes.length; i++) {
            standing = standing.after(usage(10, bytes[i]), FIRST.plusSeconds(60L * (i + 1)));
        }
        return standing;
    }

    @ParameterizedTest
    @CsvSource({
        "10, 499, WITHIN",
        "10, 500, SOFT",
        "10, 999, SOFT",
        "10, 1000, HARD",
        "99, 499, WITHIN",
        "100, 1, HARD",
    })
    void after_firstMeasuring_isTheHighestLimitThatIsReached(long keys, long bytes, Level level) {
        var standing = QuotaStanding.unknown(QUOTA, FIRST).after(usage(keys, bytes), FIRST.plusSeconds(60));

        assertThat(standing.level()).isEqualTo(level);
        assertThat(standing.since()).isEqualTo(FIRST.plusSeconds(60));
    }

    @Test
    void after_atTheHardLimit_staysUntilATenthBelow() {
        assertThat(after(QUOTA, 1000, 950, 1001, 900).level()).isEqualTo(Level.HARD);
        assertThat(after(QUOTA, 1000, 899).level()).isEqualTo(Level.SOFT);
        assertThat(after(QUOTA, 1000, 899, 950).level()).as("from below").isEqualTo(Level.SOFT);
        assertThat(after(QUOTA, 1000, 460).level())
                .as("a tenth below soft, too")
                .isEqualTo(Level.SOFT);
        assertThat(after(QUOTA, 1000, 449).level()).isEqualTo(Level.WITHIN);
    }

    @Test
    void after_aLimitOfOneKey_isLeftWithNone() {
        var one = quota("{keys: {hard: 1}}");
        var full = QuotaStanding.unknown(one, FIRST).after(usage(1, 10), FIRST);

        assertThat(full.isHard()).isTrue();
        assertThat(full.after(usage(0, 0), FIRST).level()).isEqualTo(Level.WITHIN);
    }

    @Test
    void after_figuresMovedByLessThanATenth_isNothingToTell() {
        var standing = after(QUOTA, 600);

        assertThat(standing.after(usage(12, 699), FIRST.plusSeconds(600))).isSameAs(standing);
        var moved = standing.after(usage(12, 700), FIRST.plusSeconds(600));
        assertThat(moved.told()).contains(usage(12, 700));
        assertThat(moved.since()).as("since it is there").isEqualTo(standing.since());
    }

    @Test
    void record_isReadBackAsItWas() {
        for (var standing : new QuotaStanding[] {after(QUOTA, 10), after(QUOTA, 600), after(QUOTA, 1000, 950)}) {
            var read = QuotaStanding.recorded(QUOTA, standing.record().orElseThrow(), FIRST);

            assertThat(read).isEqualTo(standing);
            assertThat(read.under(QUOTA, FIRST.plusSeconds(9999)))
                    .as("the same quota")
                    .isEqualTo(standing);
        }
        assertThat(QuotaStanding.unknown(QUOTA, FIRST).record()).isEmpty();
        assertThat(QuotaStanding.recorded(QUOTA, JsonObject.EMPTY, FIRST))
                .isEqualTo(QuotaStanding.unknown(QUOTA, FIRST));
    }

    @Test
    void under_aHigherQuota_isLeftAtOnceByWhatWasMeasuredBefore() {
        var full = after(QUOTA, 1000);
        var now = FIRST.plusSeconds(600);

        assertThat(full.under(quota("{bytes: {hard: 2000}}"), now).level()).isEqualTo(Level.WITHIN);
        assertThat(after(QUOTA, 10).under(quota("{bytes: {hard: 10}}"), now).level())
                .isEqualTo(Level.HARD);
    }

    @Test
    void texts_nameTheLimitsThatAreReachedAndTheFigures() {
        var hard = QuotaStanding.unknown(quota("{bytes: {soft: 1Ki, hard: 2Ki}, keys: {hard: 20}}"), FIRST)
                .after(usage(20, 2048), FIRST);

        assertThat(hard.reached()).isEqualTo("2Ki and 20 keys");
        assertThat(hard.figures()).isEqualTo("2Ki (soft limit 1Ki, hard limit 2Ki), 20 keys (hard limit 20)");
        assertThat(hard.after(usage(1, 1900), FIRST).reached()).isEqualTo("2Ki");
        assertThat(hard.after(usage(19, 1), FIRST).reached()).isEqualTo("20 keys");
    }
}
