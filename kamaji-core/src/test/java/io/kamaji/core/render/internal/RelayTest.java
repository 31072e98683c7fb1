package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.Violation;
import io.kamaji.core.render.Scenarios;
import io.kamaji.core.render.Scenarios.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both halves of the relay, and what leads to them. */
class RelayTest {
    private static final Scenario GATEWAY = Scenarios.named("gateway");
    private static final Scenario INGRESS = Scenarios.named("ingress");

    private static Scenario with(Scenario scenario, Map<Setting<?>, String> settings) {
        var annotations = new HashMap<String, String>();
        settings.forEach((setting, text) -> annotations.put(setting.key(), text));
        return scenario.with("metadata.annotations", annotations);
    }

    private static boolean isRelayed(Scenario scenario) {
        var flag = "--endpoint-reconciler-type=none";
        var inTenant = scenario.inTenant("DaemonSet", "kamaji-relay").isPresent();
        assertThat(scenario.find("Secret", "blue-relay-certificate").isPresent())
                .isEqualTo(inTenant);
        assertThat(scenario.args("kube-apiserver").contains(flag)).isEqualTo(inTenant);
        assertThat(scenario.inTenant("EndpointSlice", "kubernetes-kamaji").isPresent())
                .isEqualTo(!inTenant);
        return inTenant;
    }

    private static String nodeConfig(Scenario scenario) {
        return scenario.inTenant("ConfigMap", "kamaji-relay")
                .orElseThrow()
                .text("data", "haproxy.cfg")
                .orElseThrow();
    }

    @Test
    void isEnabled_frontByServerNameAndServiceInside_isTheDefault() {
        assertThat(isRelayed(GATEWAY)).isTrue();
        assertThat(isRelayed(INGRESS)).isTrue();
        assertThat(isRelayed(Scenarios.named("gateway-tcp"))).isFalse();
        assertThat(isRelayed(Scenarios.named("clusterip"))).isFalse();
        assertThat(isRelayed(with(GATEWAY, Map.of(Settings.RELAY, "false")))).isFalse();
    }

