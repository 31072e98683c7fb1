package io.kamaji.testkit.laws;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.testkit.simulator.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a pass finds before it and leaves behind, as passes keep nothing of their own.
 *
 * @param credentials each value that was ever stored, by {@code secret/key}
 * @param processes how many there were: the next one has the randomness of its number
 */
record Moment(
        Snapshot admin,
        Snapshot tenant,
        Map<String, TenantAccount> stored,
        Map<String, Set<String>> credentials,
        int processes) {
    static final Moment NOTHING = new Moment(new Snapshot(List.of()), new Snapshot(List.of()), Map.of(), Map.of(), 0);

    /** What is equal for two moments only if they have the same future: all of it, keys too, but uids, versions and times. */
    Object state() {
        return List.of(admin.normalised(), tenant.normalised(), stored, credentials, processes);
    }
}
