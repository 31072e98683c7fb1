package io.kamaji.testkit.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.node.internal.Rollout.Revision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {

    @ParameterizedTest
    @CsvSource({
        "4,25%,25%,1,1",
        "3,25%,25%,1,0",
        "2,100%,0,2,0",
        "10,0,0,0,1",
        "5,2,50%,2,2",
        "1,,,1,0",
        "0,25%,25%,0,1"
    })
    void of_surgeAndUnavailable_roundedAsKubernetesDoes(
            int replicas, String surge, String unavailable, int expectedSurge, int expectedUnavailable) {
        var rolling = JsonObject.of(
                "maxSurge", value(surge),
                "maxUnavailable", value(unavailable));
        var rollout = Rollout.of(JsonObject.EMPTY.with(
                "spec",
                JsonObject.of(
                        "replicas",
                        replicas,
                        "strategy",
                        JsonObject.of("type", "RollingUpdate", "rollingUpdate", rolling))));
        assertThat(List.of(rollout.maxSurge(), rollout.maxUnavailable()))
                .containsExactly(expectedSurge, expectedUnavailable);
    }

    private static Object value(String text) {
        return text == null ? java.util.Optional.empty() : text.matches("\\d+") ? (Object) Integer.valueOf(text) : text;
    }

    @Test
    void next_rollingUpdate_neverUnderFloorNorOverCeilingAndEnds() {
        for (var numbers :
                List.of(new int[] {3, 1, 0}, new int[] {4, 0, 1}, new int[] {2, 2, 0}, new int[] {10, 3, 2})) {
            var rollout = new Rollout(numbers[0], false, numbers[1], numbers[2], false);
            int old = numbers[0];
            int now = 0;
            int nowAvailable = 0;
            for (int step = 0; now < rollout.desired() || old > 0; step++) {
                assertThat(step).as("ends").isLessThan(100);
                var next = rollout.next(
                        new Revision("new", 2, now, nowAvailable, now), List.of(new Revision("old", 1, old, old, old)));
                now = next.getOrDefault("new", now);
                old = next.getOrDefault("old", old);
                assertThat(now + old).isLessThanOrEqualTo(rollout.desired() + rollout.maxSurge());
                assertThat(nowAvailable + old).isGreaterThanOrEqualTo(rollout.desired() - rollout.maxUnavailable());
                if (next.isEmpty()) {
                    assertThat(nowAvailable).as("stuck").isLessThan(now);
                    nowAvailable++; // one more becomes ready
                }
            }
            assertThat(now).isEqualTo(rollout.desired());
        }
    }

    @Test
    void next_newPodsNeverReady_oldOnesStay() {
        var rollout = new Rollout(2, false, 1, 0, false);
        assertThat(rollout.next(new Revision("new", 2, 1, 0, 1), List.of(new Revision("old", 1, 2, 2, 2))))
                .isEmpty();
    }

    @Test
    void next_oldPodsSick_goFirst() {
        var rollout = new Rollout(2, false, 1, 0, false);
        assertThat(rollout.next(new Revision("new", 2, 1, 1, 1), List.of(new Revision("old", 1, 2, 0, 2))))
                .containsEntry("old", 1);
    }

    @Test
    void next_recreate_waitsUntilOldPodsAreGone() {
        var rollout = new Rollout(1, true, 0, 0, false);
        var none = new Revision("new", 2, 0, 0, 0);
        assertThat(rollout.next(none, List.of(new Revision("old", 1, 1, 1, 1)))).isEqualTo(Map.of("old", 0));
        assertThat(rollout.next(none, List.of(new Revision("old", 1, 0, 0, 1)))).isEmpty();
        assertThat(rollout.next(none, List.of(new Revision("old", 1, 0, 0, 0)))).isEqualTo(Map.of("new", 1));
    }

    @Test
    void next_scaled_bothWays() {
        var current = new Revision("new", 1, 3, 3, 3);
        assertThat(new Rollout(5, false, 1, 0, false).next(current, List.of())).isEqualTo(Map.of("new", 5));
        assertThat(new Rollout(0, false, 0, 1, false).next(current, List.of())).isEqualTo(Map.of("new", 0));
        assertThat(new Rollout(3, false, 1, 0, false).next(current, List.of())).isEmpty();
    }
}
