package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.datastore.DataStoreStatus;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.render.internal.Names;
import io.kamaji.core.storage.Placement.Candidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks the placement where a tenant goes, and tells it how many tenants there are: one list of Secrets, without their content. */
record Placing(StorageSettings settings, ClusterClient admin) {
    private static final String ACCOUNTS = Labels.PROJECT + "=kamaji," + Labels.COMPONENT + "=" + Names.STORAGE_CONFIG;

    /**
     * The datastore for a new tenant; the only one there is, without asking.
     *
     * @param admitted whether the tenant may go to a store
     */
    DataStore of(TenantControlPlane tenant, List<DataStore> stores, Predicate<DataStore> admitted) {
        if (stores.size() == 1) {
            return stores.get(0);
        }
        var counts = counts(stores);
        var candidates = stores.stream()
                .filter(admitted)
                .map(store -> new Candidate(store, counts.getOrDefault(name(store), 0L)))
                .filter(candidate -> !candidate.drains())
                .toList();
        var place = candidates.isEmpty()
                ? Optional.<String>empty()
                : settings.placement().place(tenant, candidates);
        return place.flatMap(name -> candidates.stream()
                        .filter(candidate -> candidate.name().equals(name))
                        .findFirst())
                .map(Candidate::store)
                .orElseThrow(() -> KamajiException.at(
                        TenantObjects.of(tenant).ref(),
                        "the tenant names no datastore, and none of the " + stores.size() + " takes it: "
                                + candidates.size() + " of them are open to it; set spec.dataStore"));
    }

    private Map<String, Long> counts(List<DataStore> stores) {
        var counts = new HashMap<String, Long>();
        try {
            admin.list(new ListRequest(ResourceTypes.SECRET, Optional.empty(), ACCOUNTS, true)).items().stream()
                    .filter(Placing::isMain)
                    .flatMap(secret -> TenantAccounts.dataStore(secret).stream())
                    .forEach(name -> counts.merge(name, 1L, Long::sum));
        } catch (ClusterException e) {
            if (e.code() != 403) {
                throw e;
            }
            stores.forEach(store -> counts.put(name(store), (long) store.status()
                    .flatMap(DataStoreStatus::usedBy)
                    .map(List::size)
                    .orElse(0)));
        }
        return counts;
    }

    /** Accounts of overrides do not count. */
    private static boolean isMain(JsonObject secret) {
        var tenant = secret.text("metadata", "labels", Labels.NAME).orElse("");
        return secret.text("metadata", "name").equals(Optional.of(tenant + "-" + Names.STORAGE_CONFIG));
    }

    private static String name(DataStore store) {
        return store.metadata().name().orElse("");
    }
}
