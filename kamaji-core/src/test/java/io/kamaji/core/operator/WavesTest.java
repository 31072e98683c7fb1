package io.kamaji.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WavesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final Noted shards = new Noted();
    private final ObjectRef blue = ObjectRef.of("v1", "Tenant", "blue");
    private final ObjectRef green = ObjectRef.of("v1", "Tenant", "green");
    private final ObjectRef red = ObjectRef.of("v1", "Tenant", "red");

    private final class Noted implements Shards {
        private Optional<String> renderedBy = Optional.of("1");

        @Override
        public int count() {
            return 1;
        }

        @Override
        public boolean holds(int shard) {
            return true;
        }

        @Override
        public int held() {
            return 1;
        }

        @Override
        public Fence fence(int shard) {
            return Fence.open(clock);
        }

        @Override
        public Optional<String> renderedBy(int shard) {
            return renderedBy;
        }

        @Override
        public void renderedBy(int shard, String version) {
            renderedBy = Optional.of(version);
        }

        @Override
        public OptionalInt upgradeAtOnce() {
            return OptionalInt.empty();
        }

        @Override
        public void start() {}

        @Override
        public void close() {}

        @Override
        public void release(Duration atMost) {}
    }

    private Waves waves(String version, int atOnce) {
        return waves(version, atOnce, Set.of());
    }

    private Waves waves(String version, int atOnce, Set<ObjectRef> canaries) {
        return new Waves(new OperatorSettings.Upgrade(version, atOnce, canaries, Duration.ofMinutes(5)), shards, clock);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void hold_canaryIsNamed_othersWaitUntilItHasBeenWellForTheTime() {
        var waves = waves("2", 2, Set.of(blue));
        assertThat(waves.hold(green).orElseThrow()).contains("goes first to", "blue", "PT5M");
        assertThat(waves.hold(blue)).isEmpty();
        waves.over(blue, false, false);
        pass(Duration.ofMinutes(6));
        assertThat(waves.waiting()).as("it is not well").isEmpty();

        waves.over(blue, false, true);
        pass(Duration.ofMinutes(4));
        waves.over(blue, false, true);
        assertThat(waves.hold(green)).isPresent();
        assertThat(waves.waiting()).isEmpty();
        pass(Duration.ofMinutes(1));

        assertThat(waves.waiting()).containsExactly(green);
        assertThat(waves.hold(green)).isEmpty();
    }

    @Test
    void hold_canaryTurnsBad_othersWaitFromTheBeginning() {
        var waves = waves("2", 2, Set.of(blue));
        assertThat(waves.hold(blue)).isEmpty();
        assertThat(waves.hold(green)).isPresent();
        waves.over(blue, false, true);
        pass(Duration.ofMinutes(4));
        waves.over(blue, false, false);
        pass(Duration.ofMinutes(4));
        assertThat(waves.waiting()).isEmpty();

        waves.over(blue, false, true);
        pass(Duration.ofMinutes(4));
        assertThat(waves.hold(red)).isPresent();
        pass(Duration.ofMinutes(1));
        assertThat(waves.waiting()).containsExactlyInAnyOrder(green, red);
    }

    @Test
    void hold_canaryBeforeItIsAllowed_waitsAsAll() {
        var waves = waves("2", 0, Set.of(blue));

        assertThat(waves.hold(blue).orElseThrow()).contains("is to be allowed");
        assertThat(waves.hold(green).orElseThrow()).contains("is to be allowed");
    }

    @Test
    void hold_sameVersion_holdsNothing() {
        assertThat(waves("1", 0).hold(blue)).isEmpty();
    }

    @Test
    void hold_newVersion_waitsUntilAllowed() {
        var waves = waves("2", 0);
        assertThat(waves.hold(blue).orElseThrow()).contains("from 1 to 2");
        assertThat(waves.held()).isOne();

        assertThat(waves.allow(1)).containsExactly(blue);

        assertThat(waves.hold(blue)).isEmpty();
        assertThat(waves.held()).isZero();
    }

    @Test
    void hold_waveIsFull_waitsForOneToComeBack() {
        var waves = waves("2", 1);
        assertThat(waves.hold(blue)).isEmpty();
        assertThat(waves.hold(green)).isPresent();
        assertThat(waves.waiting()).isEmpty();

        waves.over(blue, false, true);

        assertThat(waves.waiting()).containsExactly(green);
        assertThat(waves.hold(green)).isEmpty();
    }

    @Test
    void over_doesNotComeBackInTime_stopsUntilAllowedAgain() {
        var waves = waves("2", 2);
        assertThat(waves.hold(blue)).isEmpty();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));
        waves.over(blue, false, false);

        assertThat(waves.hold(green).orElseThrow()).contains("blue", "did not come back");
        assertThat(waves.waiting()).isEmpty();

        assertThat(waves.allow(2)).containsExactly(green);
        assertThat(waves.hold(green)).isEmpty();
    }

    @Test
    void note_allSettled_isThisVersions() {
        var waves = waves("2", 5);
        waves.over(blue, false, true);
        waves.note(0, List.of(blue, green));
        assertThat(shards.renderedBy).contains("1");
        waves.over(green, true, true);
        waves.note(0, List.of(blue, green));
        assertThat(shards.renderedBy).contains("1");

        waves.over(green, false, true);
        waves.note(0, List.of(blue, green));

        assertThat(shards.renderedBy).contains("2");
        assertThat(waves.hold(red)).isEmpty();
    }

    @Test
    void note_firstOfAll_isThisVersions() {
        shards.renderedBy = Optional.empty();

        waves("2", 0).note(0, List.of(blue));

        assertThat(shards.renderedBy).contains("2");
    }
}
