package io.kamaji.core.storage;

import io.kamaji.api.KamajiException;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import java.util.List;

/** A driver that tells what a control plane needs of its datastore, and asks no datastore anything. Thread-safe. */
public record UnaskedDriver(DataStoreDriver driver) implements DelegatingDriver {

    /** What there is can't be told; nothing is made either. */
    @Override
    public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        return List.of();
    }

    @Override
    public void ensure(ResolvedDataStore store, TenantAccount tenant) {
        throw refused();
    }

    @Override
    public void drop(ResolvedDataStore store, TenantAccount tenant) {
        throw refused();
    }

    @Override
    public void check(ResolvedDataStore store) {
        throw refused();
    }

    private static KamajiException refused() {
        return new KamajiException("no datastore is asked while rendering offline", null);
    }
}
