package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.boundary.Boundaries;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.boundary.BoundarySource;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.ResourceTypes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Kamaji noted in objects of the admin cluster, changed by somebody: made anew, or named together with the object. */
class SpoiltRecordsTest {
    private static final TenantControlPlane BLUE = Blue.spec().build();

    private static void spoil(TenantWorld world, ObjectRef ref, String yaml) {
        try (var kubectl = world.adminCluster().connect()) {
            kubectl.patch(ref, PatchType.MERGE, JsonObject.parse(yaml), "");
        }
    }

    @Test
    void pass_migrationRecordSpoilt_namesTheConfigMap() {
        try (var world = Blue.world()) {
            world.converge(BLUE);
            world.admin().create(JsonObject.parse("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: blue-migration, namespace: tenants, labels: {kamaji.clastix.io/name: blue}}
                    data: {from: shared, to: other, step: JUMP}
                    """));

            assertThat(catchThrowableOfType(KamajiException.class, () -> world.pass(BLUE)))
                    .hasMessageContainingAll("ConfigMap tenants/blue-migration", "JUMP", "delete it");
        }
    }

    @Test
    void pass_acceptedSpecSpoilt_namesTheConfigMap() {
        var blue = BLUE.toBuilder()
                .spec(spec -> spec.dataStoreSchema(Optional.empty()).dataStoreUsername(Optional.empty()))
                .build();
        var boundary = Boundaries.builder("team")
                .set("pods.priorityClasses", List.of("*"))
                .build();
        try (var world = Blue.world();
                var kamaji = world.connect(settings -> settings.boundaries(BoundarySource.of(boundary)))) {
            world.converge(blue, settings -> settings.boundaries(BoundarySource.of(boundary)));
            spoil(
                    world,
                    ResourceTypes.CONFIG_MAP.ref("tenants", "blue-kubeadmconfig"),
                    "{metadata: {annotations: {kamaji.clastix.io/accepted-spec: '{'}}}");

            assertThat(catchThrowableOfType(
                            KamajiException.class, () -> kamaji.tenant(blue).reconcile()))
                    .hasMessageContainingAll(
                            "ConfigMap tenants/blue-kubeadmconfig", "kamaji.clastix.io/accepted-spec", "can't be read");
        }
    }

    @Test
    void pass_timeOfAFormerWaySpoilt_countsFromNow() {
        try (var world = Front.world()) {
            Front.converge(world, Front.spec().konnectivity().build());
            Front.converge(world, Front.gateway().build());
            var service = ResourceTypes.SERVICE.ref("tenants", "blue");
            spoil(world, service, "{metadata: {annotations: {kamaji.clastix.io/leaving-since: yesterday}}}");

            Front.converge(world, Front.gateway().build());

            assertThat(world.admin()
                            .get(service)
                            .orElseThrow()
                            .text("metadata", "annotations", "kamaji.clastix.io/leaving-since"))
                    .contains(TenantWorld.START.toString());
        }
    }
}
