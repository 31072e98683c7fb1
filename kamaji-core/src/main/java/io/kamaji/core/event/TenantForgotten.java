package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/** An operator has nothing to do with a tenant any more: it is gone, or another replica works on it. */
public record TenantForgotten(ObjectRef tenant, Instant at) implements KamajiEvent {}
