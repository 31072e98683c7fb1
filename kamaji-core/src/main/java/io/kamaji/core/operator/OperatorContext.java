package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;

/** What an operator lends its sources and controllers. All of it ends with the operator. Thread-safe. */
public interface OperatorContext {

    /**
     * The admin cluster. Within a handler, a write fails once the operator has lost the lease of the key that is handled;
     * elsewhere, unless it holds the first one. Reads go on.
     */
    ClusterClient admin();

    /** What passes depend on; the drivers' writes are fenced as {@link #admin()} is. */
    ReconcilerSettings settings();

    /** Makes passes over tenants, with these settings. */
    TenantReconciler reconciler();

    /** Shared watches of the admin cluster. */
    Watches watches();

    /** Has an object of a controller, or a tenant, handled soon. */
    void wake(ObjectRef key);
}
