package io.kamaji.examples.platform;

import static io.kamaji.examples.platform.PlatformWorld.cluster;
import static io.kamaji.examples.platform.PlatformWorld.put;
import static io.kamaji.examples.platform.PlatformWorld.wish;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A cluster that is not there yet. */
class WaitingTest {

    @Test
    void cluster_withoutAnAddress_saysWhatItWaitsForAndHandsNothingOut() throws Exception {
        try (var world = PlatformWorld.waiting()) {
            var ada = world.as("ada");
            assertThat(put(ada, "blue", wish("blue-one")).status()).isEqualTo(202);

            Eventually.holds(
                    "waiting",
                    () -> cluster(ada, "blue", "blue-one")
                            .text("waitingFor")
                            .orElse("")
                            .contains("an IP address of the LoadBalancer Service"));

            var waiting = cluster(ada, "blue", "blue-one");
            assertThat(waiting.bool("ready")).contains(false);
            assertThat(waiting.text("waitingFor").orElseThrow()).startsWith("an IP address");
            assertThat(waiting.text("since")).isPresent();
            assertThat(ada.ask("POST", "/api/teams/blue/clusters/blue-one/kubeconfig")
                            .status())
                    .isEqualTo(409);
            assertThat(world.query("SELECT action FROM audit")).containsExactly("create");
        }
    }
}
