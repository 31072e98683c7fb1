package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.storage.DataStoreSource;
import org.junit.jupiter.api.Test;

/** Law 5: what is no longer contributed goes, but not before its time, and nothing else. */
class RemovalTest {
    private static final TenantControlPlane PLAIN = Blue.spec().build();
    private static final TenantControlPlane TUNNEL = Blue.spec().konnectivity().build();
    private static final TenantControlPlane EMBEDDED =
            Blue.spec().dataStore("embedded").replicas(1).build();

    @Test
    void reconcile_addonOff_keepsItsSecretsUntilNoPodMountsThem() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.converge(TUNNEL);
            var mounted = ObjectRef.of(Blue.secret(world, "konnectivity-kubeconfig"));

            var first = kamaji.tenant(PLAIN).reconcile();

            assertThat(first.plan().change(Target.ADMIN, mounted).orElseThrow().action())
                    .isEqualTo(Action.WAIT);
            assertThat(world.admin().get(mounted)).isPresent();
            assertThat(first.result().isDone()).isFalse();

            world.converge(PLAIN);

            assertThat(world.admin().get(mounted)).isEmpty();
        }
    }

    @Test
    void reconcile_volumeClaimNoLongerWanted_goesWithConsentOnly() {
        var onEmptyDir = DataStoreSource.of(DataStore.sqlite("embedded", sqlite -> sqlite.volume("emptyDir"))
                .build());
        try (var world = Blue.world()) {
            world.converge(EMBEDDED);
            assertThat(claims(world)).isEqualTo(1);

            try (var kamaji = world.connect(settings -> settings.dataStores(onEmptyDir))) {
                kamaji.tenant(EMBEDDED).reconcile();
                assertThat(kamaji.tenant(EMBEDDED).reconcile().plan().waits()).contains(Plan.CONSENT);
            }
            assertThat(claims(world)).isEqualTo(1);

            world.converge(EMBEDDED, settings -> settings.dataStores(onEmptyDir).allowDataLoss(true));

            assertThat(claims(world)).isZero();
        }
    }

    private static int claims(TenantWorld world) {
        return Blue.objects(world).ofKind("PersistentVolumeClaim").size();
    }

    @Test
    void reconcile_addonOff_leavesWhatIsTheTenants() {
        try (var world = Blue.world()) {
            world.converge(TUNNEL);
            var unlabelled = world.tenant().create(configMap("konnectivity-custom", JsonObject.EMPTY));
            var labelled = world.tenant()
                    .create(configMap("theirs", JsonObject.of("kamaji.clastix.io/project", "kamaji", "own", "yes")));
            var applied = appliedByAnother(world);
            assertThat(world.tenant().objects().ofKind("DaemonSet").size()).isEqualTo(1);

            world.converge(PLAIN);

            assertThat(world.tenant().objects().ofKind("DaemonSet").size()).isZero();
            for (var kept : new JsonObject[] {unlabelled, labelled, applied}) {
                assertThat(world.tenant().get(ObjectRef.of(kept))).contains(kept);
            }
        }
    }

    private static JsonObject appliedByAnother(TenantWorld world) {
        try (var client = AdminCluster.kubeconfig(world.tenant().kubeconfig()).connect()) {
            return client.apply(
                    configMap("another", JsonObject.of("kamaji.clastix.io/project", "kamaji")),
                    new ApplyOptions("their-tool", false, false));
        }
    }

    private static JsonObject configMap(String name, JsonObject labels) {
        return JsonObject.of(
                "apiVersion", "v1",
                "kind", "ConfigMap",
                "metadata", JsonObject.of("name", name, "namespace", "kube-system", "labels", labels));
    }
}
