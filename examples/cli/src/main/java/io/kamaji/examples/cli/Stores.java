package io.kamaji.examples.cli;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.DataStoreStatus;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.core.storage.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What custom resources say of datastores, as text. */
final class Stores {
    private static final List<String> HEAD =
            List.of("NAME", "DRIVER", "READY", "TENANTS", "MADE FOR", "DRAINS", "LEFT");

    private Stores() {}

    /** One line for each: how many tenants use it, how many it is made for, and what of one that drains is left. */
    static String table(ClusterClient admin) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        DataStoreSource.customResources().dataStores(admin).forEach(store -> rows.add(row(store)));
        return Reading.aligned(rows);
    }

    private static List<String> row(DataStore store) {
        var status = store.status();
        var drains = Placement.drains(store);
        return List.of(
                store.metadata().name().orElse(""),
                store.spec().driver(),
                status.map(DataStoreStatus::ready)
                        .map(ready -> ready ? "True" : "False")
                        .orElse("-"),
                String.valueOf(
                        status.flatMap(DataStoreStatus::usedBy).map(List::size).orElse(0)),
                store.metadata().annotations().orElse(Map.of()).getOrDefault(Placement.CAPACITY, "-"),
                drains ? "yes" : "no",
                drains ? left(store) : "");
    }

    private static String left(DataStore store) {
        return Reading.condition(store.toJsonObject(), "Drained")
                .flatMap(drained -> drained.text("message"))
                .map(message -> message.replaceAll("\\s+", " "))
                .orElse("");
    }
}
