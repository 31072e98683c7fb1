package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.manifest.Given;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the datastore of a tenant and reads its credentials, each Secret once. */
public record DataStoreResolver(StorageSettings settings, ClusterClient admin) {
    private static final Duration SOON = Duration.ofSeconds(5);

    /**
     * The datastore that a tenant names; of one that names none, where it is already, else where it is placed.
     *
     * @param account the Secret that says where it is, if it is there
     * @param admitted whether the tenant may be placed in a store
     */
    public ResolvedDataStore of(
            TenantControlPlane tenant, Optional<JsonObject> account, Predicate<DataStore> admitted) {
        var stores = settings.dataStores().dataStores(admin);
        var decided = Given.text(tenant.spec().dataStore())
                .or(() -> account.flatMap(TenantAccounts::dataStore))
                .or(() -> tenant.status()
                        .flatMap(status -> status.storage())
                        .flatMap(storage -> Given.text(storage.dataStoreName())));
        var placing = new Placing(settings, admin);
        return resolve(decided.map(name -> find(stores, name))
                .or(() -> placing.of(tenant, stores, admitted))
                .orElseThrow(() -> KamajiException.at(
                        TenantObjects.of(tenant).ref(),
                        "the tenant names no datastore, and none of the " + stores.size() + " takes it: "
                                + placing.open(stores, admitted).size()
                                + " of them are open to it; set spec.dataStore")));
    }

    /**
     * The datastore that a tenant goes to from one that drains; empty: no other takes it.
     *
     * @param admitted whether the tenant may be placed in a store
     */
    public Optional<String> wayOut(TenantControlPlane tenant, Predicate<DataStore> admitted) {
        return new Placing(settings, admin)
                .of(tenant, settings.dataStores().dataStores(admin), admitted)
                .flatMap(store -> store.metadata().name());
    }

    /** Whether a datastore drains; one that is not declared any more does not. */
    public boolean drains(String name) {
        return declared(settings.dataStores().dataStores(admin), name)
                .filter(Placement::drains)
                .isPresent();
    }

    /** The datastore of a name. */
    public ResolvedDataStore named(String name) {
        return resolve(find(settings.dataStores().dataStores(admin), name));
    }

    /** Deletes what a tenant has in a datastore that it no longer uses; one that is not declared can't be asked. */
    public void dropIn(String name, TenantAccount tenant) {
        declared(settings.dataStores().dataStores(admin), name)
                .map(this::resolve)
                .ifPresent(store -> settings.drivers().driver(store.driver()).drop(store, tenant));
    }

    private static DataStore find(List<DataStore> stores, String name) {
        return declared(stores, name)
                .orElseThrow(() -> KamajiException.at(
                                ResourceTypes.DATA_STORE.ref(name),
                                "there is no such datastore, only "
                                        + stores.stream()
                                                .map(s -> s.metadata().name().orElse("?"))
                                                .toList()
                                        + ": create it, or name another in spec.dataStore")
                        .retryAfter(SOON));
    }

    private static Optional<DataStore> declared(List<DataStore> stores, String name) {
        return stores.stream()
                .filter(store -> store.metadata().name().equals(Optional.of(name)))
                .findFirst();
    }

    /**
     * A datastore with its credentials.
     *
     * @throws InvalidSpecException with everything that is wrong with it, or missing of what it refers to
     */
    public ResolvedDataStore resolve(DataStore store) {
        var violations = new ArrayList<>(store.validate(settings.drivers().names()));
        if (violations.isEmpty()) {
            violations.addAll(settings.drivers().driver(store.spec().driver()).validate(store));
        }
        if (!violations.isEmpty()) {
            throw new InvalidSpecException(
                    "DataStore " + store.metadata().name().orElse("without a name"), violations);
        }
        return ResolvedDataStore.resolve(store, secrets(), settings.endpoints(), settings.timeout());
    }

    private SecretSource secrets() {
        return (namespace, name) -> admin.get(ResourceTypes.SECRET.ref(namespace, name))
                .map(secret -> {
                    var data = new HashMap<String, byte[]>();
                    secret.texts("data")
                            .forEach((key, base64) ->
                                    data.put(key, Base64.getDecoder().decode(base64)));
                    return data;
                });
    }
}
