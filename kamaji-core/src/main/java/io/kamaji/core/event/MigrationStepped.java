package io.kamaji.core.event;

import io.kamaji.api.ObjectRef;
import java.time.Instant;

/**
 * A move of a tenant's data to another datastore came to a step, or copied a page.
 *
 * @param step that it is at: {@code COPY}
 * @param keys copied so far, while it copies; else 0
 * @param message human-readable
 */
public record MigrationStepped(ObjectRef tenant, Instant at, String step, long keys, String message)
        implements KamajiEvent {
    @Override
    public String toString() {
        return step + ": " + message;
    }
}
