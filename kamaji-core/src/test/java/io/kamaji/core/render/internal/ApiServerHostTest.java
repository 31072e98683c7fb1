package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.Violation;
import io.kamaji.core.render.Scenarios;
import io.kamaji.core.render.Scenarios.Scenario;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is told by the environment where the API is; what the policy does is in ApiServerHostIT. */
class ApiServerHostTest {
    private static final String POLICY = "MutatingAdmissionPolicy";
    private static final String NAME = "kamaji-apiserver-host";
    private static final Scenario GATEWAY = Scenarios.named("gateway");

    private static boolean isThere(Scenario scenario) {
        var policy = scenario.inTenant(POLICY, NAME).isPresent();
        assertThat(scenario.inTenant(POLICY + "Binding", NAME).isPresent()).isEqualTo(policy);
        return policy;
    }

    @Test
    void contribute_frontByServerName_tellsItsHostAndPort() {
        var policy = GATEWAY.inTenant(POLICY, NAME).orElseThrow().toJson();
        assertThat(policy)
                .contains(
                        "{name: 'KUBERNETES_SERVICE_HOST', value: 'blue.example.com'}",
                        "{name: 'KUBERNETES_SERVICE_PORT', value: '443'}",
                        "e.name == 'KUBERNETES_SERVICE_HOST'")
                .doesNotContain("API-HOST", "API-PORT");
        assertThat(isThere(Scenarios.named("ingress"))).isTrue();
    }

    @Test
    void enabledFor_switchedOffOrServiceThatPodsReach_isNot() {
        var off = Map.of(Settings.API_SERVER_HOST.key(), "false");
        assertThat(isThere(GATEWAY.with("metadata.annotations", off))).isFalse();
        assertThat(isThere(Scenarios.named("gateway-tcp"))).isFalse();
        assertThat(isThere(Scenarios.named("clusterip"))).isFalse();
        assertThat(isThere(GATEWAY.with("spec.controlPlane.service.serviceType", "LoadBalancer")))
                .isFalse();
    }

    @Test
    void enabledFor_before136_isLeftToTheRelayAndRefusedWhereAskedFor() {
        var old = GATEWAY.with("spec.kubernetes.version", "v1.35.4");
        assertThat(isThere(old)).isFalse();
        assertThat(old.inTenant("DaemonSet", "kamaji-relay")).isPresent();
        var asked = Map.of(Settings.API_SERVER_HOST.key(), "true");
        assertThat(old.with("metadata.annotations", asked).violations())
                .extracting(Violation::message)
                .containsExactly("needs Kubernetes 1.36: relays do without");
    }
}
