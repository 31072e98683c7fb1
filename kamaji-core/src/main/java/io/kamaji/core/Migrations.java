package io.kamaji.core;

import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.migrate.MigrationReport;
import io.kamaji.core.migrate.TenantMigration;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.storage.DueMove;
import java.util.Optional;

/** Moves tenants between datastores. Made by {@link Kamaji#migrations}. Immutable and thread-safe. */
public final class Migrations {
    private final ClusterClient admin;
    private final ReconcilerSettings settings;
    private final TenantReconciler reconciler;

    Migrations(ClusterClient admin, ReconcilerSettings settings, TenantReconciler reconciler) {
        this.admin = admin;
        this.settings = settings;
        this.reconciler = reconciler;
    }

    /**
     * Moves a tenant's data to another datastore, of the same driver or another, and the tenant after it. Call it again
     * after a crash, from anywhere: it goes on where it was. See {@link TenantMigration}.
     *
     * @param tenant as it is; its {@code spec.dataStore} may name either datastore
     * @param toDataStore the new one; put it into the tenant's spec once this returns
     * @throws io.kamaji.api.KamajiException if it can't be done; before the switch the tenant is then put back on the old one
     */
    public MigrationReport migrate(TenantControlPlane tenant, String toDataStore, MigrationOptions options) {
        return TenantMigration.create(reconciler, settings, admin, tenant, options)
                .run(toDataStore);
    }

    /**
     * Moves a tenant that was placed in a datastore which drains to where the placement says, and goes on with a move that was begun.
     * To empty a datastore, call it for each tenant: nothing is done about those that have nothing to leave for. Where its spec or its
     * class names the datastore, that is to be changed instead.
     *
     * @return empty: nothing was to be done
     * @throws io.kamaji.api.KamajiException if no other datastore takes it, or the move can't be done
     */
    public Optional<MigrationReport> evacuate(TenantControlPlane tenant, MigrationOptions options) {
        return reconciler
                .dueMove(tenant, admin)
                .flatMap(move -> target(tenant, move))
                .map(to -> migrate(tenant, to, options));
    }

    private Optional<String> target(TenantControlPlane tenant, DueMove move) {
        return switch (move.cause()) {
            case NAMED, KEPT_BY_SPEC -> Optional.empty();
            case BEGUN -> move.to();
            case DRAINS ->
                Optional.of(reconciler
                        .wayOut(tenant, admin)
                        .orElseThrow(() -> KamajiException.at(
                                TenantReconciler.ref(tenant),
                                move.why() + ", and no other takes the tenant: add one that its boundaries admit")));
        };
    }

    /**
     * Gives up a migration that has not switched yet, such as one whose process is gone: the tenant goes on with the old
     * datastore.
     *
     * @throws io.kamaji.api.KamajiException if there is none, or it has switched
     */
    public void abort(TenantControlPlane tenant, MigrationOptions options) {
        TenantMigration.create(reconciler, settings, admin, tenant, options).abort();
    }
}
