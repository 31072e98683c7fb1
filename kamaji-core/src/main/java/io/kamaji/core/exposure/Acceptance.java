package io.kamaji.core.exposure;

import io.kamaji.api.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a front takes the route to a tenant, by what its controller says. Immutable.
 *
 * @param route the object by which the front is asked
 * @param isAccepted whether traffic can be expected to arrive
 * @param reason one word, the controller's where it gave one
 * @param message what is waited for and, where somebody must act, what to do: it goes on after "waiting for"; empty if there is
 *     nothing to say
 * @param since when it became so, as far as the cluster tells
 */
public record Acceptance(ObjectRef route, boolean isAccepted, String reason, String message, Optional<Instant> since) {}
