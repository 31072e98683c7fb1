package io.kamaji.datastore;

/** A driver whose tenants' keys can be read and written one by one. Thread-safe; asked for with {@link DataStoreDriver#capability}. */
public interface Exportable {

    /**
     * Opens one tenant's range of keys; the caller closes it. The tenant must have been made ({@link
     * DataStoreDriver#ensure}) before its keys are written.
     *
     * @param kine starts a kine, for stores that do not speak etcd's API
     * @throws DataStoreException if the store can't be reached or asked
     */
    KeyValueStore open(ResolvedDataStore store, TenantAccount tenant, KineLauncher kine);
}
