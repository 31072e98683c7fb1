package io.kamaji.core.plan;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import java.util.Optional;

/** Asks a cluster what an apply would make of an object, without storing it. */
@FunctionalInterface
public interface DryRun {

    /** Nobody to ask: a difference between what is rendered and what was seen counts as a change. */
    DryRun NONE = object -> Optional.empty();

    /** The object as it would be; empty if there is nobody to ask. */
    Optional<JsonObject> apply(JsonObject object);

    /** Asks this cluster; one request each. */
    static DryRun by(ClusterClient client) {
        return object -> Optional.of(client.apply(object, new ApplyOptions(Planner.MANAGER, true, true)));
    }
}
