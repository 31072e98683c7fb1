package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import java.util.List;

/** A driver in front of another: what can be told without asking a datastore is told by that one. */
public interface DelegatingDriver extends DataStoreDriver {

    /** The one behind. */
    DataStoreDriver driver();

    @Override
    default String name() {
        return driver().name();
    }

    @Override
    default boolean shared() {
        return driver().shared();
    }

    @Override
    default Credential credential() {
        return driver().credential();
    }

    @Override
    default List<Violation> validate(DataStore store) {
        return driver().validate(store);
    }

    @Override
    default List<Violation> validate(TenantAccount tenant) {
        return driver().validate(tenant);
    }

    @Override
    default StorageBinding bind(ResolvedDataStore store, TenantAccount tenant) {
        return driver().bind(store, tenant);
    }
}
