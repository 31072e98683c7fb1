package io.kamaji.core.component;

import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The store of a tenant, as components see it. Immutable; its text form shows no credential.
 *
 * @param dataStoreName name of the datastore
 * @param driver its driver
 * @param endpoints its endpoints, as declared
 * @param tenantStore schema, user and password of the tenant, the same in the stores of overrides
 * @param binding what the control plane must be told
 * @param overrides resources that are kept elsewhere, in the order of the spec
 * @param reachedQuota what the tenant takes of it and may not take more of, in words; its users may only delete then
 */
public record DataStoreBinding(
        String dataStoreName,
        String driver,
        List<String> endpoints,
        TenantAccount tenantStore,
        StorageBinding binding,
        List<OverrideBinding> overrides,
        Optional<String> reachedQuota) {

    public DataStoreBinding {
        endpoints = List.copyOf(endpoints);
        overrides = List.copyOf(overrides);
    }

    /** One that holds everything. */
    public DataStoreBinding(
            String dataStoreName,
            String driver,
            List<String> endpoints,
            TenantAccount tenantStore,
            StorageBinding binding) {
        this(dataStoreName, driver, endpoints, tenantStore, binding, List.of(), Optional.empty());
    }

    /** The same with resources that are kept elsewhere. */
    public DataStoreBinding withOverrides(List<OverrideBinding> others) {
        return new DataStoreBinding(dataStoreName, driver, endpoints, tenantStore, binding, others, reachedQuota);
    }

    /** The same, of which the tenant has taken all that it may. */
    public DataStoreBinding full(String quota) {
        return new DataStoreBinding(
                dataStoreName, driver, endpoints, tenantStore, binding, overrides, Optional.of(quota));
    }

    /** The CAs of this store and those of the overrides, each once; empty: none, or the public ones. */
    public Optional<String> authoritiesPem() {
        var all = Stream.concat(Stream.of(binding), overrides.stream().map(OverrideBinding::binding))
                .flatMap(store -> Optional.ofNullable(store.files().get("ca.crt")).stream())
                .map(pem -> pem.endsWith("\n") ? pem : pem + "\n")
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("", all));
    }

    @Override
    public String toString() {
        return driver + " " + dataStoreName;
    }
}
