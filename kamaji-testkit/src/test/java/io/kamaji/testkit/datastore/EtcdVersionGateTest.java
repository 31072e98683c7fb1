package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.etcd.EtcdDriver;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An etcd whose grants leak takes no tenant beside another, unless the host says so. */
class EtcdVersionGateTest {
    private static final TenantAccount NEW = new TenantAccount("new", "new", "", "tests/new");

    private static ResolvedDataStore store(OldEtcd etcd) {
        return ServerContract.resolve(etcd.dataStore(), 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4.37", "3.5.32", "3.6.13", "3.7.0", "3.7.1-rc.0", "unknown"})
    void calls_leakingVersionWithAnotherTenant_areRefusedWithWhatToDo(String version) {
        try (var etcd = OldEtcd.start(version, List.of("root", "other"))) {
            var driver = new EtcdDriver();
            for (Runnable call :
                    List.<Runnable>of(() -> driver.check(store(etcd)), () -> driver.ensure(store(etcd), NEW))) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(DataStoreException.class)
                        .hasMessageContainingAll("etcd " + version, etcd.endpoint(), "3.6.14", "Upgrade etcd");
            }
            assertThatCode(() -> EtcdDriver.acceptingLeaks().check(store(etcd))).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5.33", "3.6.14", "3.7.1", "4.0.0"})
    void check_confiningVersion_passes(String version) {
        try (var etcd = OldEtcd.start(version, List.of("root", "other"))) {
            new EtcdDriver().check(store(etcd));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5.32", "3.6.13"})
    void check_leakingVersionWithoutAnotherTenant_passes(String version) {
        try (var etcd = OldEtcd.start(version, List.of("root"))) {
            new EtcdDriver().check(store(etcd));
        }
    }
}
