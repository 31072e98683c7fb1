package io.kamaji.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.testing.InMemoryCluster;
import org.junit.jupiter.api.Test;

class DataStoreSourceTest {
    private final InMemoryCluster cluster = new InMemoryCluster();

    @Test
    void customResources_oneOfAnotherVersion_othersCanBeUsed() {
        cluster.put(store("old", "{driver: [SQLite], sqlite: 1}"));
        cluster.put(store("new", "{driver: SQLite}").with("status", JsonObject.parse("{usedBy: [default/a]}")));

        var stores = DataStoreSource.customResources().dataStores(cluster);

        assertThat(stores)
                .extracting(store -> store.metadata().name().orElseThrow())
                .containsExactlyInAnyOrder("old", "new");
        assertThat(named(stores, "new").validate()).isEmpty();
        assertThatThrownBy(() -> named(stores, "old").requireValid())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("old is not valid")
                .hasMessageContaining("spec.driver");
    }

    private static DataStore named(Iterable<DataStore> stores, String name) {
        for (var store : stores) {
            if (store.metadata().name().orElseThrow().equals(name)) {
                return store;
            }
        }
        throw new AssertionError(name);
    }

    private static JsonObject store(String name, String spec) {
        return JsonObject.parse("{apiVersion: kamaji.clastix.io/v1alpha1, kind: DataStore, metadata: {name: " + name
                + ", uid: u-" + name + "}, spec: " + spec + "}");
    }
}
