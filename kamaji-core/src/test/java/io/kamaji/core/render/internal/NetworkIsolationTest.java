package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.component.OverrideBinding;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.render.Rendered.Part;
import io.kamaji.core.render.Scenarios;
import io.kamaji.core.render.Scenarios.Scenario;
import io.kamaji.datastore.StorageBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom the policy lets in and out. */
class NetworkIsolationTest {
    private static final Scenario ADDONS = Scenarios.named("addons");

    private static Scenario isolated(Scenario scenario, Map<Setting<?>, String> more) {
        var annotations = new HashMap<String, String>();
        annotations.put(Settings.ISOLATED.key(), "true");
        more.forEach((setting, text) -> annotations.put(setting.key(), text));
        return scenario.with("metadata.annotations", annotations);
    }

    private static JsonObject policy(Scenario scenario, Map<Setting<?>, String> more) {
        return isolated(scenario, more).object("NetworkPolicy", "blue").object("spec");
    }

    @Test
    void contribute_notAskedFor_hasNone() {
        assertThat(ADDONS.find("NetworkPolicy", "blue")).isEmpty();
    }

    @Test
    void contribute_askedFor_opensTheServicesPortsAndLetsOutToStoreAndDns() {
        assertThat(policy(ADDONS, Map.of())).isEqualTo(JsonObject.parse("""
                podSelector: {matchLabels: {kamaji.clastix.io/name: blue}}
                policyTypes: [Ingress, Egress]
                egress:
                  - ports:
                      - {protocol: UDP, port: 53}
                      - {protocol: TCP, port: 53}
                      - {protocol: UDP, port: 5353}
                      - {protocol: TCP, port: 5353}
                  - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: etcd}}}]
                ingress:
                  - ports:
                      - {protocol: TCP, port: 6443}
                      - {protocol: TCP, port: 8132}
                """));
    }

    @Test
    void contribute_peers_areNetworksNamespacesAndPods() {
        var policy = policy(
                ADDONS,
                Map.of(
                        Settings.CLIENTS, "10.0.0.0/8, front",
                        Settings.MONITORS, "monitoring/app=prometheus",
                        Settings.DESTINATIONS, "192.0.2.1/32"));
        assertThat(policy.array("ingress").get(0)).isEqualTo(JsonValue.parse("""
                from:
                  - ipBlock: {cidr: 10.0.0.0/8}
                  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: front}}
                ports: [{protocol: TCP, port: 6443}, {protocol: TCP, port: 8132}]
                """));
        assertThat(policy.array("ingress").get(1)).isEqualTo(JsonValue.parse("""
                from:
                  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
                    podSelector: {matchLabels: {app: prometheus}}
                """));
        assertThat(policy.array("egress").get(policy.array("egress").size() - 1))
                .isEqualTo(JsonValue.parse("{to: [{ipBlock: {cidr: 192.0.2.1/32}}]}"));
    }

    @Test
    void contribute_storesByAddressNameAndOverride_eachAsFarAsItTells() {
        var binding = StorageBinding.builder(Map.of("--etcd-servers", "https://[2001:db8::5]:2379"))
                .build();
        var own = ADDONS.storage();
        var store = new DataStoreBinding(
                        "pg",
                        "PostgreSQL",
                        List.of("192.0.2.5:5432", "db.example.com:5432", "pg.stores.svc.cluster.local:5432"),
                        own.tenantStore(),
                        own.binding())
                .withOverrides(List.of(new OverrideBinding("/events", "events", binding)));
        var scenario = isolated(ADDONS, Map.of());
        var inputs = RenderInputs.builder(store, scenario.endpoints()).build();
        var policy = ControlPlaneRenderer.standard()
                .render(scenario.tenant(), inputs)
                .manifest(Target.ADMIN, ObjectRef.of("networking.k8s.io/v1", "NetworkPolicy", "tenants", "blue"))
                .orElseThrow()
                .tree();
        assertThat(policy.array("spec", "egress").objects().skip(1))
                .containsExactly(
                        JsonObject.parse(
                                "{to: [{ipBlock: {cidr: 192.0.2.5/32}}], ports: [{protocol: TCP, port: 5432}]}"),
                        JsonObject.parse("{ports: [{protocol: TCP, port: 5432}]}"),
                        JsonObject.parse(
                                "{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: stores}}}]}"),
                        JsonObject.parse(
                                "{to: [{ipBlock: {cidr: 2001:db8::5/128}}], ports: [{protocol: TCP, port: 2379}]}"));
    }

    @Test
    void contribute_withoutTunnel_limitsWhoIsReachedOnlyWhereItIsSaid() {
        var minimal = Scenarios.named("minimal-etcd");
        assertThat(policy(minimal, Map.of()).array("policyTypes").texts()).containsExactly("Ingress");
        assertThat(isolated(minimal, Map.of()).render().warnings())
                .anyMatch(warning -> warning.contains("konnectivity") && warning.contains("isolation-destinations"));
        assertThat(policy(minimal, Map.of(Settings.DESTINATIONS, "172.16.0.0/12"))
                        .array("policyTypes")
                        .texts())
                .containsExactly("Ingress", "Egress");
    }

    @Test
    void contribute_usersPorts_areOpenToo() {
        var rules =
                policy(Scenarios.named("everything"), Map.of()).array("ingress").objects();
        var open = rules.findFirst()
                .orElseThrow()
                .array("ports")
                .objects()
                .map(JsonObject::toJson)
                .toList();
        var ports = Scenarios.named("everything")
                .object("Service", "blue")
                .array("spec", "ports")
                .objects()
                .toList();
        assertThat(open).hasSameSizeAs(ports);
        assertThat(ports)
                .allSatisfy(port -> assertThat(open)
                        .anyMatch(rule -> rule.contains(
                                port.get("targetPort").orElseThrow().toJson())));
    }

    @Test
    void contribute_clusterThatTakesNoPolicies_isRequiredAllTheSame() {
        assertThat(isolated(ADDONS, Map.of()).render().parts())
                .filteredOn(part -> part.manifest().ref().kind().equals("NetworkPolicy"))
                .singleElement()
                .extracting(Part::handling)
                .matches(handling -> !handling.isTolerated());
    }
}
