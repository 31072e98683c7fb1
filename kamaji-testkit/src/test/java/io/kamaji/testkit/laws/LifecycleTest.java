package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.StalePlanException;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.plan.Change;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tenant is said to wait for, what is taken away, and what is renewed. */
class LifecycleTest {
    private static final TenantControlPlane BLUE = Blue.spec().build();
    private static final ObjectRef SERVICE = ObjectRef.of("v1", "Service", Blue.NAMESPACE, "blue");
    private static final ObjectRef DEPLOYMENT = ObjectRef.of("apps/v1", "Deployment", Blue.NAMESPACE, "blue");

    @Test
    void reconcile_noAddress_waitsOnTheService() {
        try (var world = Blue.world(sim -> sim.withoutLoadBalancers());
                var kamaji = world.connect()) {
            var pass = kamaji.tenant(BLUE).reconcile();

            var retry = (NextStep.Retry) pass.result();
            assertThat(retry.why()).isEqualTo("an IP address of the LoadBalancer Service blue");
            assertThat(retry.on().orElseThrow().ref()).isEqualTo(SERVICE);
            assertThat(pass.status().phase()).isEqualTo(Phase.PROVISIONING);
            var condition = pass.status().condition(ConditionType.ADDRESS_KNOWN).orElseThrow();
            assertThat(condition.holds()).contains(false);
            assertThat(condition.since()).contains(Blue.NOW);

            world.admin()
                    .setStatus(
                            SERVICE,
                            JsonObject.of(
                                    "loadBalancer",
                                    JsonObject.of("ingress", List.of(JsonObject.of("hostname", "lb.example.com")))));
            var named = kamaji.tenant(BLUE).reconcile();
            assertThat(named.result().toString()).contains("lb.example.com").contains("spec.networkProfile.address");
            assertThat(world.admin().objects().ofKind("Deployment").size()).isZero();
        }
    }

    @Test
    void await_noAddress_saysWhatItWaitedFor() {
        try (var world = Blue.world(sim -> sim.withoutLoadBalancers());
                var kamaji = world.connect(settings -> settings.clock(InstantSource.system()))) {
            assertThatThrownBy(() -> kamaji.tenant(BLUE).await(Duration.ofSeconds(1), pass -> {}))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("an IP address of the LoadBalancer Service blue");
        }
    }

    @Test
    void reconcile_storeDown_holdsTheFirstDeploymentBack() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.store().down(true);
            kamaji.tenant(BLUE).reconcile();
            var pass = kamaji.tenant(BLUE).reconcile();

            assertThat(world.admin().objects().ofKind("Deployment").size()).isZero();
            assertThat(pass.plan().waits()).contains("<datastore shared>");
            assertThat(pass.result().toString()).contains("is down");
            assertThat(pass.status().phase()).isEqualTo(Phase.PROVISIONING);
            var condition = pass.status().condition(ConditionType.STORAGE_READY).orElseThrow();
            assertThat(condition.reason()).isEqualTo("Unreachable");
            assertThat(condition.since()).contains(Blue.NOW);

