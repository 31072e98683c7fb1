package io.kamaji.core.operator.custom;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Cut;
import io.kamaji.core.operator.custom.DataStoreCheck.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A condition as the wire has it (meta/v1 Condition). Stateless. */
final class WireCondition {
    private static final int MOST_MESSAGE = 32_768;

    private WireCondition() {}

    /** With the time of its last transition, which is now if it was another, or none, before. */
    static JsonObject of(
            String type, Verdict verdict, List<JsonObject> before, Optional<Long> generation, Instant now) {
        var since = before.stream()
                .filter(old -> old.text("type").equals(Optional.of(type))
                        && old.text("status").equals(Optional.of(verdict.status())))
                .flatMap(old -> old.text("lastTransitionTime").stream())
                .findFirst();
        return JsonObject.of(
                "type",
                type,
                "status",
                verdict.status(),
                "reason",
                verdict.reason(),
                "message",
                Cut.toCharacters(verdict.message(), MOST_MESSAGE),
                "lastTransitionTime",
                since.orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString()),
                "observedGeneration",
                generation);
    }

    /** One of a status by type; empty if there is none. */
    static JsonObject find(JsonObject status, String type) {
        return status.array("conditions")
                .objects()
                .filter(condition -> condition.text("type").equals(Optional.of(type)))
                .findFirst()
                .orElse(JsonObject.EMPTY);
    }
}
