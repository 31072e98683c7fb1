package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlPlaneServiceTest {

    private static JsonObject spec(Scenarios.Scenario scenario) {
        return scenario.object("Service", "blue").object("spec");
    }

    @Test
    void contribute_nodePort_takesTheApiPortOnTheNodeButNotForOthers() {
        var ports = spec(Scenarios.named("nodeport")).array("ports").objects().toList();
        assertThat(ports.get(0).number("nodePort")).contains(31443L);
        assertThat(ports.get(1).text("name")).contains("metrics");
        assertThat(ports.get(1).has("nodePort")).isFalse();
    }

    @Test
    void contribute_externalIpWithoutAddress_isNotSet() {
        var nodePort = Scenarios.named("nodeport");
        assertThat(spec(nodePort).array("externalIPs").texts()).containsExactly("192.0.2.44");
        assertThat(spec(nodePort.with("spec.networkProfile.address", null)).has("externalIPs"))
                .isFalse();
    }

    @Test
    void contribute_loadBalancer_hasItsSettings() {
        var spec = spec(Scenarios.named("loadbalancer"));
        assertThat(spec.bool("allocateLoadBalancerNodePorts")).contains(false);
        assertThat(spec.text("loadBalancerClass")).contains("example.com/fast");
        assertThat(spec.array("loadBalancerSourceRanges").texts()).containsExactly("198.51.100.0/24");
        assertThat(Scenarios.named("loadbalancer").object("Service", "blue").texts("metadata", "labels"))
                .containsEntry("team", "blue");
    }

    @Test
    void contribute_clusterIp_hasNothingOfALoadBalancer() {
        var scenario = Scenarios.named("clusterip").with("spec.networkProfile.loadBalancerSourceRanges", List.of());
        assertThat(spec(scenario).members()).containsOnlyKeys("type", "selector", "ports");
    }
}
