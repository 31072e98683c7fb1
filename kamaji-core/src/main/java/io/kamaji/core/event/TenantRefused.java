package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.value.Violation;
import java.time.Instant;
import java.util.List;

/**
 * An operator refused a tenant's spec, and wrote nothing but that. Told once for each answer.
 *
 * @param violations all that is wrong with it
 */
public record TenantRefused(ObjectRef tenant, Instant at, List<Violation> violations) implements KamajiEvent {}
