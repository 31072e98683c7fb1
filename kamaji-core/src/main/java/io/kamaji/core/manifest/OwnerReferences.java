package io.kamaji.core.manifest;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import java.util.Optional;

/** Entries of {@code metadata.ownerReferences}. */
public final class OwnerReferences {
    private OwnerReferences() {}

    /** The tenant's custom resource: its objects go with it, and clients look for it first. Empty where the tenant is none. */
    public static Optional<JsonObject> controller(TenantControlPlane tenant) {
        var metadata = tenant.metadata();
        var owner = ResourceTypes.TENANT_CONTROL_PLANE.ref(metadata.name().orElse(""));
        return metadata.uid().map(uid -> of(owner, uid).with("controller", true).with("blockOwnerDeletion", true));
    }

    /** An owner that an object goes with. */
    public static JsonObject of(ObjectRef owner, String uid) {
        return JsonObject.of("apiVersion", owner.apiVersion(), "kind", owner.kind())
                .with("name", owner.name())
                .with("uid", uid);
    }
}
