package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.StalePlanException;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.Phase;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a tenant is said to wait for, and what is renewed. */
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
}
