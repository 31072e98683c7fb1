package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.boundary.TenantClass;
import io.kamaji.api.datastore.DataStoreStatus;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.DelegatingDriver;
import io.kamaji.core.storage.Placement;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.TenantAccount;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tenant that names no datastore is placed once, and stays where it is. */
class PlacementTest {
    private static final DataStore ONE = Blue.etcd("one");
    private static final DataStore TWO = Blue.etcd("two");
    private static final DataStore THREE = Blue.etcd("three");

    private static TenantWorld world(DataStore... stores) {
        return TenantWorld.builder().dataStores(stores).start();
    }

    private static TenantControlPlane tenant(String name) {
        return TenantControlPlane.builder(Blue.NAMESPACE, name)
                .kubernetesVersion("1.36.3")
                .clusterIp()
                .serviceCidr("10.96.0.0/16")
                .podCidr("10.244.0.0/16")
                .build();
    }

    private static String place(TenantWorld world, String name) {
        return world.admin()
                .get(ResourceTypes.SECRET.ref(Blue.NAMESPACE, name + "-datastore-config"))
                .orElseThrow()
                .text("metadata", "annotations", "kamaji.clastix.io/datastore")
                .orElseThrow();
    }

    private static DataStore labelled(DataStore store, String key) {
        return store.toBuilder()
                .metadata(metadata -> metadata.putLabel(key, "true"))
                .build();
    }

    @Test
    void place_threeHundredTenants_areEvenWithinATenth() {
        var stores = List.of(ONE, TWO, THREE);
        var counts = new HashMap<String, Long>();
        for (int i = 0; i < 300; i++) {
            var candidates = stores.stream()
                    .map(store -> new Placement.Candidate(
                            store, counts.getOrDefault(store.metadata().name().orElseThrow(), 0L), 0, 0))
                    .toList();
            var place = Placement.leastLoaded().place(tenant("t" + i), candidates);
            counts.merge(place.orElseThrow(), 1L, Long::sum);
        }

        assertThat(counts.values()).hasSize(3).allMatch(count -> count >= 90 && count <= 110);
    }

