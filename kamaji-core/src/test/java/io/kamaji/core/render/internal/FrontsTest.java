package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import io.kamaji.core.exposure.Acceptance;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.Scenarios;
import io.kamaji.core.render.Scenarios.Scenario;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ingress and Gateway: where the tenant is reached, what is asked of the front, and what the front says. */
class FrontsTest {
    private static final Scenario INGRESS = Scenarios.named("ingress");
    private static final Scenario GATEWAY = Scenarios.named("gateway");
    private static final Scenario TCP = Scenarios.named("gateway-tcp");
    private static final String SETTINGS = "metadata.annotations";

    private static Scenario set(Scenario scenario, String setting, String value) {
        var annotations = new HashMap<>(scenario.document().texts("metadata", "annotations"));
        annotations.put("settings.kamaji.clastix.io/" + setting, value);
        return scenario.with(SETTINGS, annotations);
    }

    private static JsonObject spec(Scenario scenario, String kind, String name) {
        return scenario.object(kind, name).object("spec");
    }

    private static List<String> paths(Scenario scenario) {
        return scenario.violations().stream().map(Violation::path).toList();
    }

    @Nested
    class Endpoints {

        @Test
        void ingress_hostWithPort_isWhereClientsGo() {
            var endpoints = INGRESS.endpoints();
            assertThat(endpoints.api().value().orElseThrow()).hasToString("blue.example.com:443");
            assertThat(endpoints.konnectivity().value().orElseThrow()).hasToString("blue-konnectivity.example.com:443");
            assertThat(endpoints.announced().value().orElseThrow()).hasToString("192.0.2.10:6443");
            assertThat(endpoints.certificateNames().shown())
                    .contains("192.0.2.10", "blue.example.com", "blue-konnectivity.example.com");
        }

        @Test
        void ingress_hostWithoutPort_hasTheApisPort() {
            var endpoints = INGRESS.with("spec.controlPlane.ingress.hostname", "blue.example.com")
                    .endpoints();
            assertThat(endpoints.api().shown()).hasToString("blue.example.com:6443");
        }

        @ParameterizedTest
        @CsvSource({
            "spec.controlPlane.service.serviceType, LoadBalancer",
            "spec.networkProfile.address, 192.0.2.10",
            "spec.networkProfile.advertiseAddress, 192.0.2.10",
        })
        void ingress_agentsReachTheServiceOtherwise_goThere(String path, String value) {
            var reachable = INGRESS.with(path, value);
            assertThat(reachable.endpoints().konnectivity().shown()).hasToString("192.0.2.10:8132");
            assertThat(reachable.find("Ingress", "blue-konnectivity")).isEmpty();
            assertThat(set(reachable, "konnectivity-hostname", "tunnel.example.com")
                            .endpoints()
                            .konnectivity()
                            .shown())
                    .hasToString("tunnel.example.com:443");
        }

        @Test
        void gateway_hasTheListenersPortAndTheHostsName() {
            var endpoints = GATEWAY.endpoints();
            assertThat(endpoints.api().value().orElseThrow()).hasToString("blue.example.com:443");
            assertThat(endpoints.konnectivity().value().orElseThrow()).hasToString("blue.example.com:8132");
            assertThat(endpoints.certificateNames().shown()).containsExactly("192.0.2.10", "blue.example.com");
        }

        @Test
        void gateway_listenerWithoutPort_hasTheApisPort() {
            var endpoints = GATEWAY.with(
                            "spec.controlPlane.gateway.parentRefs",
                            List.of(JsonObject.of("name", "shared", "sectionName", "any")))
                    .endpoints();
            assertThat(endpoints.api().shown()).hasToString("blue.example.com:6443");
        }

        @Test
        void tcpRoute_apiServersAdvertiseTheGateway_unlessTheSpecSaysOtherwise() {
            var service = TCP.with("spec.controlPlane.service.serviceType", "LoadBalancer");
            assertThat(TCP.endpoints().advertised().value()).contains("192.0.2.10");
            assertThat(TCP.endpoints().api().shown()).hasToString("blue.example.com:7443");
            assertThat(service.with("spec.networkProfile.advertiseAddress", "198.51.100.1")
                            .endpoints()
                            .advertised()
                            .value())
                    .contains("198.51.100.1");
        }

