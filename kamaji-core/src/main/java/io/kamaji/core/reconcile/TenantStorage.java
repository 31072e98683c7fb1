package io.kamaji.core.reconcile;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.value.Violation;
import io.kamaji.core.component.Store;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a tenant's state is and who it is there. Immutable.
 *
 * @param elsewhere why it can't be there: it is in another store by now
 */
record TenantStorage(
        ResolvedDataStore resolved,
        DataStoreDriver driver,
        TenantStore identity,
        StorageBinding binding,
        OverrideStores overrides,
        Optional<Violation> elsewhere) {

    /**
     * What the stores lack of the tenant.
     *
     * @param steps in words; empty too where they could not be asked
     * @param problem why they could not be asked
     */
    record Lacking(List<String> steps, Optional<DataStoreException> problem) {}

    /** Finds the stores and decides the identity, or reads it back. */
    static TenantStorage of(TenantControlPlane tenant, AdminLook seen, StoreResolver stores) {
        var names = seen.names();
        var resolved = stores.of(tenant);
        var driver = stores.settings().drivers().driver(resolved.driver());
        var account = seen.get(names.storageConfig());
        var moving = MigrationRecord.of(seen.observed(), names).filter(MigrationRecord::open);
        moving.ifPresent(record -> record.requirePass(resolved.name(), names));
        var decided = StoreIdentity.of(tenant, account, stores.settings().random());
        var identity = StoreIdentity.located(
                decided, account, driver.bind(resolved, decided).kine().isPresent());
        return new TenantStorage(
                resolved,
                driver,
                identity,
                driver.bind(resolved, identity),
                OverrideStores.of(tenant, identity, stores),
                moving.isPresent() ? Optional.empty() : StoreIdentity.elsewhere(account, resolved.name()));
    }

    /** What components are told of it. */
    Store store() {
        return overrides.beside(new Store(resolved.name(), resolved.driver(), resolved.endpoints(), identity, binding));
    }

    /** What is wrong with the stores for this tenant. */
    List<Violation> violations() {
        var found = new ArrayList<>(driver.validate(resolved.store()));
        found.addAll(overrides.violations(resolved, binding));
        return found;
    }

    /** Asks the stores. */
    Lacking lacking() {
        var steps = new ArrayList<String>();
        try {
            steps.addAll(driver.inspect(resolved, identity));
            steps.addAll(overrides.missing());
            return new Lacking(steps, Optional.empty());
        } catch (DataStoreException e) {
            return new Lacking(steps, Optional.of(e));
        }
    }
}
