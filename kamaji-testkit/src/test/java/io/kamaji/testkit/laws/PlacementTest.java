package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.KamajiException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.boundary.TenantClass;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.Placement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
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
                            store, counts.getOrDefault(store.metadata().name().orElseThrow(), 0L)))
                    .toList();
            var place = Placement.leastTenants().place(tenant("t" + i), candidates);
            counts.merge(place.orElseThrow(), 1L, Long::sum);
        }

        assertThat(counts.values()).hasSize(3).allMatch(count -> count >= 90 && count <= 110);
    }

    @Test
    void place_aCrowdThatSeesTheSameCounts_doesNotChooseTheSameStore() {
        var candidates = List.of(
                new Placement.Candidate(ONE, 7), new Placement.Candidate(TWO, 7), new Placement.Candidate(THREE, 7));

        assertThat(IntStream.range(0, 60)
                        .mapToObj(i -> Placement.leastTenants()
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
    void place_byWhatWasMeasured_takesTheEmptiest() {
        var bytes = Map.of("one", 500.0, "two", 20.0, "three", 100.0);
        var placement = Placement.leastUsed(
                store -> OptionalDouble.of(bytes.get(store.metadata().name().orElseThrow())));

        assertThat(placement.place(
                        tenant("t"),
                        List.of(
                                new Placement.Candidate(ONE, 0),
                                new Placement.Candidate(TWO, 90),
                                new Placement.Candidate(THREE, 1))))
                .contains("two");
    }

    @Test
    void place_byCapacity_fillsInProportion() {
        var large = ONE.toBuilder()
                .metadata(metadata -> metadata.putAnnotation(Placement.CAPACITY, "300"))
                .build();
        var small = TWO.toBuilder()
                .metadata(metadata -> metadata.putAnnotation(Placement.CAPACITY, "100"))
                .build();

        assertThat(Placement.leastTenants()
                        .place(
                                tenant("t"),
                                List.of(new Placement.Candidate(large, 100), new Placement.Candidate(small, 50))))
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
