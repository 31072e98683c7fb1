package io.kamaji.testkit.simulator.internal.rest;

/**
 * How to write.
 *
 * @param manager who writes, for managedFields
 * @param dryRun answer as if, without storing
 * @param force take over fields that others own
 * @param strict refuse unknown fields
 */
public record WriteOptions(String manager, boolean dryRun, boolean force, boolean strict) {
    /** A plain write of a manager. */
    public static WriteOptions by(String manager) {
        return new WriteOptions(manager, false, false, false);
    }
}
