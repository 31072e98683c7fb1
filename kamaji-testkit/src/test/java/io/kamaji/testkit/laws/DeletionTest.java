package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.Violation;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.DeleteOptions;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.plan.Change;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a deletion takes away, in which order, and what it waits for. */
class DeletionTest {
    private static final TenantControlPlane BLUE = Blue.spec().build();
    private static final ObjectRef SERVICE = ObjectRef.of("v1", "Service", Blue.NAMESPACE, "blue");
    private static final ObjectRef DEPLOYMENT = ObjectRef.of("apps/v1", "Deployment", Blue.NAMESPACE, "blue");

    @Test
    void delete_settingsThatCantBeRead_keepNothingInTheCluster() {
        try (var world = Blue.world()) {
            var before = world.admin().objects().refs();
            var tenant = Blue.spec().build();
            world.converge(tenant);
            var spoilt = tenant.toBuilder();
            Settings.ALL.forEach(setting -> spoilt.annotation(setting.key(), "nonsense of any kind, \u0000"));

            world.delete(spoilt.build());

            assertThat(world.admin().objects().refs()).isEqualTo(before);
            assertThat(world.store().tenants()).isEmpty();
        }
    }

    @Test
    void reconcile_settingsThatCantBeRead_areRefusedAllAtOnce() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            var spoilt = Blue.spec().build().toBuilder();
            Settings.ALL.forEach(setting -> spoilt.annotation(setting.key(), "\u0000"));

