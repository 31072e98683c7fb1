package io.kamaji.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.Violation;
import java.util.List;

/**
 * One kind of store. A driver answers purely what a control plane must be told ({@link #bind}) and has the effects
 * ({@link #inspect}, {@link #ensure}, {@link #drop}, {@link #check}), each of which may be repeated from any half-done
 * state. Further abilities are separate interfaces that a driver may also implement. Thread-safe; holds no connection
 * between calls.
 */
public interface DataStoreDriver {

    /** The value of {@code spec.driver} that it serves: {@code etcd}, {@code SQLite}, … */
    String name();

    /** Whether many tenants may share a store of this kind, each confined to its own range. */
    boolean shared();

    /** What is wrong with a datastore that names this driver, beyond what {@code DataStore.validate()} finds. */
    List<Violation> validate(DataStore store);

    /**
     * What is wrong with a tenant's names for this kind of store, with paths {@code spec.dataStoreSchema} and {@code
     * spec.dataStoreUsername}; {@link StoreNames#validate} by default. The other operations refuse such names.
     */
    default List<Violation> validate(TenantStore tenant) {
        return StoreNames.of(tenant).validate();
    }

    /** @throws InvalidSpecException with everything that is wrong with a tenant's names */
    default void requireValid(TenantStore tenant) {
        var violations = validate(tenant);
        if (!violations.isEmpty()) {
            throw new InvalidSpecException("tenant " + tenant.owner() + " on " + name(), violations);
        }
    }

    /** What the control plane of a tenant must be told. Pure: no connection is made. */
    StorageBinding bind(ResolvedDataStore store, TenantStore tenant);

    /**
     * What is still missing in the store for this tenant, in words for a plan ({@code "user blue"}); empty if nothing.
     *
     * @throws DataStoreException if the store can't be reached or asked
     */
    List<String> inspect(ResolvedDataStore store, TenantStore tenant);

    /**
     * Makes what is missing; writes nothing if nothing is.
     *
     * @throws DataStoreException if that fails, or if the schema belongs to another owner
     */
    void ensure(ResolvedDataStore store, TenantStore tenant);

    /**
     * Deletes the tenant's data, grants and user; nothing happens to what another owner has.
     *
     * @throws DataStoreException if that fails
     */
    void drop(ResolvedDataStore store, TenantStore tenant);

    /**
     * Asks the store whether it can be used: reached, credentials accepted, version safe.
     *
     * @throws DataStoreException if not
     */
    void check(ResolvedDataStore store);
}
