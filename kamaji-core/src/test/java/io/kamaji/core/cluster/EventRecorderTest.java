package io.kamaji.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.event.Transition;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.testing.InMemoryCluster;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are as the API server takes them, whatever is told of whatever it is about. */
class EventRecorderTest {
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final EventRecorder events =
            new EventRecorder(cluster, () -> Instant.parse("2026-03-01T00:00:00Z"), "replica");

    private String note(String told) {
        events.record(
                ResourceTypes.DATA_STORE.ref("shared"), Optional.of("7"), Transition.warning("Odd", "Reconcile", told));
        return cluster.observed().objects().values().stream()
                .flatMap(event -> event.text("note").stream())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "…", "ü", "\uD83D\uDE00", "a\uD83D\uDE00"})
    void record_longNote_isCutToWhatAServerTakes(String text) {
        var note = note(text.repeat(2000));

        assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1000, 1024);
        assertThat(new String(note.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .as("no half of a character")
                .isEqualTo(note);
    }

    @Test
    void record_shortNote_isWhole() {
        assertThat(note("ü…")).isEqualTo("ü…");
    }
}
