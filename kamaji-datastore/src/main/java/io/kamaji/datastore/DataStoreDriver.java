package io.kamaji.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.value.Violation;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * One kind of store. {@link #bind} says, without a connection, how a control plane reaches it; {@link #inspect}, {@link
 * #ensure}, {@link #drop} and {@link #check} talk to the server, and each may be repeated from any half-done state. Further
 * abilities are separate interfaces that a driver may also implement. Thread-safe; holds no connection between calls.
 *
 * <p>A driver of one's own is found by {@link java.util.ServiceLoader} or given in {@link Drivers#of}; where kine reaches the
 * store, {@link io.kamaji.datastore.kine.KineDriver} is its base. What a tenant defines in its store must not run with the
 * administrator's rights. The test kit's {@code DataStoreDriverContract} holds a driver to all of it on a real server.
 */
public interface DataStoreDriver {

    /** The value of {@code spec.driver} that it serves: {@code etcd}, {@code SQLite}, … */
    String name();

    /** Whether many tenants may share a store of this kind, each confined to its own range. */
    boolean shared();

    /** What a tenant shows to a store of this kind. */
    Credential credential();

    /** What a tenant shows to a store. */
    enum Credential {
        /** A password of its own, which {@link #rotate} changes. */
        PASSWORD,
        /** A client certificate, which names its user; {@link #rotate} gives it another user, and so another certificate. */
        CERTIFICATE,
        /** That of the datastore itself, which only the server's configuration changes. */
        SHARED,
        /** None: there is no server, only a file beside the API server. */
        NONE
    }

    /** What is wrong with a datastore that names this driver, beyond what {@code DataStore.validate()} finds. */
    List<Violation> validate(DataStore store);

    /**
     * What is wrong with a tenant's names for this kind of store, with paths {@code spec.dataStoreSchema} and {@code
     * spec.dataStoreUsername}; {@link StoreNames#validate} by default. The other operations refuse such names.
     */
    default List<Violation> validate(TenantAccount tenant) {
        return StoreNames.of(tenant).validate();
    }

    /** @throws InvalidSpecException with everything that is wrong with a tenant's names */
    default void requireValid(TenantAccount tenant) {
        var violations = validate(tenant);
        if (!violations.isEmpty()) {
            throw new InvalidSpecException("tenant " + tenant.owner() + " on " + name(), violations);
        }
    }

    /**
     * How the control plane of a tenant reaches this store. Pure: no connection is made, and the same input gives an equal binding.
     *
     * @throws InvalidSpecException if the tenant's names can't be on such a store
     * @throws DataStoreException if the datastore lacks what the binding is made of
     */
    StorageBinding bind(ResolvedDataStore store, TenantAccount tenant);

    /**
     * What is still missing in the store for this tenant, in words for a plan ({@code "user blue"}); empty if nothing. Each
     * pass asks, so it should take milliseconds; it writes nothing.
     *
     * @throws InvalidSpecException if the tenant's names can't be on such a store
     * @throws DataStoreException if the store can't be reached or asked
     */
    List<String> inspect(ResolvedDataStore store, TenantAccount tenant);

    /**
     * Makes what is missing; writes nothing if nothing is. From any half-done state the same call goes on.
     *
     * @throws InvalidSpecException if the tenant's names can't be on such a store
     * @throws DataStoreException if that fails, or if the schema belongs to another owner
     */
    void ensure(ResolvedDataStore store, TenantAccount tenant);

    /**
     * The same tenant with another credential: password or user, as {@link #credential()} has it; empty where it has none of
     * its own. Pure but for what it takes from the source.
     */
    default Optional<TenantAccount> renewed(TenantAccount tenant, SecureRandom random) {
        return switch (credential()) {
            case PASSWORD -> Optional.of(tenant.with(tenant.username(), StoreNames.password(random)));
            case CERTIFICATE ->
                Optional.of(tenant.with(StoreNames.random(random).username(), tenant.password()));
            case SHARED, NONE -> Optional.empty();
        };
    }

    /**
     * Replaces a tenant's credential: afterwards the new one opens all that the old one did, and the old one is refused.
     * Connections that the old one opened are ended where the store can do so, so control planes that still have it lose
     * their store: keep the new one where they get it from before this is called. From any half-done state the same call goes
     * on; where only a password changes, so does {@link #ensure} with the new one.
     *
     * @param next the same tenant, as {@link #renewed} gives it
     * @throws IllegalArgumentException if that is another tenant, or has the same credential
     * @throws DataStoreException if it fails, or if tenants of such a store have no credential of their own
     */
    default void rotate(ResolvedDataStore store, TenantAccount tenant, TenantAccount next) {
        throw DataStoreException.refused(
                store,
                String.join(",", store.endpoints()),
                "its tenants have no credential of their own",
                credential() == Credential.SHARED
                        ? "Change the user in the server's configuration and in spec.basicAuth."
                        : "There is nothing to change: whoever has the volume has the data.",
                null);
    }

    /**
     * Deletes the tenant's data, grants and user; nothing happens to what another owner has.
     *
     * @throws DataStoreException if that fails
     */
    void drop(ResolvedDataStore store, TenantAccount tenant);

    /**
     * Asks the store whether it can be used: reached, credentials accepted, version safe.
     *
     * @throws DataStoreException if not
     */
    void check(ResolvedDataStore store);

    /**
     * A further ability of this driver: {@link Exportable}, {@link Measurable}, {@link Freezable}. By default what the
     * driver implements; ask here instead of casting, as a driver may answer with another object.
     */
    default <C> Optional<C> capability(Class<C> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
