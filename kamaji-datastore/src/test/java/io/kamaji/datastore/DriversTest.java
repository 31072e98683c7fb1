package io.kamaji.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.etcd.EtcdDriver;
import io.kamaji.datastore.sqlite.SqliteDriver;
import org.junit.jupiter.api.Test;

class DriversTest {

    @Test
    void load_thisClassPath_findsTheBuiltInOnes() {
        assertThat(Drivers.load().driver("etcd")).isInstanceOf(EtcdDriver.class);
        assertThat(Drivers.load().driver("SQLite")).isInstanceOf(SqliteDriver.class);
    }

    @Test
    void driver_none_namesWhatIsThere() {
        assertThatThrownBy(() -> Drivers.of(new SqliteDriver()).driver("etcd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'etcd'", SqliteDriver.class.getName());
    }

    @Test
    void driver_two_namesBothClasses() {
        assertThatThrownBy(() -> Drivers.of(new EtcdDriver(), EtcdDriver.acceptingLeaks())
                        .driver("etcd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 drivers", EtcdDriver.class.getName());
    }
}