            assertThatThrownBy(() -> kamaji.tenant(spoilt.build()).reconcile())
                    .isInstanceOfSatisfying(
                            InvalidSpecException.class,
                            refused -> assertThat(refused.violations())
                                    .extracting(Violation::path)
                                    .containsAll(Settings.ALL.stream()
                                            .map(Setting::path)
                                            .toList()));
        }
    }

    @Test
    void delete_neverWas_writesNothing() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            kamaji.tenant(BLUE).delete();

            assertThat(world.admin().requests().writes()).isZero();
            assertThat(world.store().effects()).isEmpty();
        }
    }

    @Test
    void delete_fromAnyCutOfACreate_leavesNothing() {
        for (int n = 2; n < 18; n += 3) {
            try (var world = Blue.world();
                    var kamaji = world.connect()) {
                // from the n-th write on, nothing is written any more
                for (int later = n; later < n + 20; later++) {
                    world.admin().faults().onNth(request -> request.write(), later, Fault.status(500));
                }
                for (int i = 0; i < 3; i++) {
                    kamaji.tenant(BLUE).reconcile();
                }
                world.admin().faults().clear();

                world.delete(BLUE);

                assertThat(Blue.objects(world)
                                .where(o -> o.texts("metadata", "labels").containsKey("kamaji.clastix.io/name"))
                                .refs())
                        .as("after " + n)
                        .isEmpty();
                assertThat(world.store().tenants()).isEmpty();
            }
        }
    }

    @Test
    void delete_storeDown_saysSoAndKeepsWhatLeadsToTheData() {
        try (var world = Blue.world()) {
            world.converge(BLUE);
            world.store().down(true);

            assertThat(lastOf(world, 3).result().toString()).contains("is down");
            assertThat(Blue.secret(world, "datastore-config")).isNotNull();

            world.store().down(false);
            world.delete(BLUE);
            assertThat(world.store().tenants()).isEmpty();
        }
    }

    @Test
    void planDelete_tenant_listsEverything() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.converge(BLUE);
            world.forget();

            var plan = kamaji.tenant(BLUE).planDelete();

            assertThat(plan.changes())
                    .hasSize(15)
                    .allMatch(change -> change.manifest().isEmpty());
            assertThat(plan.changes(Action.DELETE)).extracting(Change::ref).containsExactly(DEPLOYMENT);
            assertThat(plan.waits()).containsExactly("<Deployment blue to be deleted>");
            assertThat(plan.warnings()).anyMatch(warning -> warning.contains("tenants_blue"));
            assertThat(world.admin().requests().writes()).isZero();
        }
    }

    @Test
    void delete_runningTenant_endsItsPodsWithoutDrainingBeforeTheDataGoes() {
        try (var world = Blue.world();
                var admin = world.adminCluster().connect()) {
            world.converge(BLUE);
            var set = admin.create(workload("apps/v1", "ReplicaSet", "blue-5", Blue.deployment(world), """
                    {selector: {matchLabels: {kamaji.clastix.io/name: blue}},
                     template: {metadata: {labels: {kamaji.clastix.io/name: blue}},
                                spec: {containers: [{name: c, image: i}]}}}"""));
            var pods = Stream.of("blue-5-1", "blue-5-2")
                    .map(name -> admin.create(workload(
                            "v1",
                            "Pod",
                            name,
                            set,
                            "{nodeName: n, terminationGracePeriodSeconds: 40, containers: [{name: c, image: i}]}")))
                    .map(ObjectRef::of)
                    .toList();

            var pass = world.deletePass(BLUE);

            assertThat(pass.plan().changes(Action.DELETE))
                    .extracting(Change::ref)
                    .containsExactly(DEPLOYMENT, ObjectRef.of(set), pods.get(0), pods.get(1));
            assertThat(pass.result().toString()).contains("2 pods to terminate (blue-5-1 on node n");
            assertThat(admin.get(DEPLOYMENT)).isEmpty();
            assertThat(admin.get(ObjectRef.of(set))).isEmpty();
            assertThat(pods)
                    .allSatisfy(pod -> assertThat(
                                    admin.get(pod).orElseThrow().number("metadata", "deletionGracePeriodSeconds"))
                            .as("a kubelet heeds the first")
                            .contains(1L));
            assertThat(world.deletePass(BLUE).report().writes()).isZero();
            assertThat(world.store().tenants()).isNotEmpty();

            var ended = new DeleteOptions(Preconditions.NONE, Optional.of(Duration.ZERO), false);
            pods.forEach(pod -> admin.delete(pod, ended));
            world.delete(BLUE);
            assertThat(world.store().tenants()).isEmpty();
        }
    }

    @Test
    void delete_replicaSetWithoutItsDeployment_goesBeforeTheData() {
        try (var world = Blue.world();
                var admin = world.adminCluster().connect()) {
            world.converge(BLUE);
            var set = ObjectRef.of(
                    admin.create(workload("apps/v1", "ReplicaSet", "blue-5", Blue.deployment(world), """
                    {selector: {matchLabels: {kamaji.clastix.io/name: blue}},
                     template: {metadata: {labels: {kamaji.clastix.io/name: blue}},
                                spec: {containers: [{name: c, image: i}]}}}""")));
            admin.delete(DEPLOYMENT, new DeleteOptions(Preconditions.NONE, Optional.empty(), true));
            assertThat(admin.get(set)).isPresent();

            world.deletePass(BLUE);

            assertThat(admin.get(set)).isEmpty();
            assertThat(world.store().tenants())
                    .as("it might have made a pod yet")
                    .isNotEmpty();
            world.delete(BLUE);
            assertThat(world.store().tenants()).isEmpty();
        }
    }

    private static JsonObject workload(String apiVersion, String kind, String name, JsonObject owner, String spec) {
        var metadata = JsonObject.of("namespace", Blue.NAMESPACE, "name", name)
                .with("labels", Map.of("kamaji.clastix.io/name", "blue"))
                .with(
                        "ownerReferences",
                        List.of(JsonObject.of("apiVersion", "apps/v1", "kind", owner.text("kind"))
                                .with("name", owner.text("metadata", "name"))
                                .with("uid", owner.text("metadata", "uid"))));
        return JsonObject.of("apiVersion", apiVersion, "kind", kind, "metadata", metadata)
                .with("spec", JsonObject.parse(spec));
    }

    @Test
    void delete_objectHeldUpByAFinalizer_isDoneOnlyOnceItIsGone() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.converge(BLUE);
            finalizers(world, SERVICE, List.of("service.kubernetes.io/load-balancer-cleanup"));

            var waiting = lastOf(world, 4);

            assertThat(waiting.result().isDone()).isFalse();
            assertThat(waiting.result().toString())
                    .isEqualTo("waiting for Service blue to be deleted (finalizers"
                            + " service.kubernetes.io/load-balancer-cleanup)");
            assertThat(((NextStep.Retry) waiting.result()).on().orElseThrow().ref())
                    .isEqualTo(SERVICE);
            assertThat(waiting.status().phase()).isEqualTo(Phase.DELETING);
            assertThat(waiting.report().writes()).isZero();

            var again = kamaji.tenant(BLUE).reconcile();
            assertThat(again.plan().waits()).anyMatch(wait -> wait.contains("Service blue to be deleted"));
            assertThat(again.status().isReady()).isFalse();
        }
    }

    @Test
    void delete_finalizerOfSomebodyElse_staysOnTheSecret() {
        try (var world = Blue.world()) {
            world.converge(BLUE);
            var account = ObjectRef.of("v1", "Secret", Blue.NAMESPACE, "blue-datastore-config");
            finalizers(
                    world, account, List.of("backup.example.com/keep", "finalizer.kamaji.clastix.io/datastore-secret"));

            var waiting = lastOf(world, 6);

            assertThat(waiting.result().toString()).contains("backup.example.com/keep");
            assertThat(world.admin()
                            .get(account)
                            .orElseThrow()
                            .array("metadata", "finalizers")
                            .texts())
                    .containsExactly("backup.example.com/keep");
            finalizers(world, account, List.of());
            world.delete(BLUE);
            assertThat(world.admin().get(account)).isEmpty();
        }
    }

    private static Pass lastOf(TenantWorld world, int passes) {
        var pass = world.deletePass(BLUE);
        for (int i = 1; i < passes; i++) {
            pass = world.deletePass(BLUE);
        }
        return pass;
    }

    private static void finalizers(TenantWorld world, ObjectRef ref, List<String> names) {
        try (var client = world.adminCluster().connect()) {
            client.patch(
                    ref,
                    ClusterClient.PatchType.MERGE,
                    JsonObject.of("metadata", JsonObject.of("finalizers", names)),
                    "");
        }
    }
}
