package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.Freezable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.etcd.EtcdDriver;
import io.kamaji.testkit.Real;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The write freeze of etcd, tried with the tenant's own credentials. */
class FreezeIT {
    private static final DataStoreDriver DRIVER = new EtcdDriver();
    private static final Freezable FREEZABLE =
            DRIVER.capability(Freezable.class).orElseThrow();
    private static EtcdServer server;
    private static ResolvedDataStore store;

    private final TenantAccount tenant = new TenantAccount("cold", "cold-user", "", "it/cold");

    @BeforeAll
    static void start() {
        Real.skipUnless(EtcdServer.available() ? Optional.empty() : Optional.of("no etcd: set KAMAJI_BINARIES"));
        server = EtcdServer.start();
        store = ResolvedDataStore.resolve(server.dataStore(), SecretSource.none());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void freeze_tenant_refusesWritesUntilThawedAlsoThroughEnsure() {
        DRIVER.ensure(store, tenant);
        try (var own = new EtcdTenantClient(server, tenant)) {
            own.put("a", "1");
            assertThat(FREEZABLE.frozen(store, tenant)).isFalse();
            for (int i = 0; i < 2; i++) {
                FREEZABLE.freeze(store, tenant);
                DRIVER.ensure(store, tenant);
                assertThat(DRIVER.inspect(store, tenant)).isEmpty();
                assertThat(FREEZABLE.frozen(store, tenant)).isTrue();
                assertThatThrownBy(() -> own.put("a", "2")).hasMessageContaining("permission denied");
                assertThat(own.get("a")).contains("1");
            }
            for (int i = 0; i < 2; i++) {
                FREEZABLE.thaw(store, tenant);
                assertThat(FREEZABLE.frozen(store, tenant)).isFalse();
                assertThat(DRIVER.inspect(store, tenant)).isEmpty();
                own.put("a", "3");
                assertThat(own.get("a")).contains("3");
            }
        }
        DRIVER.drop(store, tenant);
    }

    @Test
    void freeze_ofAnother_isRefused() {
        DRIVER.ensure(store, tenant);
        var stranger = new TenantAccount("cold", tenant.username(), "", "it/other");
        assertThatThrownBy(() -> FREEZABLE.freeze(store, stranger)).isInstanceOf(DataStoreException.class);
        assertThat(FREEZABLE.frozen(store, tenant)).isFalse();
        DRIVER.drop(store, tenant);
    }

    @Test
    void drop_frozenTenant_leavesNothingToTheNextOfItsName() {
        DRIVER.ensure(store, tenant);
        FREEZABLE.freeze(store, tenant);
        DRIVER.drop(store, tenant);
        assertThat(server.control("get", "", "--prefix", "--keys-only").trim()).isEmpty();
        DRIVER.ensure(store, tenant);
        assertThat(FREEZABLE.frozen(store, tenant)).isFalse();
        DRIVER.drop(store, tenant);
    }
}
