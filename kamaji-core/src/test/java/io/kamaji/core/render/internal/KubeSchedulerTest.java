package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeSchedulerTest {

    @Test
    void contribute_userFlags_loseWhereOursAreButAreKeptElse() {
        var scenario = Scenarios.named("minimal-etcd")
                .with(
                        "spec.controlPlane.deployment.extraArgs.scheduler",
                        List.of("--v=3", "--leader-elect=false", "--profiling=false"));
        assertThat(scenario.args(KubeScheduler.NAME))
                .containsExactly(
                        "--authentication-kubeconfig=/etc/kubernetes/scheduler.conf",
                        "--authorization-kubeconfig=/etc/kubernetes/scheduler.conf",
                        "--bind-address=0.0.0.0",
                        "--kubeconfig=/etc/kubernetes/scheduler.conf",
                        "--leader-elect=true",
                        "--profiling=false",
                        "--v=3");
        assertThat(scenario.render().warnings()).hasSize(1).first().asString().contains("--leader-elect=false");
    }
}
