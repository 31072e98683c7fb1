package io.kamaji.testkit.laws;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.testkit.simulator.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a pass finds before it and leaves behind, as passes keep nothing of their own. Immutable.
 *
 * @param time of the world
 * @param stored what the datastores in memory hold, by {@code <datastore>/<schema>}
 * @param credentials each value that was ever stored, by {@code secret/key}
 * @param processes how many there were: the next one has the randomness of its number
 */
public record Moment(
        Instant time,
        Snapshot admin,
        Snapshot tenant,
        Map<String, TenantAccount> stored,
        Map<String, Set<String>> credentials,
        int processes) {
    /** Of a world in which nothing has happened yet. */
    public static final Moment NOTHING =
            new Moment(TenantWorld.START, new Snapshot(List.of()), new Snapshot(List.of()), Map.of(), Map.of(), 0);

    /** What is equal for two moments only if they have the same future: all of it, keys too, but uids, versions and times. */
    public Object state() {
        return List.of(time, admin.normalised(), tenant.normalised(), stored, credentials, processes);
    }

    /** How much there is; no value, as credentials are among them. */
    @Override
    public String toString() {
        return "Moment[" + time + ", " + admin.size() + " objects, " + tenant.size() + " in the tenant, "
                + stored.keySet() + ", process " + processes + "]";
    }
}
