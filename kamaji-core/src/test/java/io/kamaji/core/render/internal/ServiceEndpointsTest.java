package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.TenantView;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.exposure.HostPort;
import io.kamaji.core.exposure.Known;
import io.kamaji.core.render.Scenarios;
import io.kamaji.core.render.Scenarios.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceEndpointsTest {
    private static final Scenario BALANCER = Scenarios.named("minimal-etcd");
    private static final Scenario CLUSTER_IP = Scenarios.named("clusterip");
    private static final Scenario IPV6_FIRST =
            BALANCER.with("spec.networkProfile.serviceCidrs", List.of("fd00:96::/112", "10.96.0.0/16"));

    /** Of what the cluster has, what is announced and what is in the certificate; a dash for nothing. */
    @ParameterizedTest(name = "{0}, {1} Service with cluster IPs {2} and balancer {3}")
    @CsvSource({
        // spec,       live,         cluster IPs,             balancer,                  running,     api,
        // certificate
        "LoadBalancer, LoadBalancer, 10.0.0.7,                203.0.113.7,               -,           203.0.113.7, 203.0.113.7",
        "LoadBalancer, LoadBalancer, 10.0.0.7,                203.0.113.7 2001:db8::7,   -,           203.0.113.7, 203.0.113.7 2001:db8::7",
        "LoadBalancer, LoadBalancer, 10.0.0.7,                2001:db8::7 203.0.113.7,   -,           203.0.113.7, 203.0.113.7 2001:db8::7",
        "LoadBalancer, LoadBalancer, 10.0.0.7,                2001:DB8:0::7 203.0.113.7, -,           203.0.113.7, 203.0.113.7 2001:db8::7",
        "LoadBalancer, LoadBalancer, 10.0.0.7,                203.0.113.8 203.0.113.7,   -,           203.0.113.8, 203.0.113.8 203.0.113.7",
        "LoadBalancer, LoadBalancer, 10.0.0.7,                203.0.113.8 203.0.113.7,   203.0.113.7, 203.0.113.7, 203.0.113.7 203.0.113.8",
        "LoadBalancer, LoadBalancer, 10.0.0.7,                203.0.113.9 203.0.113.8,   203.0.113.7, 203.0.113.9, 203.0.113.9 203.0.113.8",
        "LoadBalancer, LoadBalancer, 10.0.0.7,                -,                         203.0.113.7, -,           -",
        "LoadBalancer, ClusterIP,    10.0.0.7,                203.0.113.7,               10.0.0.7,    -,           -",
        "LoadBalancer, -,            -,                       -,                         203.0.113.7, -,           -",
        "ClusterIP,    ClusterIP,    10.0.0.7,                -,                         -,           10.0.0.7,    10.0.0.7",
        "ClusterIP,    LoadBalancer, 10.0.0.7,                203.0.113.7,               203.0.113.7, 10.0.0.7,    10.0.0.7",
        "ClusterIP,    ClusterIP,    fd00:10::7 10.0.0.7,     -,                         -,           10.0.0.7,    10.0.0.7 fd00:10::7",
        "ClusterIP,    ClusterIP,    None,                    -,                         -,           -,           -",
        "ClusterIP,    ExternalName, -,                       -,                         -,           -,           -"
    })
    void resolve_byTypeAndService_announcesOneAndCertifiesAll(
            String type, String live, String clusterIps, String balancer, String running, String api, String names) {
        var tenant = type.equals("ClusterIP") ? CLUSTER_IP : BALANCER;
        var service =
                live.equals("-") ? Optional.<JsonObject>empty() : Optional.of(service(live, clusterIps, balancer));

        var endpoints = resolve(tenant, service, running);

        assertThat(endpoints.api().value().map(HostPort::host)).isEqualTo(given(api));
        assertThat(endpoints.advertised().value()).isEqualTo(given(api));
        assertThat(endpoints.certificateNames().value()).isEqualTo(given(names).map(all -> List.of(all.split(" "))));
        assertThat(endpoints.waitsFor().isEmpty()).isEqualTo(!api.equals("-"));
    }

    @Test
    void resolve_firstServiceRangeOfTheOtherFamily_takesThatFamilysAddress() {
        var both = service("LoadBalancer", "10.0.0.7", "203.0.113.7 2001:db8::7");
        assertThat(resolve(IPV6_FIRST, Optional.of(both), "-").api().shown()).hasToString("[2001:db8::7]:6443");
    }

    @Test
    void resolve_onlyTheOtherFamily_waitsAndSaysWhatToDo() {
        var ipv4 = service("LoadBalancer", "10.0.0.7", "203.0.113.7");
        var endpoints = resolve(IPV6_FIRST, Optional.of(ipv4), "-");
        assertThat(endpoints.pending())
                .containsExactly(new Known.Pending(
                        "<LoadBalancer address>",
                        ObjectRef.of("v1", "Service", "tenants", "blue"),
                        "an IPv6 address of Service blue, which has only 203.0.113.7: kube-apiserver must advertise one of"
                                + " the family of spec.networkProfile.serviceCidrs[0] (fd00:96::/112); give the Service"
                                + " one, or set spec.networkProfile.advertiseAddress"));
    }

    @Test
    void resolve_advertiseAddress_isTheApisAndTheServicesIsAnnounced() {
        var tenant = IPV6_FIRST.with("spec.networkProfile.advertiseAddress", "2001:db8::9");
        var ipv4 = service("LoadBalancer", "10.0.0.7", "203.0.113.7");
        var endpoints = resolve(tenant, Optional.of(ipv4), "-");
        assertThat(endpoints.api().shown()).hasToString("[2001:db8::9]:6443");
        assertThat(endpoints.konnectivity().shown()).hasToString("[2001:db8::9]:8132");
        assertThat(endpoints.advertised().value()).contains("2001:db8::9");
        assertThat(endpoints.announced().shown()).hasToString("203.0.113.7:6443");
        assertThat(endpoints.certificateNames().value()).contains(List.of("203.0.113.7", "2001:db8::9"));
    }

    @Test
    void resolve_address_goesBeforeWhatTheServiceHas() {
        var tenant = BALANCER.with("spec.networkProfile.address", "192.0.2.1");
        var endpoints = resolve(tenant, Optional.of(service("LoadBalancer", "10.0.0.7", "203.0.113.7")), "203.0.113.7");
        assertThat(endpoints.api().shown()).hasToString("192.0.2.1:6443");
        assertThat(endpoints.inCluster()).hasToString("blue.tenants.svc:6443");
        assertThat(endpoints.certificateNames().value()).contains(List.of("192.0.2.1"));
    }

    @Test
    void resolve_addressUnknown_showsWhatIsWaitedFor() {
        var endpoints = resolve(BALANCER, Optional.empty(), "-");
        assertThat(endpoints.api().shown()).hasToString("<LoadBalancer address>:6443");
        assertThat(endpoints.api().value()).isEmpty();
        assertThat(endpoints.waitsFor()).containsExactly("<LoadBalancer address>");
        assertThat(message(endpoints)).isEqualTo("an IP address of the LoadBalancer Service blue");
    }

    @Test
    void resolve_balancerWithANameOnly_saysWhatToSet() {
        var named = JsonObject.parse(
                "{spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{hostname: lb.example.com}]}}}");
        assertThat(message(resolve(BALANCER, Optional.of(named), "-")))
                .isEqualTo("an IP address of the LoadBalancer Service blue, which has only the name lb.example.com:"
                        + " set spec.networkProfile.address");
    }

    @Test
    void resolve_serviceOnItsWayOut_hasNoAddress() {
        var ending = service("LoadBalancer", "10.0.0.7", "203.0.113.7")
                .withAt(List.of("metadata", "deletionTimestamp"), "2026-03-01T00:00:00Z");
        assertThat(message(resolve(BALANCER, Optional.of(ending), "203.0.113.7")))
                .isEqualTo("the end of Service blue, which is being deleted");
    }

    private static Endpoints resolve(Scenario scenario, Optional<JsonObject> service, String running) {
        var arguments = List.of("--allow-privileged=true", "--advertise-address=" + running);
        var container = JsonObject.of("name", "kube-apiserver", "args", arguments);
        var pod = JsonObject.of("spec", JsonObject.of("containers", List.of(container)));
        var deployment = JsonObject.of("spec", JsonObject.of("template", pod));
        var objects = Map.of("Service", service, "Deployment", given(running).map(unused -> deployment));
        return ServiceEndpoints.of(TenantView.of(scenario.tenant(), scenario.storage()), ref -> objects.get(ref.kind()))
                .resolve();
    }

    private static JsonObject service(String type, String clusterIps, String balancer) {
        var ips = given(clusterIps).map(all -> List.of(all.split(" "))).orElse(List.of());
        var ingress = given(balancer).stream()
                .flatMap(all -> List.of(all.split(" ")).stream())
                .map(ip -> JsonObject.of("ip", ip))
                .toList();
        return JsonObject.of(
                "spec",
                JsonObject.of("type", type, "clusterIP", ips.stream().findFirst(), "clusterIPs", ips),
                "status",
                JsonObject.of("loadBalancer", JsonObject.of("ingress", ingress)));
    }

    private static Optional<String> given(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(text);
    }

    private static String message(Endpoints endpoints) {
        return endpoints.pending().findFirst().orElseThrow().message();
    }
}
