package io.kamaji.core.operator;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import java.util.function.Consumer;

/** What an operator lends. */
record Lent(
        ClusterClient admin,
        ReconcilerSettings settings,
        TenantReconciler reconciler,
        Watches watches,
        Consumer<ObjectRef> waker)
        implements OperatorContext {

    @Override
    public void wake(ObjectRef key) {
        waker.accept(key);
    }
}
