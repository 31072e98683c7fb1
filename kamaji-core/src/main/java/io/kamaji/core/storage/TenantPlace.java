package io.kamaji.core.storage;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import java.util.function.Function;

/**
 * A tenant in a datastore: the one that it is in, or one that it is to move to under the same names. Immutable; its text
 * form shows no credential.
 *
 * @param store the datastore with its credentials
 * @param driver of that datastore
 * @param tenant schema, user and password
 */
public record TenantPlace(ResolvedDataStore store, DataStoreDriver driver, TenantAccount tenant) {

    /**
     * Where the tenant's data is, as Secret {@code <tcp>-datastore-config} says.
     *
     * @throws KamajiException if there is no such Secret, or it does not say
     */
    public static TenantPlace current(TenantControlPlane tenant, ClusterClient admin, StorageSettings settings) {
        return current(TenantObjects.of(tenant), admin, settings, new DataStoreResolver(settings, admin)::named);
    }

    /**
     * The same of a tenant that is known by name.
     *
     * @param stores gives datastores by name
     */
    public static TenantPlace current(
            TenantObjects names,
            ClusterClient admin,
            StorageSettings settings,
            Function<String, ResolvedDataStore> stores) {
        var ref = names.storageConfig();
        var secret = admin.get(ref)
                .orElseThrow(() -> KamajiException.at(
                        ref, "missing, so the tenant has no datastore yet: reconcile the tenant first"));
        var name = TenantAccounts.dataStore(secret)
                .orElseThrow(() -> KamajiException.at(
                        ref, "the Secret does not say for which datastore it is: reconcile the tenant first"));
        var identity = TenantAccounts.read(secret)
                .orElseThrow(() ->
                        KamajiException.at(ref, "DB_SCHEMA or DB_USER is missing: restore the Secret from a backup"));
        return of(stores.apply(name), identity, settings);
    }

    /** The same tenant in another datastore. */
    public TenantPlace in(String dataStore, ClusterClient admin, StorageSettings settings) {
        return of(new DataStoreResolver(settings, admin).named(dataStore), tenant, settings);
    }

    /** Deletes what the tenant has in a datastore that it no longer uses; nothing if that is no longer declared. */
    public void dropIn(String dataStore, ClusterClient admin, StorageSettings settings) {
        new DataStoreResolver(settings, admin).dropIn(dataStore, tenant);
    }

    private static TenantPlace of(ResolvedDataStore store, TenantAccount tenant, StorageSettings settings) {
        return new TenantPlace(store, settings.drivers().driver(store.driver()), tenant);
    }

    /** What rendering is told of it. */
    public DataStoreBinding storage() {
        return new DataStoreBinding(
                store.name(), store.driver(), store.endpoints(), tenant, driver.bind(store, tenant));
    }

    /** Name of the datastore. */
    public String name() {
        return store.name();
    }

    /** A further ability of the driver, which is needed here. */
    public <C> C require(Class<C> capability) {
        return driver.capability(capability)
                .orElseThrow(() -> KamajiException.at(
                        ResourceTypes.DATA_STORE.ref(name()),
                        "driver " + driver.name() + " is not " + capability.getSimpleName()
                                + ", as this operation needs"));
    }

    /** Where a tenant's Deployment is. */
    public static ObjectRef deployment(TenantControlPlane tenant) {
        return TenantObjects.of(tenant).deployment();
    }

    /** Where a tenant's {@link MigrationRecord} is. */
    public static ObjectRef migration(TenantControlPlane tenant) {
        return TenantObjects.of(tenant).migration();
    }

    @Override
    public String toString() {
        return store + " (schema " + tenant.schema() + ")";
    }
}
