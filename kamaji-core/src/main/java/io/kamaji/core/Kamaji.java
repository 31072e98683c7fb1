package io.kamaji.core;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.BoundaryDefinitions;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.apply.Definitions;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.operator.HealthSweep;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.RequiredRights;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.storage.StoreUsages;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The front door: tenant control planes in one admin cluster.
 *
 * <pre>{@code
 * try (var kamaji = Kamaji.connect(AdminCluster.kubeconfig(path))) {
 *   var tenant = kamaji.tenant(spec);
 *   var plan = tenant.plan();
 *   System.out.println(plan);
 *   kamaji.apply(plan);
 *   tenant.await(Duration.ofMinutes(2), System.out::println);
 * }
 * }</pre>
 *
 * <p>Keeps no state but its connection: what it knows of a tenant it reads from the cluster. Thread-safe.
 */
public final class Kamaji implements AutoCloseable {
    private final ClusterClient admin;
    private final ReconcilerSettings settings;
    private final TenantReconciler reconciler;

    private Kamaji(ClusterClient admin, ReconcilerSettings settings) {
        this.admin = admin;
        this.settings = settings;
        this.reconciler = TenantReconciler.create(settings);
    }

    /** With the defaults: datastores are the DataStore custom resources of the admin cluster. */
    public static Kamaji connect(AdminCluster cluster) {
        return connect(cluster, settings -> settings);
    }

    /** With settings of one's own, such as datastores that are given in code. */
    public static Kamaji connect(AdminCluster cluster, UnaryOperator<ReconcilerSettings.Builder> change) {
        var settings = change.apply(ReconcilerSettings.builder())
                .storeUsages(new StoreUsages())
                .build();
        return new Kamaji(cluster.connect(), settings);
    }

    /** A tenant as its spec says: to look, do and hand out. Makes no request yet. */
    public Tenant tenant(TenantControlPlane spec) {
        return new Tenant(spec, admin, settings, reconciler);
    }

    /**
     * Does what a plan says, as far as it can be done now.
     *
     * @throws io.kamaji.core.apply.StalePlanException if the cluster moved under the plan; nothing is written then
     * @throws io.kamaji.api.KamajiException if a write fails; what was written stays; plan again to go on
     */
    public ApplyReport apply(Plan plan) {
        return reconciler.apply(plan, admin).orThrow();
    }

    /** To move tenants between datastores. */
    public Migrations migrations() {
        return new Migrations(admin, settings, reconciler);
    }

    /** To export and restore tenants' content. */
    public Backups backups() {
        return new Backups(admin, settings);
    }

    /** Kubeconfigs for many tenants at once. */
    public Generators generators() {
        return new Generators(admin, settings);
    }

    /**
     * Applies Kamaji's custom resource definitions that are missing or of another version, waits until they are served and
     * returns them. Needed only where datastores or tenants are objects of the admin cluster.
     *
     * @throws io.kamaji.api.KamajiException if one can't be written or is not served within 30 s
     */
    public List<ObjectRef> installDefinitions() {
        return definitions().install();
    }

    /** How the custom resource definitions are there: what {@link #installDefinitions()} would write. */
    public Definitions definitions() {
        return new Definitions(admin);
    }

    /** How the definitions of boundaries and classes are there, which only those need who keep them in the admin cluster. */
    public Definitions boundaryDefinitions() {
        return new Definitions(admin, BoundaryDefinitions.all());
    }

    /** To have boundaries judged by the API server of the admin cluster, too. */
    public BoundaryPolicies boundaryPolicies() {
        return new BoundaryPolicies(admin);
    }

    /** The RBAC roles that the user of this connection needs in the admin cluster. Makes no request. */
    public RequiredRights requiredRights() {
        return RequiredRights.of(settings.renderer().registry());
    }

    /**
     * A sweep over tenants of this admin cluster, to be set up further and started; tenants are to be added.
     *
     * @param passWanted told which tenant wants a pass; should return at once
     */
    public HealthSweep.Builder sweep(Consumer<ObjectRef> passWanted) {
        return HealthSweep.builder(tenant -> reconciler.glimpse(tenant, admin), passWanted)
                .listener(settings.listener())
                .clock(settings.clock());
    }

    @Override
    public void close() {
        admin.close();
    }
}
