package io.kamaji.api.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.datastore.ContentRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The short forms, as a user in another package writes them. */
class BuilderTest {
    private static TenantControlPlane.Builder tenant() {
        return TenantControlPlane.builder("tenants", "tenant-a").kubernetesVersion("1.36.3");
    }

    @Test
    void build_aUsualTenant_isWhatTheLinesSay() {
        var tenant = TenantControlPlane.builder("tenants", "tenant-a")
                .kubernetesVersion("1.36.3")
                .replicas(2)
                .loadBalancer()
                .serviceCidr("10.96.0.0/16")
                .podCidr("10.244.0.0/16")
                .certSan("tenant-a.example.com")
                .apiServer(c -> c.requestCpu("250m")
                        .requestMemory("512Mi")
                        .limitMemory("1Gi")
                        .arg("--audit-log-maxage", "30"))
                .controllerManager(c -> c.args("--v=2"))
                .coreDns()
                .kubeProxy(image -> image.imageTag("v1.36.2"))
                .konnectivity()
                .dataStore("shared-etcd")
                .label("team", "a")
                .annotation("note", "x")
                .build();

        assertThat(tenant.toJsonObject()).isEqualTo(JsonObject.parse("""
                        apiVersion: kamaji.clastix.io/v1alpha1
                        kind: TenantControlPlane
                        metadata: {namespace: tenants, name: tenant-a, labels: {team: a}, annotations: {note: x}}
                        spec:
                          dataStore: shared-etcd
                          kubernetes: {version: v1.36.3, kubelet: {}}
                          networkProfile:
                            serviceCidrs: [10.96.0.0/16]
                            podCidrs: [10.244.0.0/16]
                            certSANs: [tenant-a.example.com]
                          controlPlane:
                            service: {serviceType: LoadBalancer}
                            deployment:
                              replicas: 2
                              resources:
                                apiServer: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 1Gi}}
                              extraArgs: {apiServer: [--audit-log-maxage=30], controllerManager: [--v=2]}
                          addons: {coreDNS: {}, kubeProxy: {imageTag: v1.36.2}, konnectivity: {}}
                        """));
    }

    @Test
    void build_wrongSpec_saysEverything() {
        assertThatThrownBy(() -> TenantControlPlane.builder("tenants", "Tenant_A")
                        .nodePort(0)
                        .certSan("_")
                        .build())
                .isInstanceOfSatisfying(InvalidSpecException.class, e -> {
                    assertThat(e.violations())
                            .extracting(Violation::path)
                            .containsExactlyInAnyOrder(
                                    "metadata.name",
                                    "spec.kubernetes.version",
                                    "spec.networkProfile.address",
                                    "spec.networkProfile.port",
                                    "spec.networkProfile.certSANs[0]");
                    assertThat(e).hasMessageContaining("tenants/Tenant_A").hasMessageContaining("certSANs[0]: \"_\": ");
                });
    }

    @Test
    void build_throughToBuilder_doesNotValidate() {
        var wrong = tenant().clusterIp().build().toBuilder().port(0).build();

        assertThat(wrong.validate()).hasSize(1);
        assertThatThrownBy(wrong::requireValid).isInstanceOf(InvalidSpecException.class);
    }

    @Test
    void nestedEdits_inTurn_addToEachOther() {
        var tenant = tenant().controlPlane(plane -> plane.deployment(deployment -> deployment.replicas(3)))
                .loadBalancer("metallb", "192.0.2.0/24")
                .controlPlane(plane -> plane.service(service -> service.additionalMetadata(
                        metadata -> metadata.putLabel("a", "1").putLabel("b", "2"))))
                .controlPlane(plane -> plane.service(
                        service -> service.additionalMetadata(metadata -> metadata.putAnnotation("c", "3"))))
                .apiServer(c -> c.arg("--a", "1"))
                .apiServer(c -> c.arg("--b", "2").volumeMount("audit", "/etc/audit"))
                .apiServer(c -> c.probes(probes -> probes.startup(probe -> probe.failureThreshold(9))))
                .apiServer(c -> c.probes(probes -> probes.liveness(probe -> probe.periodSeconds(5))))
                .certSan("a")
                .certSan("b", "c")
                .additionalPort(port -> port.name("m").port(1).targetPort(io.kamaji.api.json.JsonValue.of(1)))
                .deployment(deployment ->
                        deployment.putNodeSelector("pool", "x").addToleration(JsonObject.of("operator", "Exists")))
                .build();

        var plane = tenant.spec().controlPlane();
        var deployment = plane.deployment().orElseThrow();
        var metadata = plane.service().additionalMetadata().orElseThrow();
        assertThat(deployment.replicas()).hasValue(3);
        assertThat(deployment.extraArgs().flatMap(ExtraArgs::apiServer)).hasValue(List.of("--a=1", "--b=2"));
        assertThat(deployment.probes().flatMap(Probes::apiServer)).hasValueSatisfying(probes -> {
            assertThat(probes.startup().flatMap(ProbeSpec::failureThreshold)).hasValue(9);
            assertThat(probes.liveness().flatMap(ProbeSpec::periodSeconds)).hasValue(5);
        });
        assertThat(deployment.nodeSelector()).hasValue(Map.of("pool", "x"));
        assertThat(metadata.labels()).hasValue(Map.of("a", "1", "b", "2"));
        assertThat(metadata.annotations()).hasValue(Map.of("c", "3"));
        assertThat(tenant.spec().networkProfile().flatMap(NetworkProfile::certSANs))
                .hasValue(List.of("a", "b", "c"));
        assertThat(plane.service().additionalPorts())
                .hasValueSatisfying(ports -> assertThat(ports).hasSize(1));
    }

