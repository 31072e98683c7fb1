package io.kamaji.testkit.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.tenant.DataStoreOverride;
import io.kamaji.core.Kamaji;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.MigrationRecord.Step;
import io.kamaji.core.storage.Placement;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.sqlite.SqliteDriver;
import io.kamaji.testkit.laws.Blue;
import io.kamaji.testkit.laws.TenantWorld;
import io.kamaji.testkit.operator.MovableStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moves as a host application asks for them, between stores in memory: off a datastore that drains, and ones that fail. */
class MoveInMemoryTest {
    private static final ObjectRef RECORD = ResourceTypes.CONFIG_MAP.ref(TenantWorld.NAMESPACE, "blue-migration");
    private static final String SCHEMA = "tenants_blue";
    private static final String KEY = "registry/pods/default/web";
    private static final DataStore ONE = Blue.etcd("one");
    private static final DataStore TWO = Blue.etcd("two");

    private final TenantWorld world = TenantWorld.start();
    private final MovableStore stores = new MovableStore(world.store());
    private List<DataStore> declared = List.of(ONE);

    @AfterEach
    void close() {
        world.close();
    }

    private Kamaji connect() {
        return world.connect(settings ->
                settings.drivers(Drivers.of(stores, new SqliteDriver())).dataStores(admin -> declared));
    }

    private static DataStore draining(DataStore store) {
        return store.toBuilder()
                .metadata(metadata -> metadata.putLabel(Placement.DRAIN, "true"))
                .build();
    }

    private static TenantControlPlane in(Optional<String> dataStore) {
        return Blue.spec().spec(spec -> spec.dataStore(dataStore)).build();
    }

    private static TenantControlPlane placed() {
        return in(Optional.empty());
    }

    /** In datastore {@code one}, with a key. */
    private void make(Kamaji kamaji, TenantControlPlane tenant) {
        for (int i = 0; i < 5 && !kamaji.tenant(tenant).reconcile().result().isDone(); i++) {}
        stores.content("one", SCHEMA).add(KEY, "a pod");
    }

    private Optional<MigrationRecord> record() {
        return world.admin().get(RECORD).map(MigrationRecord::parse);
    }

    @Test
    void evacuate_placedWhereItDrains_movesItAndThenHasNothingToDo() {
        try (var kamaji = connect()) {
            make(kamaji, placed());
            assertThat(kamaji.migrations().evacuate(placed(), MigrationOptions.defaults()))
                    .as("nothing drains")
                    .isEmpty();
            declared = List.of(draining(ONE), TWO);
            var status = kamaji.tenant(placed()).reconcile().status();
            assertThat(status.condition(ConditionType.MIGRATED).orElseThrow().message())
                    .isEqualTo("datastore one drains");
            assertThat(status.isReady()).isTrue();

            var report = kamaji.migrations().evacuate(placed(), MigrationOptions.defaults());

            assertThat(report.orElseThrow().to()).isEqualTo("two");
            assertThat(stores.content("two", SCHEMA).keys()).containsExactly(KEY);
            assertThat(world.store().tenants()).containsOnlyKeys("two/" + SCHEMA);
            assertThat(kamaji.migrations().evacuate(placed(), MigrationOptions.defaults()))
                    .isEmpty();
            var pass = kamaji.tenant(placed()).reconcile();
            assertThat(pass.report().writes()).isZero();
            assertThat(pass.status().condition(ConditionType.MIGRATED)).isEmpty();
        }
    }

    @Test
    void evacuate_namedBySpec_staysAndThePassSaysWhy() {
        try (var kamaji = connect()) {
            var tenant = in(Optional.of("one"));
            make(kamaji, tenant);
            declared = List.of(draining(ONE), TWO);

            assertThat(kamaji.migrations().evacuate(tenant, MigrationOptions.defaults()))
                    .isEmpty();

            var condition = kamaji.tenant(tenant)
                    .reconcile()
                    .status()
                    .condition(ConditionType.MIGRATED)
                    .orElseThrow();
            assertThat(condition.reason()).isEqualTo("KeptBySpec");
            assertThat(condition.isTrue()).isFalse();
        }
    }

