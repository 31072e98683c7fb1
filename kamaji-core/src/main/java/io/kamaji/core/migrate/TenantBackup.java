package io.kamaji.core.migrate;

import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.storage.TenantPlace;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.transfer.ContentSummary;
import io.kamaji.datastore.transfer.TenantExport;
import io.kamaji.datastore.transfer.TenantImport;
import io.kamaji.datastore.transfer.TransferProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One tenant's content out of its datastore and back, the other tenants of that store untouched. Stateless.
 *
 * @param kine starts a kine, where the datastore does not speak etcd's API
 */
public record TenantBackup(
        TenantControlPlane tenant, ClusterClient admin, ReconcilerSettings settings, KineLauncher kine) {

    private static final Duration PODS = Duration.ofMinutes(2);

    /** Writes it at one revision; the tenant may run meanwhile, but for one on SQLite, whose file only one kine may open. */
    public ContentSummary export(OutputStream to) {
        var place = TenantPlace.current(tenant, admin, settings.storage());
        Prerequisites.requireKept(place.name(), place.storage().binding());
        if (place.storage().binding().maxReplicas() == 1) {
            requireAsleep("export");
        }
        try (var keys = open(place)) {
            return TenantExport.write(keys, to, TransferProgress.NONE);
        }
    }

    /**
     * Replaces what the tenant holds by what was exported, of this tenant or of another. The file is read twice: nothing is
     * deleted for one that is damaged. If it fails later, the tenant holds part of it: restore again.
     *
     * @throws KamajiException if the tenant is not asleep (0 replicas), or the file is damaged
     */
    public ContentSummary restore(Path file) {
        var place = TenantPlace.current(tenant, admin, settings.storage());
        Prerequisites.requireKept(place.name(), place.storage().binding());
        requireAsleep("restore");
        try (var once = Files.newInputStream(file)) {
            TenantImport.check(once);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var keys = open(place);
                var again = Files.newInputStream(file)) {
            return TenantImport.replace(again, keys, TransferProgress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KeyValueStore open(TenantPlace place) {
        return place.require(Exportable.class).open(place.store(), place.tenant(), kine);
    }

    /** Its last pods may still be ending. */
    private void requireAsleep(String what) {
        var ref = TenantPlace.deployment(tenant);
        var replicas = admin.get(ref).flatMap(live -> live.number("spec", "replicas"));
        if (!replicas.equals(Optional.of(0L))) {
            throw KamajiException.at(
                    ref, "can't " + what + " while pods of the tenant run: reconcile the tenant with 0 replicas first");
        }
        new TenantPods(admin, tenant, settings.clock()).stop(PODS, () -> {});
    }
}
