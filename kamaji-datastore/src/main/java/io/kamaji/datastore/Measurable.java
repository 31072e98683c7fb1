package io.kamaji.datastore;

/**
 * A driver that can tell what one tenant takes in its store, while the tenant runs. Thread-safe; asked for with {@link
 * DataStoreDriver#capability}.
 */
public interface Measurable {

    /**
     * What the tenant takes now; nothing, before its API server ran for the first time. May read every key of the tenant: ask
     * every few minutes at most.
     *
     * @throws DataStoreException if the store can't be reached or asked
     */
    Usage usage(ResolvedDataStore store, TenantAccount tenant);
}