    @Test
    void evacuate_inAPool_goesOnlyWithinIt() {
        var three = Blue.etcd("three").toBuilder()
                .metadata(metadata -> metadata.putLabel("gold", "true"))
                .build();
        var gold = Boundaries.builder("gold").pool("gold", "true").build();
        try (var kamaji = connect()) {
            make(kamaji, placed());
        }
        declared = List.of(draining(ONE), TWO, three);
        try (var kamaji = world.connect(settings -> settings.drivers(Drivers.of(stores))
                .dataStores(admin -> declared)
                .boundaries(BoundarySource.of(gold)))) {
            var report = kamaji.migrations().evacuate(placed(), MigrationOptions.defaults());

            assertThat(report.orElseThrow().to()).isEqualTo("three");
        }
    }

    @Test
    void evacuate_nowhereToGo_saysSoAndTouchesNothing() {
        try (var kamaji = connect()) {
            make(kamaji, placed());
            declared = List.of(draining(ONE));
            world.forget();

            assertThatThrownBy(() -> kamaji.migrations().evacuate(placed(), MigrationOptions.defaults()))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("datastore one drains, and no other takes the tenant");
            assertThat(world.admin().requests().writes()).isZero();
        }
    }

    @Test
    void migrate_targetCantServeTheOverrides_isRefusedBeforeAnythingIsFrozen() {
        declared =
                List.of(ONE, Blue.etcd("events"), DataStore.sqlite("embedded").build());
        var tenant = Blue.spec()
                .dataStore("one")
                .spec(spec -> spec.dataStoreOverrides(List.of(DataStoreOverride.builder()
                        .resource("/events")
                        .dataStore("events")
                        .build())))
                .build();
        try (var kamaji = connect()) {
            make(kamaji, tenant);
            world.forget();

            var options = MigrationOptions.builder().kine(KineLauncher.none()).build();
            assertThatThrownBy(() -> kamaji.migrations().migrate(tenant, "embedded", options))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("spec.dataStoreOverrides[0].dataStore");
            assertThat(world.admin().requests().writes()).isZero();
        }
    }

    @Test
    void migrate_failsAfterTheCopy_leavesNothingOfTheCopy() {
        declared = List.of(ONE, TWO);
        try (var kamaji = connect()) {
            make(kamaji, in(Optional.of("one")));

            assertThatThrownBy(() -> migrateAndBreak(kamaji)).hasMessageContaining("mend the store");

            assertThat(world.store().tenants()).containsOnlyKeys("one/" + SCHEMA);
            assertThat(stores.keys("two")).isZero();
            assertThat(record()).isEmpty();
        }
    }

    @Test
    void migrate_failsAndTheCopyCantBeDropped_goesWithTheTenant() {
        declared = List.of(ONE, TWO);
        try (var kamaji = connect()) {
            make(kamaji, in(Optional.of("one")));
            stores.kept(true);

            assertThatThrownBy(() -> migrateAndBreak(kamaji)).hasMessageContaining("mend the store");

            assertThat(record().orElseThrow().step()).isEqualTo(Step.DONE);
            assertThat(kamaji.tenant(in(Optional.of("one")))
                            .reconcile()
                            .status()
                            .isReady())
                    .isTrue();
            stores.kept(false);
            kamaji.tenant(in(Optional.of("one"))).delete();
            assertThat(world.store().tenants()).isEmpty();
            assertThat(stores.keys("two")).isZero();
        }
    }

    private void migrateAndBreak(Kamaji kamaji) {
        kamaji.migrations()
                .migrate(
                        in(Optional.of("one")),
                        "two",
                        MigrationOptions.builder()
                                .progress(event -> stores.broken(event.step().equals(Step.VERIFY.name())))
                                .build());
    }
}