            world.store().down(false);
            world.converge(BLUE);
            world.store().down(true);
            var later = kamaji.tenant(BLUE).reconcile();
            assertThat(later.report().writes()).isZero();
            assertThat(later.result().isDone()).isFalse();
        }
    }

    @Test
    void reconcile_podsNotReady_waitsOnTheDeployment() {
        try (var world = Blue.world(sim -> sim.deploymentsBecomeAvailable(Duration.ofHours(1)));
                var kamaji = world.connect()) {
            kamaji.tenant(BLUE).reconcile();
            var pass = kamaji.tenant(BLUE).reconcile();

            var retry = (NextStep.Retry) pass.result();
            assertThat(retry.why()).isEqualTo("pods: 0 of 2 ready");
            assertThat(retry.on().orElseThrow().ref()).isEqualTo(DEPLOYMENT);
            assertThat(pass.status().phase()).isEqualTo(Phase.PROVISIONING);
            assertThat(pass.status()
                            .condition(ConditionType.CONTROL_PLANE_AVAILABLE)
                            .orElseThrow()
                            .since())
                    .contains(Blue.NOW);
        }
    }

    @Test
    void reconcile_phases_followTheRollout() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.converge(BLUE);
            assertThat(kamaji.tenant(BLUE).reconcile().status().phase()).isEqualTo(Phase.READY);

            var status = Blue.deployment(world).object("status");
            world.admin().setStatus(DEPLOYMENT, status.with("readyReplicas", 0).with("availableReplicas", 0));
            assertThat(kamaji.tenant(BLUE).reconcile().status().phase()).isEqualTo(Phase.NOT_READY);
            world.admin().setStatus(DEPLOYMENT, status.with("readyReplicas", 1));
            assertThat(kamaji.tenant(BLUE).reconcile().status().phase()).isEqualTo(Phase.UNKNOWN);

            world.converge(Blue.spec().replicas(0).build());
            try (var again = world.connect()) {
                assertThat(again.tenant(Blue.spec().replicas(0).build())
                                .reconcile()
                                .status()
                                .phase())
                        .isEqualTo(Phase.SLEEPING);
            }
        }
    }

    @Test
    void reconcile_tenantDown_waitsForIt() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.tenant().faults().onEvery(request -> true, Fault.status(503));
            kamaji.tenant(BLUE).reconcile();
            kamaji.tenant(BLUE).reconcile();
            var pass = kamaji.tenant(BLUE).reconcile();

            assertThat(pass.result().toString()).contains("the tenant's API did not answer");
            assertThat(pass.status().phase()).isEqualTo(Phase.PROVISIONING);
            var condition = pass.status().condition(ConditionType.BOOTSTRAPPED).orElseThrow();
            assertThat(condition.holds()).isEmpty();
            assertThat(condition.reason()).isEqualTo("Unreachable");
        }
    }

    @Test
    void reconcile_adminDown_saysUnknown() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.admin().faults().onEvery(request -> true, Fault.status(503));

            var pass = kamaji.tenant(BLUE).reconcile();

            assertThat(pass.status().phase()).isEqualTo(Phase.UNKNOWN);
            assertThat(pass.result().isDone()).isFalse();
        }
    }

    @Test
    void reconcile_certificatesDue_renewsThemInOneRollout() {
        try (var world = Blue.world()) {
            world.converge(BLUE);
            world.forget();
            world.clock().advance(Duration.ofDays(300));

            world.converge(BLUE);

            assertThat(Blue.deployment(world).number("metadata", "generation")).contains(2L);
            assertThat(world.credentials().replaced())
                    .contains("blue-api-server-certificate/apiserver.crt", "blue-admin-kubeconfig/admin.conf")
                    .noneMatch(key -> key.startsWith("blue-ca/")
                            || key.startsWith("blue-sa-certificate/")
                            || key.startsWith("blue-datastore-config/")
                            || key.startsWith("blue-front-proxy-ca"));
            assertThat(world.credentials().mostReplacements()).isEqualTo(1);
            Checksums.requireTrue(Blue.objects(world));
            world.forget();
            world.converge(BLUE);
            assertThat(world.admin().requests().writes()).isZero();
        }
    }

    @Test
    void reconcile_fewerReplicas_deletesTheDisruptionBudget() {
        try (var world = Blue.world()) {
            world.converge(Blue.spec().replicas(2).build());
            assertThat(Blue.objects(world).ofKind("PodDisruptionBudget").size()).isEqualTo(1);

            world.converge(Blue.spec().replicas(1).build());

            assertThat(Blue.objects(world).ofKind("PodDisruptionBudget").size()).isZero();
        }
    }

    @Test
    void apply_clusterMovedUnderThePlan_isRefusedAndWritesNothing() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.converge(BLUE);
            var changed = Blue.spec().certSan("new.example.com").build();
            var plan = kamaji.tenant(changed).plan();
            try (var client =
                    AdminCluster.kubeconfig(world.admin().kubeconfig()).connect()) {
                client.patch(
                        ObjectRef.of("v1", "Secret", Blue.NAMESPACE, "blue-api-server-certificate"),
                        PatchType.MERGE,
                        JsonObject.of("metadata", JsonObject.of("labels", JsonObject.of("moved", "yes"))),
                        "");
            }
            world.forget();

            assertThatThrownBy(() -> kamaji.apply(plan)).isInstanceOf(StalePlanException.class);
            assertThat(world.admin().requests().writes()).isZero();

            kamaji.apply(kamaji.tenant(changed).plan());
            assertThat(world.admin().requests().writes()).isPositive();
        }
    }

    @Test
    void apply_planWithObjectsOfTheTenant_writesThemToo() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.converge(BLUE);
            var binding = world.tenant()
                    .objects()
                    .ofKind("ClusterRoleBinding")
                    .objects()
                    .get(0);
            try (var client =
                    AdminCluster.kubeconfig(world.tenant().kubeconfig()).connect()) {
                client.delete(ObjectRef.of(binding), io.kamaji.core.cluster.ClusterClient.Preconditions.NONE);
            }

            kamaji.apply(kamaji.tenant(BLUE).plan());

            assertThat(world.tenant().get(ObjectRef.of(binding))).isPresent();
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
        try (var world = Blue.world();
                var kamaji = world.connect(settings -> settings.clock(InstantSource.system()))) {
            world.converge(BLUE);
            world.store().down(true);

            assertThatThrownBy(() -> kamaji.tenant(BLUE).delete(Duration.ofSeconds(1)))
                    .hasMessageContaining("is down");
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
