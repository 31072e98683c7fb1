package io.kamaji.core;

import io.kamaji.api.KubeconfigGenerator;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.access.GeneratorPass;
import io.kamaji.core.access.GeneratorReconciler;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.reconcile.ReconcilerSettings;
import java.util.List;
import java.util.Optional;

/** Kubeconfigs for the tenants that a KubeconfigGenerator selects. Made by {@link Kamaji#generators}. Thread-safe. */
public final class Generators {
    private final ClusterClient admin;
    private final GeneratorReconciler reconciler;

    Generators(ClusterClient admin, ReconcilerSettings settings) {
        this.admin = admin;
        this.reconciler = GeneratorReconciler.create(settings::issuance);
    }

    /**
     * One pass over a generator, for the tenants that are TenantControlPlane objects of the admin cluster: a Secret with a
     * kubeconfig for each that it selects. Does not wait; its status is returned, not written.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with it
     */
    public GeneratorPass reconcile(KubeconfigGenerator generator) {
        var stored = admin.list(new ListRequest(ResourceTypes.TENANT_CONTROL_PLANE, Optional.empty(), "", false));
        return reconcile(
                generator, stored.items().stream().map(TenantControlPlane::of).toList());
    }

    /** The same for tenants that are kept elsewhere: all of them, of which those that are selected are picked out. */
    public GeneratorPass reconcile(KubeconfigGenerator generator, List<TenantControlPlane> tenants) {
        return reconciler.pass(generator, tenants, admin);
    }

    /** Deletes the Secrets that a generator made. */
    public void delete(KubeconfigGenerator generator) {
        reconciler.delete(generator, admin);
    }
}
