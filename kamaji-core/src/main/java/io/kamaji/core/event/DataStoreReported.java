package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/**
 * An operator looked at a DataStore.
 *
 * @param tenant the DataStore
 * @param driver as its spec has it: {@code PostgreSQL}; empty: it is gone
 * @param valid condition {@code DataStoreValidation}: {@code True}, {@code False} or {@code Unknown}
 */
public record DataStoreReported(ObjectRef tenant, Instant at, Optional<String> driver, String valid)
        implements KamajiEvent {}