        @Test
        void tcpRoute_gatewayWithoutAddress_isWaitedFor() {
            var endpoints = new Scenario("unknown", TCP.document(), TCP.storage(), Optional.empty()).endpoints();
            assertThat(endpoints.advertised().pending().orElseThrow().object())
                    .isEqualTo(ObjectRef.of("gateway.networking.k8s.io/v1", "Gateway", "infra", "shared"));
        }
    }

    @Nested
    class Objects {

        @Test
        void ingress_isTheReferences() {
            assertThat(spec(INGRESS, "Ingress", "blue")).isEqualTo(JsonObject.parse("""
                    ingressClassName: nginx
                    rules:
                    - host: blue.example.com
                      http:
                        paths:
                        - path: /
                          pathType: Prefix
                          backend: {service: {name: blue, port: {number: 6443}}}
                    """));
            assertThat(INGRESS.object("Ingress", "blue").texts("metadata", "labels"))
                    .isEqualTo(Map.of(
                            "exposure", "public",
                            "kamaji.clastix.io/component", "ingress",
                            "kamaji.clastix.io/name", "blue",
                            "kamaji.clastix.io/project", "kamaji"));
        }

        @Test
        void ingress_withoutClass_leavesItToTheCluster() {
            assertThat(spec(INGRESS.with("spec.controlPlane.ingress.ingressClassName", ""), "Ingress", "blue")
                            .has("ingressClassName"))
                    .isFalse();
        }

        @Test
        void gateway_routes_areTheReferences() {
            assertThat(spec(GATEWAY, "TLSRoute", "blue")).isEqualTo(JsonObject.parse("""
                    parentRefs:
                    - {group: gateway.networking.k8s.io, kind: Gateway, name: shared, namespace: infra,
                       sectionName: kube-apiserver, port: 443}
                    hostnames: [blue.example.com]
                    rules:
                    - backendRefs:
                      - {group: "", kind: Service, name: blue, port: 6443, weight: 1}
                    """));
            assertThat(spec(GATEWAY, "TLSRoute", "blue-konnectivity")).isEqualTo(JsonObject.parse("""
                    parentRefs:
                    - {group: gateway.networking.k8s.io, kind: Gateway, name: shared, namespace: infra,
                       sectionName: konnectivity-server, port: 8132}
                    hostnames: [blue.example.com]
                    rules:
                    - backendRefs:
                      - {group: "", kind: Service, name: blue, port: 8132, weight: 1}
                    """));
            assertThat(GATEWAY.object("TLSRoute", "blue-konnectivity").texts("metadata", "labels"))
                    .containsEntry("kamaji.clastix.io/component", "konnectivity_gateway_routes")
                    .containsEntry("exposure", "public");
        }

        @Test
        void gateway_tunnelAtAnotherListener_followsTheSettings() {
            var moved = set(
                    set(set(GATEWAY, "konnectivity-listener", "tls"), "konnectivity-front-port", "443"),
                    "konnectivity-hostname",
                    "tunnel.example.com");
            var route = spec(moved, "TLSRoute", "blue-konnectivity");
            assertThat(route.array("hostnames").texts()).containsExactly("tunnel.example.com");
            assertThat(route.array("parentRefs").objects()).singleElement().satisfies(parent -> {
                assertThat(parent.text("sectionName")).contains("tls");
                assertThat(parent.number("port")).contains(443L);
            });
            assertThat(moved.endpoints().konnectivity().shown()).hasToString("tunnel.example.com:443");
            assertThat(moved.endpoints().certificateNames().shown()).contains("tunnel.example.com");
        }

        @Test
        void agents_thatGoByAName_askTheNodesResolver_asTheTunnelMustNotNeedTheTenantsDns() {
            for (var named : List.of(INGRESS, GATEWAY, TCP)) {
                assertThat(dnsPolicy(named)).contains("Default");
            }
            assertThat(dnsPolicy(Scenarios.named("addons"))).isEmpty();
        }

        private static Optional<String> dnsPolicy(Scenario scenario) {
            return scenario.inTenant("DaemonSet", "konnectivity-agent")
                    .orElseThrow()
                    .text("spec", "template", "spec", "dnsPolicy");
        }

