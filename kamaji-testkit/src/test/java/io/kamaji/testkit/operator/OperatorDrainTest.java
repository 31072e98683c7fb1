package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.migrate.MigrationOptions;
import io.kamaji.core.operator.Annotations;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.MigrationRecord.Step;
import io.kamaji.core.storage.Placement;
import io.kamaji.datastore.Drivers;
import io.kamaji.testkit.laws.Blue;
import io.kamaji.testkit.laws.TenantWorld;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tenant whose datastore drains: where it was placed it is moved, where its spec names the datastore it is told. */
class OperatorDrainTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SCHEMA = "tenants_blue";
    private static final String KEY = "registry/pods/default/web";
    private static final DataStore ONE = Blue.etcd("one");
    private static final DataStore TWO = Blue.etcd("two");

    private final TenantWorld world = TenantWorld.start();
    private final MovableStore stores = new MovableStore(world.store());
    private final TenantList list = TenantList.of();
    private final Reported reported = new Reported(list, SOON);
    private volatile List<DataStore> declared = List.of(ONE);
    private Operator operator = operator(2);

    private Operator operator(int drainAtOnce) {
        return Operator.builder(world.adminCluster())
                .settings(world.settings(this::settings))
                .tenants(list)
                .migration(MigrationOptions.builder()
                        .takeOver(Duration.ofMillis(1))
                        .build())
                .drainAtOnce(drainAtOnce)
                .start();
    }

    private ReconcilerSettings.Builder settings(ReconcilerSettings.Builder settings) {
        return settings.drivers(Drivers.of(stores)).dataStores(admin -> declared);
    }

    @AfterEach
    void close() {
        operator.close();
        world.close();
    }

    private static DataStore draining(DataStore store) {
        return store.toBuilder()
                .metadata(metadata -> metadata.putLabel(Placement.DRAIN, "true"))
                .build();
    }

    private static TenantControlPlane.Builder placed() {
        return Blue.spec().spec(spec -> spec.dataStore(Optional.empty()));
    }

    /** Ready in datastore {@code one}, with a key. */
    private ObjectRef make(TenantControlPlane tenant) {
        var ref = list.put(tenant);
        reported.await(ref, "ready", TenantReport::ready);
        until("settled", SOON, () -> operator.stats().settled());
        stores.content("one", SCHEMA).add(KEY, "a pod");
        return ref;
    }

    private void declare(ObjectRef ref, DataStore... stores) {
        declared = List.of(stores);
        operator.wake(ref);
    }

    private void awaitMoved(ObjectRef ref) {
        reported.await(ref, "moved", Reported.readyIn("two"));
    }

    private void awaitStays(ObjectRef ref, String reason) {
        reported.await(
                ref,
                reason,
                report -> report.condition(ConditionType.MIGRATED)
                        .flatMap(condition -> condition.text("reason"))
                        .equals(Optional.of(reason)));
        until("settled", SOON, () -> operator.stats().settled());
        assertThat(stores.content("one", SCHEMA).keys()).containsExactly(KEY);
        assertThat(stores.keys("two")).isZero();
    }

    private String message(ObjectRef ref) {
        return list.report(ref)
                .flatMap(report -> report.condition(ConditionType.MIGRATED))
                .flatMap(condition -> condition.text("message"))
                .orElse("");
    }

    @Test
    void drain_placedTenant_isMovedWithItsContentAndLeavesNothing() {
        var ref = make(placed().build());

        declare(ref, draining(ONE), TWO);

        awaitMoved(ref);
        assertThat(stores.content("two", SCHEMA).keys()).containsExactly(KEY);
        assertThat(stores.keys("one")).isZero();
        assertThat(world.store().tenants()).containsOnlyKeys("two/" + SCHEMA);
        assertThat(list.report(ref).orElseThrow().condition(ConditionType.MIGRATED))
                .isEmpty();
        assertThat(world.admin().get(ResourceTypes.CONFIG_MAP.ref(TenantWorld.NAMESPACE, "blue-migration")))
                .isEmpty();
    }

    @Test
    void drain_movedTenant_isNotWrittenAgain() {
        var ref = make(placed().build());
        declare(ref, draining(ONE), TWO);
        awaitMoved(ref);
        until("settled", SOON, () -> operator.stats().settled());
        world.forget();
        var passes = operator.stats().passes();

        declare(ref, TWO);

        until(
                "another pass",
                SOON,
                () -> operator.stats().passes() > passes && operator.stats().settled());
        assertThat(world.admin().requests().writes()).isZero();
        assertThat(list.report(ref).orElseThrow().ready()).isTrue();
    }

    @Test
    void drain_namedBySpec_isToldAndMovedOnceTheSpecNamesAnother() {
        var ref = make(Blue.spec().dataStore("one").build());
        world.forget();

        declare(ref, draining(ONE), TWO);

        awaitStays(ref, "KeptBySpec");
        assertThat(message(ref)).contains("datastore one drains", "spec.dataStore");
        assertThat(list.report(ref).orElseThrow().ready()).isTrue();
        assertThat(world.admin().requests().writes()).isZero();

        list.put(Blue.spec().dataStore("two").build());
        awaitMoved(ref);
        assertThat(stores.keys("one")).isZero();
    }

    @Test
    void drain_noOtherTakesIt_isToldAndMovedOnceOneDoes() {
        var ref = make(placed().build());
        world.forget();

        declare(ref, draining(ONE), draining(TWO));

        awaitStays(ref, "NowhereToGo");
        assertThat(message(ref)).contains("datastore one drains");
        assertThat(world.admin().requests().writes()).isZero();

        declare(ref, draining(ONE), TWO);
        awaitMoved(ref);
    }

    @Test
    void drain_noneAtOnce_isToldAndStays() {
        operator.close();
        operator = operator(0);
        var ref = make(placed().build());

        declare(ref, draining(ONE), TWO);

        awaitStays(ref, "DataStoreDrains");
        assertThat(message(ref)).isEqualTo("datastore one drains");
    }

    @Test
    void drain_windowClosed_waitsForIt() {
        var ref = make(placed().annotation(Annotations.MAINTENANCE_WINDOW, "02:00-04:00")
                .build());

        declare(ref, draining(ONE), TWO);

        awaitStays(ref, "WaitsForWindow");
        assertThat(message(ref)).contains("02:00-04:00");

        world.clock().advance(Duration.ofHours(3));
        operator.wake(ref);
        awaitMoved(ref);
    }

    @Test
    void drain_asleepOutsideOfItsWindow_isMovedAndSleepsOn() {
        var ref = make(placed().annotation(Annotations.MAINTENANCE_WINDOW, "02:00-04:00")
                .build());
        list.put(placed().annotation(Annotations.MAINTENANCE_WINDOW, "02:00-04:00")
                .replicas(0)
                .build());
        reported.await(ref, "asleep", report -> report.phase().equals("Sleeping"));

        declare(ref, draining(ONE), TWO);

        reported.await(
                ref,
                "moved",
                report -> report.phase().equals("Sleeping")
                        && report.wire()
                                .storage()
                                .flatMap(s -> s.dataStoreName())
                                .equals(Optional.of("two")));
        assertThat(stores.content("two", SCHEMA).keys()).containsExactly(KEY);
    }

    @Test
    void drain_moveFails_tellsWhyAndTriesAgainLater() {
        var ref = make(placed().build());
        stores.broken(true);

        declare(ref, draining(ONE), TWO);

        awaitStays(ref, "Failed");
        assertThat(message(ref)).contains("mend the store");
        assertThat(list.report(ref).orElseThrow().ready()).isTrue();
        assertThat(list.report(ref).orElseThrow().wire().observedGeneration()).contains(1L);

        stores.broken(false);
        world.clock().advance(Duration.ofMinutes(2));
        operator.wake(ref);
        awaitMoved(ref);
    }

    @Test
    void undrain_failedMove_staysWhereItIs() {
        var ref = make(placed().build());
        stores.broken(true);
        declare(ref, draining(ONE), TWO);
        awaitStays(ref, "Failed");

        declare(ref, ONE, TWO);

        reported.await(
                ref,
                "as before",
                report -> report.condition(ConditionType.MIGRATED).isEmpty());
        assertThat(list.report(ref).orElseThrow().ready()).isTrue();
    }

    /** What another process had decided holds, whatever the placement says by now. */
    @Test
    void restart_moveBegun_goesOnToWhereItWasDecided() {
        var ref = make(placed().build());
        operator.close();
        var three = Blue.etcd("three");
        declared = List.of(ONE, TWO, three);
        var begun = new MigrationRecord(
                "one", "two", Step.COPY, "", "gone", world.clock().instant(), "");
        try (var client = world.adminCluster().connect()) {
            client.create(begun.toConfigMap(TenantWorld.NAMESPACE, "blue"));
        }
        world.clock().advance(Duration.ofSeconds(1));

        operator = operator(2);

        awaitMoved(ref);
        assertThat(stores.content("two", SCHEMA).keys()).containsExactly(KEY);
    }
}
