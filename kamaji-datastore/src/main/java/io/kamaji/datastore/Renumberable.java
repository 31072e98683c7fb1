package io.kamaji.datastore;

/**
 * A driver that can let a tenant's revisions go on from a higher number, however far that is, where {@link
 * KeyValueStore#advance} would need a write for each. Thread-safe; asked for with {@link DataStoreDriver#capability}.
 */
public interface Renumberable {

    /**
     * Makes sure that the tenant's newest revision is at least this one; no key changes. Nobody may have the store open
     * meanwhile, neither the tenant nor a {@link KeyValueStore}.
     *
     * @throws DataStoreException if the store can't be reached or refuses
     */
    void raise(ResolvedDataStore store, TenantAccount tenant, long revision);
}
