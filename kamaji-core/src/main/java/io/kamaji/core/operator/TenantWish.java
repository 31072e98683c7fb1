package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.reconcile.TenantReconciler;

/**
 * What is wanted of one tenant. Immutable.
 *
 * @param tenant with its metadata (annotations, uid, generation) and the status that was last told
 * @param deleting whether it is to go
 */
public record TenantWish(TenantControlPlane tenant, boolean deleting) {

    /** Its namespace and name. */
    public ObjectRef ref() {
        return TenantReconciler.ref(tenant);
    }

    @Override
    public String toString() {
        return ref() + (deleting ? ", to be deleted" : "");
    }
}
