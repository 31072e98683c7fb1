package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/**
 * A pass over a tenant failed for a reason that someone has to mend. Told once for each reason.
 *
 * @param message what failed, on which object, and what to do about it
 */
public record TenantFailed(ObjectRef tenant, Instant at, String message) implements KamajiEvent {}
