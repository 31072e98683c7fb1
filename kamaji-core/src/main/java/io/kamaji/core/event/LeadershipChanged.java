package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/**
 * An operator took, or lost, a lease, and with it the tenants of a shard.
 *
 * @param tenant the Lease
 * @param leads whether it holds it now
 */
public record LeadershipChanged(ObjectRef tenant, Instant at, boolean leads) implements KamajiEvent {}
