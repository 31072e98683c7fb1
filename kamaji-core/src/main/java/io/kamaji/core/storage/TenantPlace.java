package io.kamaji.core.storage;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;

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
        var ref = TenantObjects.of(tenant).storageConfig();
        var secret = admin.get(ref)
                .orElseThrow(() -> new KamajiException("the tenant has no datastore yet", null, ref, null));
        var name = TenantAccounts.dataStore(secret)
                .orElseThrow(() -> new KamajiException(
                        "it does not say which datastore it is for: reconcile the tenant once before",
                        null,
                        ref,
                        null));
        var identity = TenantAccounts.read(secret)
                .orElseThrow(() -> new KamajiException("it lacks DB_SCHEMA or DB_USER", null, ref, null));
        return of(new DataStoreResolver(settings, admin).named(name), identity, settings);
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
                .orElseThrow(() -> new KamajiException(
                        "driver " + driver.name() + " of datastore " + name() + " is not " + capability.getSimpleName(),
                        null));
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
