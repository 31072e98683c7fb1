package io.kamaji.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.KamajiException;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final NextStep.Retry PODS = retry(Duration.ofSeconds(1), "pods");
    private final Random random = new Random(1);
    private final Retries retries = new Retries();

    private static NextStep.Retry retry(Duration after, String why) {
        return (NextStep.Retry) NextStep.retryAfter(after, why);
    }

    @Test
    void after_sameWaitAgain_growsUpTo30Seconds() {
        var delays =
                Stream.generate(() -> retries.after(PODS, random)).limit(12).toList();

        assertThat(delays.get(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(delays.get(1)).isBetween(Duration.ofMillis(1_300), Duration.ofMillis(1_700));
        assertThat(delays.get(11)).isBetween(Duration.ofSeconds(26), Duration.ofSeconds(33));
    }

    @Test
    void after_anotherWait_beginsAnew() {
        Stream.generate(() -> retries.after(PODS, random)).limit(9).toList();

        assertThat(retries.after(retry(Duration.ofSeconds(1), "address"), random))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void after_atOnceAgainAndAgain_isSlowedDown() {
        var again = retry(Duration.ZERO, "another pass");
        var delays =
                Stream.generate(() -> retries.after(again, random)).limit(6).toList();

        assertThat(delays.subList(0, 3)).containsOnly(Duration.ZERO);
        assertThat(delays.get(5)).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void after_failures_doubleUpTo5Minutes() {
        var delays = Stream.generate(() -> retries.after(new KamajiException("no", null), random))
                .limit(12)
                .toList();

        assertThat(delays.get(0)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100));
        assertThat(delays.get(3)).isBetween(Duration.ofMillis(7_200), Duration.ofMillis(8_800));
        assertThat(delays.get(11)).isBetween(Duration.ofSeconds(270), Duration.ofSeconds(330));
    }

    @Test
    void after_failureThatSaysWhen_isNotEarlier() {
        var busy = new KamajiException("busy", null).retryAfter(Duration.ofSeconds(20));

        assertThat(retries.after(busy, random)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void after_successBetween_failuresBeginAnew() {
        Stream.generate(() -> retries.after(new KamajiException("no", null), random))
                .limit(6)
                .toList();
        retries.after(PODS, random);

        assertThat(retries.after(new KamajiException("no", null), random)).isLessThan(Duration.ofSeconds(2));
    }
}
