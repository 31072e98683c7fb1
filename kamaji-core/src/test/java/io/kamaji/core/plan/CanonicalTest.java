package io.kamaji.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.plan.Canonical.Reading;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {

    @ParameterizedTest
    @CsvSource({
        "0.25, 250m, true",
        "1024Mi, 1Gi, true",
        "1, 1000m, true",
        "1k, 1000, true",
        "1e3, 1k, true",
        ".5, 500m, true",
        "1Ki, 1k, false",
        "1Gi, 1G, false",
        "1Gib, 1Gi, false",
        "'', 0, false"
    })
    void sameScalar_quantities_areComparedByWhatTheyStandFor(String a, String b, boolean same) {
        assertThat(Canonical.sameScalar(JsonValue.of(a), JsonValue.of(b), Reading.QUANTITY))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({"limits, true", "requests, true", "sizeLimit, true", "args, false", "value, false"})
    void under_field_readsQuantitiesOnlyWhereTheApiHasThem(String field, boolean quantity) {
        assertThat(Canonical.sameScalar(JsonValue.of("0.5"), JsonValue.of("500m"), Reading.PLAIN.under(field)))
                .isEqualTo(quantity);
    }

    @ParameterizedTest
    @CsvSource({
        "'{cpu: 1}', '{cpu: 1}', true",
        "'{a: 1, b: 2}', '{a: 1}', true",
        "'{a: 1}', '{a: 1, b: 2}', false",
        "'[{a: 1, b: 2}]', '[{a: 1}]', true",
        "'[1, 2]', '[1]', false",
        "'[2, 1]', '[1, 2]', false",
        "'{port: 80}', '{port: \"80\"}', true",
        "'{number: 80}', '{number: \"80\"}', false",
        "'{limits: {cpu: 250m}}', '{limits: {cpu: 0.25}}', true"
    })
    void contains_liveAndWanted_allowsMoreMembersButNotMoreItems(String live, String wanted, boolean contained) {
        assertThat(Canonical.contains(JsonValue.parse("--- " + live), JsonValue.parse("--- " + wanted), Reading.PLAIN))
                .isEqualTo(contained);
    }

    @Test
    void sameScalar_numberOfAGigabyte_isUnequalWithoutBeingWrittenOut() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();

        assertThat(Canonical.sameScalar(JsonValue.parse("1e999999999"), JsonValue.of("metrics"), Reading.INT_OR_STRING))
                .isFalse();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100L << 20);
    }

    @Test
    @Timeout(5)
    void quantity_longText_isNoneAndTakesNoTime() {
        assertThat(Canonical.quantity("1".repeat(1_000_000) + "x")).isEmpty();
    }
}
