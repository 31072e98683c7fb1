package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeControllerManagerTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");

    @Test
    void contribute_userFlag_wins() {
        var scenario = ETCD.with(
                "spec.controlPlane.deployment.extraArgs.controllerManager",
                List.of("--leader-elect=false", "--controllers=*"));
        assertThat(scenario.args(KubeControllerManager.NAME))
                // what tokens of joining nodes need stays on
                .contains("--leader-elect=false", "--controllers=*,bootstrapsigner,tokencleaner")
                .doesNotContain("--leader-elect=true")
                .isSorted();
        assertThat(scenario.render().warnings()).isEmpty();
    }

    @Test
    void contribute_network_isToldInFull() {
        assertThat(Scenarios.named("dual-stack").args(KubeControllerManager.NAME))
                .contains(
                        "--cluster-cidr=fd00:10:244::/56,10.244.0.0/16",
                        "--service-cluster-ip-range=fd00:10:96::/112,10.96.0.0/16",
                        "--allocate-node-cidrs=true",
                        "--cluster-name=blue");
    }

    @Test
    void contribute_files_areThoseOfItsFlagsOnly() {
        assertThat(ETCD.volume("controller-manager-pki").toJson())
                .contains("ca.crt", "ca.key", "front-proxy-ca.crt", "sa.key")
                .doesNotContain("sa.pub", "apiserver");
    }
}
