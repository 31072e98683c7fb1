package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import java.time.Instant;
import java.util.Optional;

/**
 * An operator was at a tenant: it made a pass, or refused to. As metrics: gauges of how many there are, and how they are.
 *
 * @param now what is wanted of it, with the status that it has now
 * @param deleting whether it is to go
 * @param waitsFor what is waited for; empty if nothing
 */
public record TenantReported(
        ObjectRef tenant, Instant at, TenantControlPlane now, boolean deleting, Optional<String> waitsFor)
        implements KamajiEvent {}