    @Test
    void place_aCrowdThatSeesTheSameCounts_doesNotChooseTheSameStore() {
        var candidates = List.of(
                new Placement.Candidate(ONE, 7, 0, 0),
                new Placement.Candidate(TWO, 7, 0, 0),
                new Placement.Candidate(THREE, 7, 0, 0));

        assertThat(IntStream.range(0, 60)
                        .mapToObj(i -> Placement.leastLoaded()
                                .place(tenant("t" + i), candidates)
                                .orElseThrow())
                        .distinct())
                .containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void reconcile_namesNoStore_isPlacedWhereTheFewestAreAndStays() {
        try (var world = world(ONE, TWO, THREE)) {
            for (int i = 0; i < 6; i++) {
                world.pass(tenant("t" + i));
            }
            var places =
                    IntStream.range(0, 6).mapToObj(i -> place(world, "t" + i)).toList();

            for (var store : List.of("one", "two", "three")) {
                assertThat(places).filteredOn(store::equals).hasSize(2);
            }

            assertThat(world.pass(tenant("t0")).report().failure()).isEmpty();
            assertThat(place(world, "t0")).isEqualTo(places.get(0));
        }
    }

    @Test
    void reconcile_placedOnce_isNotMovedByAnEmptierStore() {
        try (var world = world(ONE, TWO)) {
            world.converge(tenant("t0"));
            var before = place(world, "t0");
            world.converge(
                    tenant("t0"),
                    settings -> settings.placement((tenant, candidates) -> {
                        throw new AssertionError("asked again");
                    }));

            assertThat(place(world, "t0")).isEqualTo(before);
        }
    }

    @Test
    void reconcile_storeThatDrains_takesNoNewTenants() {
        try (var world = world(labelled(ONE, Placement.DRAIN), TWO, labelled(THREE, Placement.DRAIN))) {
            for (int i = 0; i < 3; i++) {
                world.pass(tenant("t" + i));
                assertThat(place(world, "t" + i)).isEqualTo("two");
            }
        }
    }

    @Test
    void reconcile_allStoresDrain_saysThatNoneTakesIt() {
        try (var world = world(labelled(ONE, Placement.DRAIN), labelled(TWO, Placement.DRAIN));
                var kamaji = world.connect()) {
            assertThatThrownBy(() -> kamaji.tenant(tenant("t0")).plan())
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("none of the 2 takes it");
        }
    }

    @Test
    void reconcile_onlyStoreDrains_isNotPlacedThereEither() {
        try (var world = world(labelled(ONE, Placement.DRAIN));
                var kamaji = world.connect()) {
            assertThatThrownBy(() -> kamaji.tenant(tenant("t0")).plan()).hasMessageContaining("none of the 1 takes it");
        }
    }

    @Test
    void plan_manyBeforeAnyIsApplied_countTheOthers() {
        try (var world = world(ONE, TWO, THREE);
                var kamaji = world.connect()) {
            var plans = IntStream.range(0, 30)
                    .mapToObj(i -> kamaji.tenant(tenant("t" + i)).plan())
                    .toList();
            plans.forEach(kamaji::apply);

            for (var store : List.of("one", "two", "three")) {
                assertThat(IntStream.range(0, 30).mapToObj(i -> place(world, "t" + i)))
                        .filteredOn(store::equals)
                        .hasSize(10);
            }
        }
    }

    @Test
    void plan_twice_saysTheSamePlace() {
        try (var world = world(ONE, TWO, THREE);
                var kamaji = world.connect()) {
            var first = kamaji.tenant(tenant("t0")).plan();
            kamaji.tenant(tenant("t1")).plan();
            kamaji.apply(kamaji.tenant(tenant("t0")).plan());

            assertThat(first.toString()).contains("datastore " + place(world, "t0"));
        }
    }

    @Test
    void reconcile_oneIsBeingDeletedAndOneIsNotValid_goesToTheThird() {
        var going = ONE.toBuilder()
                .metadata(metadata -> metadata.deletionTimestamp(Instant.EPOCH))
                .build();
        var invalid = TWO.toBuilder().spec(spec -> spec.driver("floppy")).build();
        try (var world = world(going, invalid, THREE)) {
            for (int i = 0; i < 3; i++) {
                world.pass(tenant("t" + i));
                assertThat(place(world, "t" + i)).isEqualTo("three");
            }
        }
    }

    /** As NATS is. */
    private record OfOneTenant(DataStoreDriver driver) implements DelegatingDriver {
        @Override
        public String name() {
            return "Single";
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
            return driver.inspect(store, tenant);
        }

        @Override
        public void ensure(ResolvedDataStore store, TenantAccount tenant) {
            driver.ensure(store, tenant);
        }

        @Override
        public void drop(ResolvedDataStore store, TenantAccount tenant) {
            driver.drop(store, tenant);
        }

        @Override
        public void check(ResolvedDataStore store) {
            driver.check(store);
        }
    }

    @Test
    void reconcile_serverOfOneTenant_takesNoSecond() {
        var single = TWO.toBuilder().spec(spec -> spec.driver("Single")).build();
        try (var world = world(ONE, single)) {
            for (int i = 0; i < 4; i++) {
                world.pass(
                        tenant("t" + i),
                        settings -> settings.drivers(Drivers.of(world.store(), new OfOneTenant(world.store()))));
            }

            assertThat(IntStream.range(0, 4).mapToObj(i -> place(world, "t" + i)))
                    .containsOnlyOnce("two")
                    .filteredOn("one"::equals)
                    .hasSize(3);
        }
    }

    @Test
    void reconcile_oneIsKnownToBeDown_goesToAnother() {
        var down = ONE.toBuilder()
                .status(DataStoreStatus.builder().ready(false).build())
                .build();
        try (var world = world(down, TWO)) {
            for (int i = 0; i < 3; i++) {
                world.pass(tenant("t" + i));
                assertThat(place(world, "t" + i)).isEqualTo("two");
            }
        }
    }

    @Test
    void reconcile_moreThanOnePod_goesToNoStoreThatIsAFileBesideOne() {
        try (var world = world(Blue.SQLITE, ONE)) {
            for (int i = 0; i < 4; i++) {
                world.pass(tenant("t" + i).toBuilder().replicas(2).build());
                assertThat(place(world, "t" + i)).isEqualTo("one");
            }
        }
    }

    @Test
    void reconcile_pool_boundsWhereATenantIsPlaced() {
        var gold = Boundaries.builder("gold").pool("gold", "true").build();
        try (var world = world(ONE, labelled(TWO, "gold"), THREE)) {
            for (int i = 0; i < 3; i++) {
                world.pass(tenant("t" + i), settings -> settings.boundaries(BoundarySource.of(gold)));
                assertThat(place(world, "t" + i)).isEqualTo("two");
            }
        }
    }

    @Test
    void place_byWhatWasMeasured_takesTheOneWhoseTenantsTakeLeast() {
        assertThat(Placement.leastLoaded()
                        .place(
                                tenant("t"),
                                List.of(
                                        new Placement.Candidate(ONE, 10, 10, 5_000),
                                        new Placement.Candidate(TWO, 10, 10, 1_000),
                                        new Placement.Candidate(THREE, 10, 10, 3_000))))
                .contains("two");
    }

    @Test
    void place_someNotMeasured_countsThemWithTheMean() {
        assertThat(Placement.leastLoaded()
                        .place(
                                tenant("t"),
                                List.of(
                                        new Placement.Candidate(ONE, 10, 10, 9_000),
                                        new Placement.Candidate(TWO, 10, 1, 1_100))))
                .contains("one");
    }

    @Test
    void place_oneHugeTenant_doesNotSendAllOthersElsewhere() {
        var counts = new HashMap<>(Map.of("one", 1L, "two", 0L));
        for (int i = 0; i < 100; i++) {
            var candidates = List.of(
                    new Placement.Candidate(
                            ONE, counts.get("one"), counts.get("one"), 10_000 + counts.get("one") * 100),
                    new Placement.Candidate(TWO, counts.get("two"), counts.get("two"), counts.get("two") * 100));
            counts.merge(
                    Placement.leastLoaded().place(tenant("t" + i), candidates).orElseThrow(), 1L, Long::sum);
        }

        assertThat(counts.get("one")).isBetween(15L, 45L);
    }

    @Test
    void place_byCapacity_fillsInProportion() {
        var large = ONE.toBuilder()
                .metadata(metadata -> metadata.putAnnotation(Placement.CAPACITY, "300"))
                .build();
        var small = TWO.toBuilder()
                .metadata(metadata -> metadata.putAnnotation(Placement.CAPACITY, "100"))
                .build();

        assertThat(Placement.leastLoaded()
                        .place(
                                tenant("t"),
                                List.of(
                                        new Placement.Candidate(large, 100, 0, 0),
                                        new Placement.Candidate(small, 50, 0, 0))))
                .contains("one");
    }

    @Test
    void reconcile_tenantOfAClass_hasItsDefaultsAndMayNotLeaveWhatIsLocked() {
        var small = TenantClass.of(JsonObject.parse("""
                apiVersion: platform.kamaji.io/v1alpha1
                kind: TenantClass
                metadata: {name: small, annotations: {platform.kamaji.io/is-default-class: "true"}}
                spec:
                  defaults: {dataStore: two, controlPlane: {deployment: {replicas: 1}}}
                  locked: [controlPlane.deployment.replicas]
                """));
        try (var world = world(ONE, TWO, THREE);
                var kamaji = world.connect(settings -> settings.classes(ClassSource.of(small)))) {
            kamaji.tenant(tenant("t0")).reconcile();
            assertThat(place(world, "t0")).isEqualTo("two");

            var large = tenant("t1").toBuilder().replicas(3).build();
            assertThatThrownBy(() -> kamaji.tenant(large).reconcile())
                    .hasMessageContaining("spec.controlPlane.deployment.replicas: 3: must be 1 (class small, locked)");
            var lost = tenant("t2").toBuilder()
                    .annotation(TenantClass.ANNOTATION, "huge")
                    .build();
            assertThatThrownBy(() -> kamaji.tenant(lost).reconcile()).hasMessageContaining("there is no such class");
        }
    }
}
