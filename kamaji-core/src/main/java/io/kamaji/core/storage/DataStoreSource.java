package io.kamaji.core.storage;

import io.kamaji.api.DataStore;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;

/** Where datastores are declared. Thread-safe. */
@FunctionalInterface
public interface DataStoreSource {

    /** The datastores that tenants of an admin cluster may name. */
    List<DataStore> dataStores(ClusterClient admin);

    /** The datastores given here, in code. */
    public static DataStoreSource of(DataStore... stores) {
        var all = List.of(stores);
        return admin -> all;
    }

    /** The DataStore custom resources of the admin cluster; one list per look. One that is not valid concerns only its tenants. */
    public static DataStoreSource customResources() {
        return admin ->
                admin.list(new ListRequest(ResourceTypes.DATA_STORE, Optional.empty(), "", false)).items().stream()
                        .map(DataStore::stored)
                        .toList();
    }
}
