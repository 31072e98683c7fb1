package io.kamaji.datastore;

/**
 * A driver that can tell what one tenant takes in its store, while the tenant runs. Thread-safe; asked for with {@link
 * DataStoreDriver#capability}.
 */
public interface Measurable {

    /**
     * What the tenant takes now. May read every key of the tenant: meant for minutes, not seconds.
     *
     * @throws DataStoreException if the store can't be reached or asked
     */
    Usage usage(ResolvedDataStore store, TenantAccount tenant);
}
