package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** What a container needs to know of the API, as last seen. Thread-safe. */
interface ApiObjects {

    Optional<JsonObject> secret(String namespace, String name);

    Optional<JsonObject> configMap(String namespace, String name);

    /** Cluster IPs by {@code <service>.<namespace>}. */
    Map<String, String> serviceAddresses();
}
