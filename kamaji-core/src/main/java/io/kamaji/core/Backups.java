package io.kamaji.core;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.migrate.PodKineLauncher;
import io.kamaji.core.migrate.TenantBackup;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.transfer.ContentSummary;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Writes a tenant's content out of its datastore and puts it back. Where a datastore does not speak etcd's API, a kine is
 * started: as a pod ({@link PodKineLauncher}), unless another way is given. Made by {@link Kamaji#backups}. Immutable and
 * thread-safe.
 */
public final class Backups {
    private final ClusterClient admin;
    private final ReconcilerSettings settings;

    Backups(ClusterClient admin, ReconcilerSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * Writes one tenant's content out of its datastore, however many share it; see {@link
     * io.kamaji.datastore.transfer.TenantExport} for the form. It holds Secrets. The tenant may run meanwhile, but for one
     * on SQLite.
     */
    public ContentSummary export(TenantControlPlane tenant, OutputStream to) {
        return export(tenant, to, PodKineLauncher.create(admin, settings, tenant));
    }

    /** The same, with another way to start a kine. */
    public ContentSummary export(TenantControlPlane tenant, OutputStream to, KineLauncher kine) {
        return new TenantBackup(tenant, admin, settings, kine).export(to);
    }

    /**
     * Replaces a tenant's content by an exported one, whatever driver it came from. The tenant has to be asleep (0
     * replicas).
     *
     * @throws io.kamaji.api.KamajiException if a pod of it runs or the file is damaged; nothing is changed then
     */
    public ContentSummary restore(TenantControlPlane tenant, Path file) {
        return restore(tenant, file, PodKineLauncher.create(admin, settings, tenant));
    }

    /** The same, with another way to start a kine. */
    public ContentSummary restore(TenantControlPlane tenant, Path file, KineLauncher kine) {
        return new TenantBackup(tenant, admin, settings, kine).restore(file);
    }
}
