package io.kamaji.core.migrate;

import io.kamaji.core.storage.MigrationRecord.Step;

/**
 * Something that a migration does. Immutable.
 *
 * @param step that it is at
 * @param keys copied so far, within {@link Step#COPY}; else 0
 * @param message for people
 */
public record MigrationEvent(Step step, long keys, String message) {
    @Override
    public String toString() {
        return step + ": " + message;
    }
}