        @Test
        void tcpRoutes_haveListenersOfTheirOwnAndNoName() {
            assertThat(TCP.find("TLSRoute", "blue")).isEmpty();
            assertThat(spec(TCP, "TCPRoute", "blue").has("hostnames")).isFalse();
            assertThat(spec(TCP, "TCPRoute", "blue-konnectivity")
                            .array("parentRefs")
                            .objects())
                    .singleElement()
                    .satisfies(parent -> {
                        assertThat(parent.text("sectionName")).contains("blue-tunnel");
                        assertThat(parent.number("port")).contains(7444L);
                    });
        }
    }

    @Nested
    class Rules {

        @ParameterizedTest
        @ValueSource(strings = {"*.example.com", "a b:c:d", "blue.example.com:0", "blue.example.com:99999"})
        void ingress_hostThatNobodyCanGoTo_isRefused(String host) {
            assertThat(paths(INGRESS.with("spec.controlPlane.ingress.hostname", host)))
                    .containsExactly("spec.controlPlane.ingress.hostname");
        }

        @Test
        void gateway_wildcardOrNoParent_isRefused() {
            assertThat(paths(GATEWAY.with("spec.controlPlane.gateway", JsonObject.of("hostname", "*.example.com"))))
                    .containsExactly("spec.controlPlane.gateway.hostname", "spec.controlPlane.gateway.parentRefs");
        }

        @Test
        void tcpRoute_listenerAtAnotherPortThanTheApi_isRefused() {
            assertThat(paths(TCP.with("spec.networkProfile.port", 6443)))
                    .containsExactly("spec.controlPlane.gateway.parentRefs[0].port");
        }
    }

    @Nested
    class Verdicts {
        private static final Instant SINCE = Instant.parse("2026-03-01T10:00:00Z");
        private static final ObjectRef ROUTE =
                ObjectRef.of("gateway.networking.k8s.io/v1", "TLSRoute", "tenants", "blue");
        private static final ObjectRef SHARED =
                ObjectRef.of("gateway.networking.k8s.io/v1", "Gateway", "infra", "shared");

        private static final String LISTENERS = "spec: {listeners: [{name: kube-apiserver, port: 443, protocol: TLS}]}";
        private static final String CREATED = "metadata: {creationTimestamp: '2026-03-01T09:00:00Z'}";

        private static JsonObject condition(String type, String status, String reason) {
            return JsonObject.of(
                    "type",
                    type,
                    "status",
                    status,
                    "reason",
                    reason,
                    "message",
                    "said so",
                    "lastTransitionTime",
                    SINCE.toString());
        }

        private static JsonObject route(JsonObject... conditions) {
            var parent = GATEWAY.document()
                    .array("spec", "controlPlane", "gateway", "parentRefs")
                    .objects()
                    .findFirst()
                    .orElseThrow();
            var status = JsonObject.of("parentRef", parent, "conditions", List.of(conditions));
            return JsonObject.parse(CREATED).with("status", JsonObject.of("parents", List.of(status)));
        }

        private static JsonObject gateway(JsonObject... listener) {
            var status = JsonObject.of("name", "kube-apiserver", "conditions", List.of(listener));
            return JsonObject.parse(CREATED + "\n" + LISTENERS)
                    .with("status", JsonObject.of("listeners", List.of(status)));
        }

        private static Acceptance verdict(Scenario scenario, Map<ObjectRef, JsonObject> seen) {
            return ControlPlaneRenderer.standard()
                    .acceptances(
                            scenario.tenant(),
                            scenario.endpoints(),
                            scenario.storage(),
                            ref -> Optional.ofNullable(seen.get(ref)))
                    .get(0);
        }

        private static Acceptance verdict(Map<ObjectRef, JsonObject> seen) {
            return verdict(GATEWAY, seen);
        }

        @Test
        void gateway_accepted_saysSinceWhen() {
            var verdict = verdict(Map.of(
                    ROUTE,
                    route(condition("Accepted", "True", "Accepted"), condition("ResolvedRefs", "True", "ResolvedRefs")),
                    SHARED,
                    gateway(condition("Accepted", "True", "Accepted"))));
            assertThat(verdict.isAccepted()).isTrue();
            assertThat(verdict.since()).contains(SINCE);
        }

        @Test
        void gateway_saysNothingYet_isWaitedFor() {
            var verdict = verdict(Map.of(ROUTE, JsonObject.parse(CREATED), SHARED, gateway()));
            assertThat(verdict.isAccepted()).isFalse();
            assertThat(verdict.message()).isEqualTo("Gateway infra/shared to accept TLSRoute blue");
            assertThat(verdict.since()).contains(Instant.parse("2026-03-01T09:00:00Z"));
        }

