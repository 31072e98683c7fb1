package io.kamaji.core.component;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.util.Optional;

/**
 * A port of the control plane's Service. Immutable.
 *
 * @param name its name, once in the Service
 * @param port its number; with type NodePort also the node's
 * @param targetPort number or name of the pod's port
 * @param protocol TCP, UDP or SCTP
 * @param appProtocol a hint for what speaks there
 * @param fixed whether it keeps its number as a node port; else one is allocated
 */
public record ServicePort(
        String name, int port, JsonValue targetPort, String protocol, Optional<String> appProtocol, boolean fixed) {

    /** A TCP port of the same number in the pod. */
    public static ServicePort of(String name, int port) {
        return new ServicePort(name, port, JsonValue.of(port), "TCP", Optional.empty(), true);
    }

    /** As core/v1 ServicePort. */
    public JsonObject toJson(boolean nodePort) {
        return JsonObject.of("name", name, "protocol", protocol, "appProtocol", appProtocol, "port", port)
                .with("targetPort", targetPort)
                .with("nodePort", nodePort && fixed ? port : null);
    }
}
