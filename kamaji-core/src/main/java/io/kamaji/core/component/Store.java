package io.kamaji.core.component;

import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantStore;
import java.util.List;

/**
 * The store of a tenant, as components see it. Immutable; its text form shows no credential.
 *
 * @param dataStoreName name of the datastore
 * @param driver its driver
 * @param endpoints its endpoints, as declared
 * @param tenantStore schema, user and password of the tenant
 * @param binding what the control plane must be told
 */
public record Store(
        String dataStoreName, String driver, List<String> endpoints, TenantStore tenantStore, StorageBinding binding) {

    public Store {
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public String toString() {
        return driver + " " + dataStoreName;
    }
}
