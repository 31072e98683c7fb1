package io.kamaji.core;

import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ManifestCluster;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.storage.UnaskedDriver;
import io.kamaji.datastore.Drivers;
import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * Renders tenants without a cluster and without a datastore, for what keeps manifests in Git. Nothing is asked, nothing is
 * written: instead of an admin cluster there are the manifests of earlier renderings. Thread-safe.
 *
 * <pre>{@code
 * var earlier = JsonValue.parseAll(Files.readString(file)).stream().flatMap(value -> value.asObject().stream()).toList();
 * var rendered = OfflineKamaji.of(earlier, settings -> settings.dataStores(DataStoreSource.of(store))).render(tenant);
 * Files.writeString(file, rendered.toYaml(Target.ADMIN));
 * }</pre>
 *
 * <p>Credentials, the account in the datastore and the address of a Service ({@code status} of an earlier manifest) are taken
 * from the earlier manifests; what is not among them is made anew, so a rendering that is not given back what the last one
 * made gives other keys. Given it back, it gives the same bytes until a certificate is due. What belongs into Git is said in
 * {@code javadoc/gitops.md}.
 */
public final class OfflineKamaji {
    private final ManifestCluster earlier;
    private final TenantReconciler reconciler;

    private OfflineKamaji(ManifestCluster earlier, ReconcilerSettings settings) {
        this.earlier = earlier;
        this.reconciler = TenantReconciler.create(settings);
    }

    /**
     * From earlier manifests.
     *
     * @param manifests of the admin cluster: what was rendered for it, and, unless given in code, the DataStore resources and
     *     their Secrets; of none, everything is new
     * @throws IllegalArgumentException for a manifest without apiVersion, kind or metadata.name
     */
    public static OfflineKamaji of(Collection<JsonObject> manifests, UnaryOperator<ReconcilerSettings.Builder> change) {
        var builder = change.apply(ReconcilerSettings.builder());
        var drivers = builder.build().drivers().all().stream()
                .map(driver -> new UnaskedDriver(driver))
                .toArray(UnaskedDriver[]::new);
        return new OfflineKamaji(
                ManifestCluster.of(manifests),
                builder.drivers(Drivers.of(drivers)).build());
    }

    /**
     * The manifests of a tenant for both clusters. Contains keys.
     *
     * @throws io.kamaji.api.InvalidSpecException with everything that is wrong with the spec
     * @throws KamajiException if the datastore or an earlier credential can't be used
     */
    public Rendered render(TenantControlPlane tenant) {
        return reconciler.render(tenant, earlier);
    }
}
