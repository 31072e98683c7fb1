package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The health sweep looked at a tenant. As metrics: a counter by {@code outcome}, a timer of {@code took}, a gauge of
 * {@code interval}, which is longer than was asked for as long as there is too much to do.
 *
 * @param took how long the look took
 * @param interval the distance between two looks at one tenant that can be kept at present
 * @param problem why there was no answer; empty if there was one
 */
public record TenantSwept(
        ObjectRef tenant, Instant at, Outcome outcome, Duration took, Duration interval, Optional<String> problem)
        implements KamajiEvent {

    /** What was found. */
    public enum Outcome {
        /** Nothing of ours was touched since the last look. */
        UNCHANGED,
        /** Something was, or it is the first look: a pass was asked for. */
        CHANGED,
        /** The tenant's API did not answer. */
        UNANSWERED
    }
}
