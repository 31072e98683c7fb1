package io.kamaji.core.render.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Gateways that a tenant's routes are to be attached to. */
final class ParentGateways {
    private static final String GROUP = "gateway.networking.k8s.io";

    private ParentGateways() {}

    /** The spec's parent references, with the API's defaults. */
    static Stream<JsonObject> parents(TenantControlPlane tenant) {
        return tenant.toJsonObject()
                .array("spec", "controlPlane", "gateway", "parentRefs")
                .objects()
                .map(parent -> JsonObject.of("group", GROUP, "kind", ResourceTypes.GATEWAY.kind())
                        .plus(parent));
    }

    /** Those of them that are Gateways. */
    static Set<ObjectRef> of(TenantControlPlane tenant) {
        var namespace = tenant.metadata().namespaceOrDefault();
        return parents(tenant)
                .filter(ParentGateways::isGateway)
                .map(parent -> ref(parent, namespace))
                .collect(Collectors.toUnmodifiableSet());
    }

    static boolean isGateway(JsonObject parent) {
        return parent.text("group").filter(GROUP::equals).isPresent()
                && parent.text("kind")
                        .filter(ResourceTypes.GATEWAY.kind()::equals)
                        .isPresent();
    }

    /** What a parent reference of a route in a namespace names. */
    static ObjectRef ref(JsonObject parent, String namespace) {
        return ResourceTypes.GATEWAY.ref(
                parent.text("namespace").orElse(namespace), parent.text("name").orElseThrow());
    }
}