    @Test
    void setters_again_replace() {
        var tenant = tenant().clusterIp()
                .serviceCidr("10.1.0.0/16")
                .serviceCidr("10.2.0.0/16")
                .nodePort(31443)
                .address("192.0.2.1")
                .build();

        assertThat(tenant.spec().networkProfile().flatMap(NetworkProfile::serviceCidrs))
                .hasValue(List.of("10.2.0.0/16"));
        assertThat(tenant.spec().controlPlane().service().serviceType()).isEqualTo("NodePort");
    }

    @Test
    void serviceAccountIssuer_again_replacesAndKeepsTheDefaultAccepted() {
        var built = tenant().clusterIp()
                .apiServer(c -> c.arg("--v", "2"))
                .serviceAccountIssuer("https://old.example.com")
                .serviceAccountIssuer("https://blue.example.com")
                .build();

        assertThat(built.spec().controlPlane().deployment().flatMap(DeploymentSpec::extraArgs))
                .flatMap(ExtraArgs::apiServer)
                .hasValue(List.of(
                        "--v=2",
                        "--service-account-issuer=https://blue.example.com",
                        "--service-account-issuer=https://kubernetes.default.svc.cluster.local"));
    }

    @Test
    void sharedPort_shortForms_sayAddressAndPort() {
        var balanced = tenant().sharedPort(7443, SharedAddress.metalLb("tenants", "192.0.2.1"))
                .build()
                .spec();
        assertThat(balanced.controlPlane().service().serviceType()).isEqualTo("LoadBalancer");
        assertThat(balanced.networkProfile().orElseThrow().port()).hasValue(7443);
        assertThat(balanced.controlPlane()
                        .service()
                        .additionalMetadata()
                        .orElseThrow()
                        .annotations()
                        .orElseThrow())
                .containsEntry("metallb.io/allow-shared-ip", "tenants")
                .containsEntry("metallb.io/loadBalancerIPs", "192.0.2.1");

        var routed = tenant().sharedPort(
                        7443,
                        "a.example.org",
                        ParentReference.builder()
                                .name("edge")
                                .namespace("gateways")
                                .build())
                .build();
        assertThat(routed.setting(Settings.GATEWAY_ROUTE)).contains("TCPRoute");
        assertThat(routed.spec().networkProfile().orElseThrow().port()).hasValue(7443);
        assertThat(routed.spec()
                        .controlPlane()
                        .gateway()
                        .orElseThrow()
                        .parentRefs()
                        .orElseThrow())
                .singleElement()
                .satisfies(parent -> assertThat(parent.port()).hasValue(7443));
    }

    @Test
    void ingressAndGateway_shortForms_areValid() {
        assertThat(tenant().ingress("a.example.org:443", "nginx")
                        .build()
                        .spec()
                        .controlPlane()
                        .ingress())
                .hasValueSatisfying(
                        ingress -> assertThat(ingress.ingressClassName()).hasValue("nginx"));
        assertThat(tenant().gateway("a.example.org", "gateways", "edge")
                        .build()
                        .spec()
                        .controlPlane()
                        .gateway())
                .hasValueSatisfying(gateway -> assertThat(gateway.parentRefs())
                        .hasValueSatisfying(refs -> assertThat(refs).hasSize(1)));
    }

    @Test
    void kine_probes_areRefused() {
        assertThatThrownBy(() -> tenant().kine(c -> c.requestCpu("1").probes(probes -> {})))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void dataStores_shortForms_areValid() {
        var etcd = DataStore.etcd("main", "a:2379", "b:2379")
                .certificateAuthority("storage", "etcd-ca")
                .clientCertificate("storage", "etcd-root")
                .build();
        var mysql = DataStore.mysql("mysql", "mysql:3306")
                .basicAuth(ContentRef.inline("root"), ContentRef.secret("storage", "mysql", "password"))
                .certificateAuthority(ContentRef.inline("-----BEGIN CERTIFICATE-----"))
                .build();

        assertThat(etcd.spec().endpoints()).hasValue(List.of("a:2379", "b:2379"));
        assertThat(mysql.toJsonObject().text("spec", "basicAuth", "username", "content"))
                .hasValue("cm9vdA==");
        assertThat(mysql.toString()).doesNotContain("cm9vdA");
        assertThat(DataStore.postgresql("pg", "pg:5432")
                        .basicAuth("storage", "pg")
                        .build()
                        .validate())
                .isEmpty();
        assertThatThrownBy(() -> DataStore.nats("nats", "nats:4222").build())
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("either tlsConfig or basicAuth must be provided");
    }

    @Test
    void kubernetesVersion_noVersion_isReportedAsWritten() {
        assertThatThrownBy(() -> TenantControlPlane.builder("tenants", "a")
                        .kubernetesVersion("abc")
                        .clusterIp()
                        .build())
                .hasMessageContaining("spec.kubernetes.version: \"abc\": ");
    }
}