    @Test
    void isEnabled_serviceThatNodesReach_isNotNeeded() {
        var balanced = INGRESS.with("spec.controlPlane.service.serviceType", "LoadBalancer");
        assertThat(isRelayed(balanced)).isFalse();
        assertThat(isRelayed(GATEWAY.with("spec.networkProfile.address", "192.0.2.77")))
                .isFalse();
        assertThat(isRelayed(with(balanced, Map.of(Settings.RELAY, "true")))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay", "apiserver-host"})
    void check_askedForWithoutAFront_isRefused(String name) {
        var annotations = new HashMap<>(Map.of(Settings.PREFIX + name, "true"));
        assertThat(GATEWAY.with("metadata.annotations", annotations).violations())
                .isEmpty();
        annotations.put(Settings.GATEWAY_ROUTE.key(), "TCPRoute");
        for (var scenario : List.of("clusterip", "gateway-tcp")) {
            assertThat(Scenarios.named(scenario)
                            .with("metadata.annotations", annotations)
                            .violations())
                    .extracting(Violation::path)
                    .containsExactly("metadata.annotations[" + Settings.PREFIX + name + "]");
        }
    }

    @Test
    void server_gateway_unwrapsForKubeApiServerUnderItsOwnName() {
        var container = GATEWAY.sidecar("kamaji-relay");
        assertThat(container.array("command").texts())
                .containsExactly("haproxy", "-db", "-f", "/etc/kamaji-relay/config/haproxy.cfg");
        assertThat(container.text("image")).contains(Settings.DEFAULT_RELAY_IMAGE);
        assertThat(GATEWAY.object("ConfigMap", "blue-relay")
                        .text("data", "haproxy.cfg")
                        .orElseThrow())
                .contains(
                        "bind \"${POD_IP}:8443\" ssl crt /etc/kamaji-relay/pki/relay.crt",
                        "ssl-load-extra-del-ext", // relay.key beside relay.crt
                        "server kube-apiserver 127.0.0.1:6443");
        assertThat(RelayServer.CERTIFICATE
                        .specification(GATEWAY.view())
                        .shown()
                        .subjectAltNames()
                        .dnsNames())
                .containsExactly("blue-relay.example.com");
        assertThat(GATEWAY.deployment().texts("spec", "template", "metadata", "annotations"))
                .containsKeys("checksum.kamaji.clastix.io/relay", "checksum.kamaji.clastix.io/relay-certificate");
    }

    @Test
    void server_portOfTheApiOrTheUsers_isLeftToThem() {
        assertThat(Relay.port(GATEWAY.view())).isEqualTo(8443);
        assertThat(Relay.port(GATEWAY.with("spec.networkProfile.port", 8443).view()))
                .isEqualTo(9443);
        var ports = List.of(JsonObject.of("name", "own", "port", 80, "targetPort", 8443));
        assertThat(Relay.port(GATEWAY.with("spec.controlPlane.service.additionalPorts", ports)
                        .view()))
                .isEqualTo(9443);
    }

    @Test
    void fronts_relay_haveARouteOfTheirOwnBesideTheApis() {
        var route = GATEWAY.object("TLSRoute", "blue-relay").object("spec");
        assertThat(route.array("hostnames").texts()).containsExactly("blue-relay.example.com");
        assertThat(route.array("parentRefs"))
                .isEqualTo(GATEWAY.object("TLSRoute", "blue").array("spec", "parentRefs"));
        assertThat(route.toJson()).contains("\"port\":8443");
        var ingress = INGRESS.object("Ingress", "blue-relay").object("spec");
        assertThat(ingress.toJson()).contains("\"host\":\"blue-relay.example.com\"", "{\"number\":8443}");
        assertThat(GATEWAY.object("Service", "blue").array("spec", "ports").objects())
                .anyMatch(port -> port.text("name").orElseThrow().equals("relay"));
    }

    @Test
    void fronts_placeBySettings_isUsedThroughout() {
        var placed = with(
                GATEWAY,
                Map.of(
                        Settings.RELAY_HOSTNAME, "r.example.org",
                        Settings.RELAY_LISTENER, "relays",
                        Settings.RELAY_FRONT_PORT, "9000",
                        Settings.RELAY_NODE_PORT, "17443",
                        Settings.RELAY_IMAGE, "registry.example.com/haproxy:3.2"));
        assertThat(placed.object("TLSRoute", "blue-relay")
                        .array("spec", "parentRefs")
                        .get(0)
                        .toJson())
                .contains("\"sectionName\":\"relays\"", "\"port\":9000");
        assertThat(nodeConfig(placed))
                .contains("server relay blue.example.com:9000 ssl sni str(r.example.org)", "bind 0.0.0.0:17443\n");
        assertThat(placed.inTenant("Service", "kubernetes")
                        .orElseThrow()
                        .array("spec", "ports")
                        .get(0)
                        .toJson())
                .contains("\"targetPort\":17443");
        assertThat(placed.sidecar("kamaji-relay").text("image")).contains("registry.example.com/haproxy:3.2");
    }

    @Test
    void agent_gateway_holdsNoKeyAndGoesToTheApisHost() {
        var config = nodeConfig(GATEWAY);
        assertThat(config)
                .contains(
                        "bind 0.0.0.0:7443\n",
                        "server relay blue.example.com:443 ssl sni str(blue-relay.example.com) verify required ca-file"
                                + " /etc/kamaji-relay/ca.crt",
                        "resolve-prefer ipv4")
                .doesNotContain(" crt ");
        var data = GATEWAY.inTenant("ConfigMap", "kamaji-relay").orElseThrow().texts("data");
        assertThat(data).containsOnlyKeys("haproxy.cfg", "ca.crt");
        assertThat(data.get("ca.crt")).contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE");
        var pod = GATEWAY.inTenant("DaemonSet", "kamaji-relay").orElseThrow().object("spec", "template", "spec");
        assertThat(pod.bool("hostNetwork")).contains(true);
        assertThat(pod.text("dnsPolicy")).contains("Default");
        assertThat(pod.bool("automountServiceAccountToken")).contains(false);
        assertThat(pod.array("tolerations")).isEqualTo(JsonValue.parse("[{operator: Exists}]"));
        assertThat(pod.toJson()).doesNotContain("NET_ADMIN", "\"add\"", "privileged\":true");
    }

    @Test
    void agent_pods_areInTheNamespaceOfTheServiceThatSelectsThem() {
        var service = GATEWAY.inTenant("Service", "kubernetes").orElseThrow();
        var relays = GATEWAY.inTenant("DaemonSet", "kamaji-relay").orElseThrow();
        assertThat(relays.text("metadata", "namespace"))
                .isEqualTo(service.text("metadata", "namespace"))
                .contains("default");
        assertThat(relays.texts("spec", "template", "metadata", "labels"))
                .containsAllEntriesOf(service.texts("spec", "selector"));
    }

    @Test
    void agent_service_leadsToTheNodesOwnRelayAtTheSameAddress() {
        assertThat(GATEWAY.inTenant("Service", "kubernetes").orElseThrow().object("spec"))
                .isEqualTo(JsonObject.parse("""
                selector: {k8s-app: kamaji-relay}
                internalTrafficPolicy: Local
                clusterIP: 10.96.0.1
                ports: [{name: https, protocol: TCP, port: 443, targetPort: 7443}]
                """));
    }

    @Test
    void agent_ipv6First_listensThereAlone() {
        for (var name : List.of("gateway-dual-stack", "ingress-dual-stack")) {
            var scenario = Scenarios.named(name);
            assertThat(nodeConfig(scenario)).contains("bind [::]:7443 v6only", "resolve-prefer ipv6");
            assertThat(scenario.inTenant("DaemonSet", "kamaji-relay")
                            .orElseThrow()
                            .toJson())
                    .contains("\"tcpSocket\":{\"host\":\"::1\",\"port\":7443}");
            assertThat(scenario.inTenant("Service", "kubernetes")
                            .orElseThrow()
                            .text("spec", "clusterIP")
                            .orElseThrow())
                    .contains(":");
        }
    }

    @Test
    void agent_otherAuthorityOrFront_makesItsPodsAnew() {
        var other = GATEWAY.with("spec.controlPlane.gateway.hostname", "other.example.com");
        assertThat(hash(other)).isNotEqualTo(hash(GATEWAY));
    }

    private static String hash(Scenario scenario) {
        return scenario.inTenant("DaemonSet", "kamaji-relay")
                .orElseThrow()
                .texts("spec", "template", "metadata", "annotations")
                .get("kamaji.clastix.io/config-hash");
    }

    @Test
    void server_usersOwnReconciler_isTheirs() {
        var own = GATEWAY.with(
                "spec.controlPlane.deployment.extraArgs.apiServer", List.of("--endpoint-reconciler-type=lease"));
        assertThat(own.args("kube-apiserver"))
                .contains("--endpoint-reconciler-type=lease")
                .doesNotContain("--endpoint-reconciler-type=none");
    }

    @Test
    void isolation_relay_isOpenToo() {
        var isolated = with(GATEWAY, Map.of(Settings.ISOLATED, "true"));
        assertThat(isolated.object("NetworkPolicy", "blue")
                        .array("spec", "ingress")
                        .get(0)
                        .toJson())
                .contains("\"port\":8443");
    }
}
