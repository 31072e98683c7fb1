package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.datastore.DataStoreStatus;
import io.kamaji.api.tenant.DeploymentSpec;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.observe.TenantCensus;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.storage.Placement.Candidate;
import io.kamaji.datastore.DataStoreDriver.Credential;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Asks the placement where a tenant goes, and tells it how many tenants there are: one list of Secrets, without their content. */
record Placing(StorageSettings settings, ClusterClient admin) {
    /**
     * The datastore for a tenant, the only one there is without asking; empty: none takes it. Asked again before the cluster shows
     * the tenant there, the answer is the same for as long as that one takes it.
     *
     * @param admitted whether the tenant may go to a store
     */
    Optional<DataStore> of(TenantControlPlane tenant, List<DataStore> stores, Predicate<DataStore> admitted) {
        if (stores.size() == 1 && takesTenants(stores.get(0))) {
            return Optional.of(stores.get(0));
        }
        var able = preferred(open(stores, admitted), store -> holdsPods(store, tenant));
        var open = preferred(able, Placing::isUp);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        var shown = shown(stores);
        var counts = shown.values().stream().collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        var ref = TenantObjects.of(tenant).ref();
        var byName = open.stream().collect(Collectors.toMap(Placing::name, store -> store));
        return settings.reservations()
                .reserve(
                        admin.server(),
                        ref,
                        shown,
                        reserved -> reserved.own()
                                .filter(byName::containsKey)
                                .or(() -> settings.placement()
                                        .place(tenant, candidates(open, counts, reserved.byOthers()))
                                        .filter(byName::containsKey)))
                .map(byName::get);
    }

    /** Those that a tenant may go to. */
    List<DataStore> open(List<DataStore> stores, Predicate<DataStore> admitted) {
        return stores.stream()
                .filter(admitted)
                .filter(Placing::takesTenants)
                .filter(store -> store.validate(settings.drivers().names()).isEmpty())
                .toList();
    }

    /** Not what is to be emptied, or is being deleted. */
    private static boolean takesTenants(DataStore store) {
        return !Placement.drains(store) && store.metadata().deletionTimestamp().isEmpty();
    }

    /** A server that is one tenant's is none for another. */
    private boolean isFree(Candidate candidate) {
        var spec = candidate.store().spec();
        return candidate.tenants() == 0
                || spec.endpoints().orElse(List.of()).isEmpty()
                || settings.drivers().driver(spec.driver()).shared();
    }

    private List<Candidate> candidates(List<DataStore> open, Map<String, Long> shown, Map<String, Long> reserved) {
        var measured = settings.usages().byDataStore();
        return open.stream()
                .map(store -> {
                    var name = name(store);
                    var sum = measured.getOrDefault(name, StoreUsages.Sum.NONE);
                    return new Candidate(
                            store,
                            shown.getOrDefault(name, 0L) + reserved.getOrDefault(name, 0L),
                            sum.tenants(),
                            sum.bytes());
                })
                .filter(this::isFree)
                .toList();
    }

    /** Those that fit; if none does, all, so that what is wrong with them is told by whoever knows. */
    private static List<DataStore> preferred(List<DataStore> stores, Predicate<DataStore> fits) {
        var fitting = stores.stream().filter(fits).toList();
        return fitting.isEmpty() ? stores : fitting;
    }

    private static boolean isUp(DataStore store) {
        return store.status().map(DataStoreStatus::ready).orElse(true);
    }

    /** A file beside the API server is one pod's; who does not say how many pods there are gets one there. */
    private boolean holdsPods(DataStore store, TenantControlPlane tenant) {
        return settings.drivers().driver(store.spec().driver()).credential() != Credential.NONE
                || tenant.spec()
                                .controlPlane()
                                .deployment()
                                .flatMap(DeploymentSpec::replicas)
                                .orElse(1)
                        <= 1;
    }

    /** In which datastore the cluster shows each tenant. Accounts of overrides do not count. */
    private Map<ObjectRef, String> shown(List<DataStore> stores) {
        try {
            var shown = new HashMap<ObjectRef, String>();
            TenantCensus.accounts(admin, Optional.empty())
                    .forEach((tenant, secret) ->
                            TenantAccounts.dataStore(secret).ifPresent(name -> shown.put(tenant, name)));
            return shown;
        } catch (ClusterException e) {
            if (e.code() != 403) {
                throw e;
            }
            return byStatus(stores);
        }
    }

    private static Map<ObjectRef, String> byStatus(List<DataStore> stores) {
        var shown = new HashMap<ObjectRef, String>();
        stores.forEach(store -> store.status().flatMap(DataStoreStatus::usedBy).orElse(List.of()).stream()
                .map(user -> user.split("/", 2))
                .filter(user -> user.length == 2)
                .forEach(user -> shown.put(new TenantObjects(user[0], user[1]).ref(), name(store))));
        return shown;
    }

    private static String name(DataStore store) {
        return store.metadata().name().orElse("");
    }
}
