package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A pass over a tenant is over, of a deletion too. As metrics: a counter by {@code phase}, a timer of {@code took}.
 *
 * @param took how long the pass took
 * @param phase as {@code status.kubernetesResources.version.status} has it: {@code Ready}
 * @param ready whether the tenant is as asked for
 * @param writes how many objects were created, changed or deleted
 * @param waitsFor what the next pass waits for; empty if nothing
 */
public record TenantPassed(
        ObjectRef tenant, Instant at, Duration took, String phase, boolean ready, int writes, Optional<String> waitsFor)
        implements KamajiEvent {}
