package io.kamaji.examples.platform;

import static io.kamaji.examples.platform.PlatformWorld.cluster;
import static io.kamaji.examples.platform.PlatformWorld.put;
import static io.kamaji.examples.platform.PlatformWorld.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.examples.platform.demo.Main;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.cluster.RunningTenant;
import io.kamaji.testkit.cluster.StoreKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the one command starts, as a user goes through it: real control planes, as processes of this machine. */
class PlatformIT {
    private static final Duration READY = Duration.ofMinutes(3);

    @Test
    void cluster_madeByATeam_servesWhoIsHandedItsKubeconfigAndGoesWithoutATrace() throws Exception {
        Real.skipUnless(RunningTenant.missing("1.36.3", StoreKind.SQLITE));
        try (var main = Main.start("--listen", "127.0.0.1:0")) {
            var ada = new Browser(main.home());
            ada.logIn("ada");
            var at = "/api/teams/blue/clusters/blue-real";

            assertThat(put(ada, "blue", wish("blue-real")).status()).isEqualTo(202);
            Eventually.holds(
                    "ready",
                    READY,
                    () -> cluster(ada, "blue", "blue-real").bool("ready").orElse(false));

            var kubeconfig = ada.ask("POST", at + "/kubeconfig").response().body();
            try (var api = AdminCluster.kubeconfig(kubeconfig).connect()) {
                var namespaces = api.list(new ListRequest(ResourceTypes.NAMESPACE, Optional.empty(), "", false));
                assertThat(namespaces.items())
                        .extracting(
                                namespace -> namespace.text("metadata", "name").orElseThrow())
                        .contains("kube-system");
            }
            assertThat(ada.ask("POST", at + "/join").json().text("line").orElseThrow())
                    .startsWith("kubeadm join 127.");
            assertThat(ada.ask("DELETE", at).status()).isEqualTo(202);
            Eventually.holds(
                    "gone", READY, () -> cluster(ada, "blue", "blue-real").isEmpty());
        }
    }
}
