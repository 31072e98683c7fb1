package io.kamaji.testkit.node;

import io.kamaji.api.json.JsonObject;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pod as it ran when it was asked for. Immutable.
 *
 * @param address a 127.x.y.z address of its own
 * @param folder with its mounts and, unless they go elsewhere, its logs
 * @param ready as its Ready condition says
 * @param processes ids of the processes that run now, by container
 * @param status as written to the API
 */
public record RunningPod(
        String namespace,
        String name,
        String address,
        Path folder,
        boolean ready,
        Map<String, Long> processes,
        JsonObject status) {

    public RunningPod {
        processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
    }
}
