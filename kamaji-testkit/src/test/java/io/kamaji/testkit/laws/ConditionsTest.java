package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.Condition;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.Phase;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of the tenant's own cluster: ready means that a worker can join, not that there is one. */
class ConditionsTest {
    private static final TenantControlPlane BLUE = Blue.spec()
            .serviceCidr("127.41.0.0/16")
            .coreDns()
            .kubeProxy()
            .konnectivity()
            .build();
    private static final ObjectRef AGENT = ObjectRef.of("apps/v1", "DaemonSet", "kube-system", "konnectivity-agent");

    @Test
    void reconcile_withoutWorkers_isReadyAndTellsWhatDoesNotRun() {
        try (var world = Blue.world()) {
            var pass = last(world.converge(BLUE));

            assertThat(pass.status().phase()).isEqualTo(Phase.READY);
            for (var type : List.of(ConditionType.BOOTSTRAPPED, ConditionType.ADD_ONS_INSTALLED)) {
                assertThat(condition(pass, type).holds()).as("%s", type).contains(true);
                assertThat(condition(pass, type).since()).as("%s", type).contains(Blue.NOW);
            }
            assertThat(condition(pass, ConditionType.ADD_ONS_RUNNING).holds()).contains(false);
            assertThat(condition(pass, ConditionType.ADD_ONS_RUNNING).message())
                    .isEqualTo("coredns pods: 0 of 2 ready");
            assertThat(condition(pass, ConditionType.TUNNEL_UP).holds()).isEmpty();
            assertThat(condition(pass, ConditionType.TUNNEL_UP).reason()).isEqualTo("NoWorkers");
        }
    }

    @Test
    void reconcile_agents_tellHowTheTunnelIs() {
        try (var world = Blue.world()) {
            world.converge(BLUE);
            world.tenant().setStatus(AGENT, JsonObject.of("desiredNumberScheduled", 3, "numberReady", 1));
            var half = last(world.converge(BLUE));
            assertThat(condition(half, ConditionType.TUNNEL_UP).holds()).contains(true);
            assertThat(condition(half, ConditionType.TUNNEL_UP).message())
                    .isEqualTo("konnectivity-agent pods: 1 of 3 ready");
            assertThat(half.report().writes()).isZero();

            world.tenant().setStatus(AGENT, JsonObject.of("desiredNumberScheduled", 3, "numberReady", 0));
            var none = last(world.converge(BLUE));
            assertThat(condition(none, ConditionType.TUNNEL_UP).holds()).contains(false);
            assertThat(none.status().phase()).isEqualTo(Phase.READY);
        }
    }

    @Test
    void reconcile_withoutKonnectivity_saysNothingOfATunnel() {
        try (var world = Blue.world()) {
            var pass = last(world.converge(Blue.spec().build()));

            assertThat(pass.status().condition(ConditionType.TUNNEL_UP)).isEmpty();
            assertThat(condition(pass, ConditionType.ADD_ONS_INSTALLED).holds()).contains(true);
        }
    }

    @Test
    void reconcile_addOnRefused_isBootstrappedButNotReady() {
        try (var world = Blue.world();
                var kamaji = world.connect()) {
            world.tenant()
                    .faults()
                    .onEvery(request -> request.write() && request.path().contains("daemonsets"), Fault.status(503));
            Pass pass = kamaji.tenant(BLUE).reconcile();
            for (int i = 0; i < 3; i++) {
                pass = kamaji.tenant(BLUE).reconcile();
            }

            assertThat(condition(pass, ConditionType.BOOTSTRAPPED).holds()).contains(true);
            assertThat(condition(pass, ConditionType.ADD_ONS_INSTALLED).holds()).contains(false);
            assertThat(condition(pass, ConditionType.ADD_ONS_INSTALLED).message())
                    .contains("DaemonSet kube-proxy");
            assertThat(pass.status().isReady()).isFalse();
        }
    }

    @Test
    void reconcile_healed_isSoSinceThen() {
        var later = Blue.NOW.plus(Duration.ofHours(1));
        try (var world = Blue.world()) {
            world.converge(BLUE);
            world.clock().advance(Duration.ofHours(1));
            try (var client = world.connect().tenant(BLUE).client()) {
                client.delete(
                        ObjectRef.of("v1", "ConfigMap", "kube-system", "kubelet-config"),
                        io.kamaji.core.cluster.ClusterClient.Preconditions.NONE);
            }

            var pass = last(world.converge(BLUE));

            assertThat(condition(pass, ConditionType.BOOTSTRAPPED).since()).contains(later);
            assertThat(condition(pass, ConditionType.ADD_ONS_INSTALLED).since()).contains(Blue.NOW);
        }
    }

    @Test
    void reconcile_asleep_doesNotTell() {
        try (var world = Blue.world()) {
            world.converge(BLUE);
            var pass = last(world.converge(BLUE.toBuilder().replicas(0).build()));

            assertThat(pass.status().phase()).isEqualTo(Phase.SLEEPING);
            assertThat(condition(pass, ConditionType.BOOTSTRAPPED).reason()).isEqualTo("Sleeping");
        }
    }

    private static Pass last(List<Pass> passes) {
        return passes.get(passes.size() - 1);
    }

    private static Condition condition(Pass pass, ConditionType type) {
        return pass.status().condition(type).orElseThrow();
    }
}
