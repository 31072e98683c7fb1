package io.kamaji.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.StoreUsages.Measured;
import io.kamaji.core.storage.StoreUsages.Sum;
import io.kamaji.datastore.Usage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoreUsagesTest {
    private final StoreUsages usages = new StoreUsages();

    private static ObjectRef tenant(String name) {
        return ResourceTypes.TENANT_CONTROL_PLANE.ref("team", name);
    }

    private void measured(String tenant, String dataStore, long keys, long bytes) {
        usages.put(tenant(tenant), new Measured(dataStore, new Usage(keys, bytes, true), Instant.EPOCH));
    }

    @Test
    void byDataStore_severalTenants_sumsEachStoreAndCountsWhoWasMeasured() {
        measured("blue", "one", 10, 1000);
        measured("green", "one", 5, 500);
        measured("red", "two", 1, 1);

        assertThat(usages.byDataStore())
                .containsEntry("one", new Sum(2, 15, 1500))
                .containsEntry("two", new Sum(1, 1, 1))
                .hasSize(2);
        assertThat(usages.in("three")).isEqualTo(Sum.NONE);
    }

    @Test
    void put_aTenantThatMoved_countsInItsNewStoreOnly() {
        measured("blue", "one", 10, 1000);
        measured("blue", "two", 11, 1100);

        assertThat(usages.in("one")).isEqualTo(Sum.NONE);
        assertThat(usages.in("two")).isEqualTo(new Sum(1, 11, 1100));
        assertThat(usages.of(tenant("blue"), "one")).isEmpty();
        assertThat(usages.of(tenant("blue"), "two")).contains(new Usage(11, 1100, true));
    }

    @Test
    void forget_aTenant_takesItOutOfTheSums() {
        measured("blue", "one", 10, 1000);

        usages.forget(tenant("blue"));

        assertThat(usages.of(tenant("blue"))).isEmpty();
        assertThat(usages.byDataStore()).isEmpty();
    }
}