        @Test
        void gateway_saysItOfAnotherListener_isWaitedFor() {
            var other = JsonObject.of("name", "shared", "namespace", "infra", "sectionName", "other");
            var status =
                    JsonObject.of("parentRef", other, "conditions", List.of(condition("Accepted", "True", "Accepted")));
            var verdict = verdict(Map.of(
                    ROUTE,
                    JsonObject.parse(CREATED).with("status", JsonObject.of("parents", List.of(status))),
                    SHARED,
                    gateway()));
            assertThat(verdict.isAccepted()).isFalse();
        }

        @Test
        void gateway_missing_isNamed() {
            var verdict = verdict(Map.of(ROUTE, route(condition("Accepted", "True", "Accepted"))));
            assertThat(verdict.reason()).isEqualTo("GatewayNotFound");
            assertThat(verdict.message()).startsWith("Gateway infra/shared, which is not there");
        }

        @Test
        void gateway_refusesTheRoute_saysWhyAndSinceWhen() {
            var verdict = verdict(Map.of(
                    ROUTE,
                    route(condition("Accepted", "False", "NotAllowedByListeners")),
                    SHARED,
                    gateway(condition("Accepted", "True", "Accepted"))));
            assertThat(verdict.reason()).isEqualTo("NotAllowedByListeners");
            assertThat(verdict.message())
                    .isEqualTo("Gateway infra/shared to accept TLSRoute blue: NotAllowedByListeners, said so");
            assertThat(verdict.since()).contains(SINCE);
        }

        @Test
        void gateway_backendNotFound_isNotAccepted() {
            var verdict = verdict(Map.of(
                    ROUTE,
                    route(
                            condition("Accepted", "True", "Accepted"),
                            condition("ResolvedRefs", "False", "BackendNotFound")),
                    SHARED,
                    gateway()));
            assertThat(verdict.reason()).isEqualTo("BackendNotFound");
        }

        @Test
        void gateway_listenerRefused_isNamed() {
            var verdict =
                    verdict(Map.of(ROUTE, route(), SHARED, gateway(condition("Accepted", "False", "PortUnavailable"))));
            assertThat(verdict.message())
                    .isEqualTo("listener kube-apiserver of Gateway infra/shared, which its controller does not serve:"
                            + " PortUnavailable, said so");
        }

        @Test
        void gateway_noSuchListener_namesThoseThatThereAre() {
            var other = GATEWAY.with(
                    "spec.controlPlane.gateway.parentRefs",
                    List.of(JsonObject.of("name", "shared", "namespace", "infra", "sectionName", "tls")));
            var verdict = verdict(other, Map.of(ROUTE, route(), SHARED, gateway()));
            assertThat(verdict.reason()).isEqualTo("NoMatchingListener");
            assertThat(verdict.message())
                    .isEqualTo("a listener tls of Gateway infra/shared, which has only kube-apiserver");
        }

        @Test
        void ingress_classUnknown_isNamed() {
            var ingress = ObjectRef.of("networking.k8s.io/v1", "Ingress", "tenants", "blue");
            var verdict = verdict(INGRESS, Map.of(ingress, JsonObject.parse(CREATED)));
            assertThat(verdict.isAccepted()).isFalse();
            assertThat(verdict.reason()).isEqualTo("IngressClassNotFound");
            assertThat(verdict.message()).startsWith("IngressClass nginx, which is not there");
        }

        @Test
        void ingress_withoutAddress_isTaken_asControllersNeedNotTellOne() {
            var ingress = ObjectRef.of("networking.k8s.io/v1", "Ingress", "tenants", "blue");
            var nginx = ObjectRef.of("networking.k8s.io/v1", "IngressClass", "nginx");
            var told = JsonObject.parse("{status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}}");
            var silent = verdict(INGRESS, Map.of(ingress, JsonObject.parse(CREATED), nginx, JsonObject.EMPTY));
            assertThat(silent.isAccepted()).isTrue();
            assertThat(silent.reason()).isEqualTo("NoAddressTold");
            assertThat(verdict(INGRESS, Map.of(ingress, told, nginx, JsonObject.EMPTY))
                            .reason())
                    .isEqualTo("AddressAssigned");
        }
    }
}
