package io.kamaji.datastore;

/**
 * A driver that can take a tenant's write grants away and leave its reads, which {@code /livez} of its API servers needs.
 *
 * <p>No driver whose tenants use kine is one: kine 0.17.5 answers a creation that its store refused as if it had been done.
 * There the pods have to end.
 *
 * <p>Nobody in the tenant can undo it, and nothing of the tenant is spared: leases, events and the states of nodes are
 * refused too, as errors of the server, so freeze a tenant for minutes only. {@code spec.writePermissions} refuses single
 * operations to the tenant's users without a limit of time and with a reason, while controllers and nodes go on; it does not
 * involve the store.
 *
 * <p>The freeze is kept in the store: neither a restart nor {@link DataStoreDriver#ensure} ends it, only {@link #thaw}.
 * Each operation may be repeated from any half-done state. Thread-safe; asked for with {@link DataStoreDriver#capability}.
 */
public interface Freezable {

    /**
     * Takes the write grants away; when it returns, the store refuses every write of the tenant.
     *
     * @throws DataStoreException if that fails, or if the schema belongs to another owner
     */
    void freeze(ResolvedDataStore store, TenantAccount tenant);

    /**
     * Gives the write grants back.
     *
     * @throws DataStoreException if that fails, or if the schema belongs to another owner
     */
    void thaw(ResolvedDataStore store, TenantAccount tenant);

    /**
     * Whether the tenant's writes are refused, as the grants say; a freeze that was cut half-way is none.
     *
     * @throws DataStoreException if the store can't be reached or asked
     */
    boolean frozen(ResolvedDataStore store, TenantAccount tenant);
}
