package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import io.kamaji.datastore.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * It was measured what a tenant takes in its store, or it could not be.
 *
 * @param took how long that took
 * @param dataStore name of the tenant's datastore; empty where even that could not be read
 * @param usage what it takes; empty: not measured
 * @param problem why it was not; empty if it was
 */
public record TenantMeasured(
        ObjectRef tenant,
        Instant at,
        Duration took,
        Optional<String> dataStore,
        Optional<Usage> usage,
        Optional<String> problem)
        implements KamajiEvent {}
