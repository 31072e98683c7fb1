package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.value.Violation;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.observe.AdminState;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a tenant's state is and who it is there. Immutable.
 *
 * @param elsewhere why it can't be there: it is in another store by now
 * @param dueMove that it is not to stay there
 */
public record TenantStorage(
        ResolvedDataStore resolved,
        DataStoreDriver driver,
        TenantAccount identity,
        StorageBinding binding,
        DataStoreOverrides overrides,
        Optional<Violation> elsewhere,
        Optional<DueMove> dueMove) {

    /**
     * What the stores lack of the tenant.
     *
     * @param steps in words; empty too where they could not be asked
     * @param problem why they could not be asked
     */
    public record Lacking(List<String> steps, Optional<DataStoreException> problem) {}

    /** Finds the stores, among which a new tenant may be placed in those that admit it, and decides the identity, or reads it back. */
    public static TenantStorage of(
            TenantControlPlane tenant, AdminState seen, DataStoreResolver stores, Predicate<DataStore> admitted) {
        var names = seen.names();
        var resolved = stores.of(tenant, seen.get(names.storageConfig()), admitted);
        var driver = stores.settings().drivers().driver(resolved.driver());
        var account = seen.get(names.storageConfig());
        var moving = MigrationRecord.of(seen.observed(), names).filter(MigrationRecord::open);
        moving.ifPresent(record -> record.requirePass(resolved.name(), names));
        var decided = TenantAccounts.of(tenant, account, stores.settings().random());
        var identity = TenantAccounts.located(
                decided, account, driver.bind(resolved, decided).kine().isPresent());
        return new TenantStorage(
                resolved,
                driver,
                identity,
                driver.bind(resolved, identity),
                DataStoreOverrides.of(tenant, identity, stores),
                moving.isPresent() ? Optional.empty() : TenantAccounts.elsewhere(account, resolved.name()),
                DueMove.of(tenant, resolved.store(), moving));
    }

    /** What components are told of it. */
    public DataStoreBinding store() {
        return overrides.beside(
                new DataStoreBinding(resolved.name(), resolved.driver(), resolved.endpoints(), identity, binding));
    }

    /** What is wrong with the stores for this tenant. */
    public List<Violation> violations() {
        return overrides.violations(resolved, binding);
    }

    /** Asks the stores. */
    public Lacking lacking() {
        var steps = new ArrayList<String>();
        try {
            driver.inspect(resolved, identity).forEach(step -> steps.add(step + " in datastore " + resolved.name()));
            steps.addAll(overrides.missing());
            return new Lacking(steps, Optional.empty());
        } catch (DataStoreException e) {
            return new Lacking(steps, Optional.of(e));
        }
    }
}
