package io.kamaji.core.operator;

import io.kamaji.core.storage.DelegatingDriver;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Begins no write to a store without a lease; the rest is the driver's. */
record FencedDriver(DataStoreDriver driver, Fences fences) implements DelegatingDriver {

    static Drivers all(Drivers drivers, Fences fences) {
        return Drivers.of(drivers.all().stream()
                .<DataStoreDriver>map(driver -> new FencedDriver(driver, fences))
                .toList());
    }

    @Override
    public void ensure(ResolvedDataStore store, TenantAccount tenant) {
        fences.require(store);
        driver.ensure(store, tenant);
    }

    @Override
    public void rotate(ResolvedDataStore store, TenantAccount tenant, TenantAccount next) {
        fences.require(store);
        driver.rotate(store, tenant, next);
    }

    @Override
    public void drop(ResolvedDataStore store, TenantAccount tenant) {
        fences.require(store);
        driver.drop(store, tenant);
    }

    @Override
    public void requireValid(TenantAccount tenant) {
        driver.requireValid(tenant);
    }

    @Override
    public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        return driver.inspect(store, tenant);
    }

    @Override
    public Optional<TenantAccount> renewed(TenantAccount tenant, SecureRandom random) {
        return driver.renewed(tenant, random);
    }

    @Override
    public void check(ResolvedDataStore store) {
        driver.check(store);
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return driver.capability(type);
    }
}
