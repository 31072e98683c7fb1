package io.kamaji.core.status;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.status.TenantControlPlaneStatus;
import io.kamaji.core.manifest.Cut;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Conditions as the wire has them (meta/v1 Condition). Stateless. */
final class WireConditions {
    /** The CRD's bound of a message. */
    private static final int MOST_MESSAGE = 32_768;

    private WireConditions() {}

    /** In the order given; the time of a transition is kept for as long as the status stays. */
    static List<JsonObject> of(
            TenantControlPlaneStatus previous, List<Condition> conditions, Optional<Long> generation, Instant now) {
        return conditions.stream()
                .map(condition -> {
                    var before = previous.conditions().orElse(List.of()).stream()
                            .filter(old -> old.text("type")
                                            .equals(Optional.of(condition.type().toString()))
                                    && old.text("status").equals(Optional.of(condition.status())))
                            .flatMap(old -> old.text("lastTransitionTime").stream())
                            .findFirst();
                    var since = before.orElseGet(() -> condition
                            .since()
                            .orElse(now)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
                    return JsonObject.of(
                                    "type", condition.type().toString(),
                                    "status", condition.status(),
                                    "reason", condition.reason(),
                                    "message", Cut.toCharacters(condition.message(), MOST_MESSAGE),
                                    "lastTransitionTime", since)
                            .with("observedGeneration", generation);
                })
                .toList();
    }
}
