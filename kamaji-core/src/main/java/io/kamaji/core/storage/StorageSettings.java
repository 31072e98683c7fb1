package io.kamaji.core.storage;

import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.EndpointResolver;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * What finding a tenant's stores depends on. Immutable and thread-safe.
 *
 * @param dataStores where datastores are declared
 * @param placement where tenants go that name no datastore
 * @param reservations places that were given and are not to be seen yet
 * @param usages what tenants take in them, as far as it was measured
 * @param endpoints how stores are reached from here
 * @param timeout limit of one call to a store
 * @param random of schemas, users and passwords that are decided here
 */
public record StorageSettings(
        Drivers drivers,
        DataStoreSource dataStores,
        Placement placement,
        Reservations reservations,
        StoreUsages usages,
        EndpointResolver endpoints,
        Duration timeout,
        SecureRandom random) {}
