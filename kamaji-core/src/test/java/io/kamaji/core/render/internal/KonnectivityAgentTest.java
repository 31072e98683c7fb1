package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class KonnectivityAgentTest {
    private static final Scenarios.Scenario ADDONS = Scenarios.named("addons");
    private static final Scenarios.Scenario OVERRIDDEN = Scenarios.named("addons-overridden");

    private static JsonObject pod(Scenarios.Scenario scenario, String kind) {
        return scenario.inTenant(kind, "konnectivity-agent").orElseThrow().object("spec", "template", "spec");
    }

    private static JsonObject container(Scenarios.Scenario scenario, String kind) {
        return pod(scenario, kind).array("containers").objects().findFirst().orElseThrow();
    }

    @Test
    void contribute_default_isADaemonSetThatCountsLeases() {
        var container = container(ADDONS, "DaemonSet");
        assertThat(container.text("image")).contains("registry.k8s.io/kas-network-proxy/proxy-agent:v0.36.0");
        assertThat(container.array("args").texts())
                .contains(
                        "--count-server-leases=true",
                        "--proxy-server-host=192.0.2.10",
                        "--proxy-server-port=8132",
                        "--v=2");
        assertThat(container.text("readinessProbe", "httpGet", "path")).contains("/readyz");
        assertThat(pod(ADDONS, "DaemonSet").array("tolerations").objects())
                .containsExactly(JsonObject.of("key", "CriticalAddonsOnly", "operator", "Exists"));
    }

    @Test
    void contribute_token_isMadeForTheServer() {
        assertThat(pod(ADDONS, "DaemonSet").array("volumes").toJson())
                .contains("\"audience\":\"system:konnectivity-server\"");
    }

    @Test
    void contribute_overrides_allArrive() {
        assertThat(OVERRIDDEN.inTenant("DaemonSet", "konnectivity-agent")).isEmpty();
        var deployment = OVERRIDDEN.inTenant("Deployment", "konnectivity-agent").orElseThrow();
        assertThat(deployment.number("spec", "replicas")).contains(2L);
        assertThat(pod(OVERRIDDEN, "Deployment").get("hostNetwork")).contains(JsonValue.of(true));
        assertThat(pod(OVERRIDDEN, "Deployment").array("tolerations").objects())
                .containsExactly(JsonObject.of("operator", "Exists"));
        var container = container(OVERRIDDEN, "Deployment");
        assertThat(container.text("image")).contains("registry.example.com/knp/agent:v0.30.3");
        assertThat(container.array("args").texts())
                .contains(
                        "--proxy-server-host=tunnel.example.com",
                        "--v=8",
                        "--sync-forever",
                        "--proxy-server-port=30132")
                .doesNotContain("--v=2", "--count-server-leases=true");
    }

    @Test
    void contribute_endpointOfTheApi_isGivenWithoutKubeProxy() {
        assertThat(container(ADDONS, "DaemonSet").array("env").objects())
                .contains(JsonObject.of("name", "KUBERNETES_SERVICE_HOST", "value", "192.0.2.10"));
    }

    @Test
    void contribute_rights_areTokensAndLeasesOnly() {
        var binding = ADDONS.inTenant("ClusterRoleBinding", "system:konnectivity-server")
                .orElseThrow();
        assertThat(binding.text("roleRef", "name")).contains("system:auth-delegator");
        assertThat(ADDONS.inTenant("Role", "system:konnectivity-server")
                        .orElseThrow()
                        .array("rules")
                        .toJson())
                .contains("\"leases\"")
                .doesNotContain("secrets");
    }

    /** Our label is what the prune in the tenant finds them by. */
    @Test
    void contribute_everyAddonObject_carriesOurLabel() {
        var addons = List.of("coredns", "kube-proxy", "konnectivity-agent");
        for (var scenario : List.of(ADDONS, OVERRIDDEN)) {
            assertThat(scenario.render().parts().stream()
                            .filter(part -> addons.contains(part.component()))
                            .filter(part -> part.manifest().target() == Target.TENANT))
                    .hasSizeGreaterThan(12)
                    .allMatch(part -> part.manifest()
                            .tree()
                            .text("metadata", "labels", "kamaji.clastix.io/project")
                            .filter("kamaji"::equals)
                            .isPresent());
        }
    }
}
