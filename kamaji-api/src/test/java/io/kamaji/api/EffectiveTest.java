package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveTest {
    @Test
    void effective_minimal_hasEveryDefault() {
        var tenant =
                Samples.minimal().toBuilder().coreDns().konnectivity().build().effective();

        assertThat(tenant.toJsonObject().object("spec")).isEqualTo(JsonObject.parse("""
                        kubernetes:
                          version: v1.35.2
                          kubelet: {preferredAddressTypes: [InternalIP, ExternalIP, Hostname]}
                          admissionControllers: [CertificateApproval, CertificateSigning, CertificateSubjectRestriction,
                            DefaultIngressClass, DefaultStorageClass, DefaultTolerationSeconds, LimitRanger,
                            MutatingAdmissionWebhook, NamespaceLifecycle, PersistentVolumeClaimResize, Priority, ResourceQuota,
                            RuntimeClass, ServiceAccount, StorageObjectInUseProtection, TaintNodesByCondition,
                            ValidatingAdmissionWebhook]
                        networkProfile:
                          port: 6443
                          clusterDomain: cluster.local
                          serviceCidr: 10.96.0.0/16
                          serviceCidrs: [10.96.0.0/16]
                          podCidr: 10.244.0.0/16
                          podCidrs: [10.244.0.0/16]
                          dnsServiceIPs: [10.96.0.10]
                        controlPlane:
                          service: {serviceType: LoadBalancer}
                          deployment:
                            replicas: 2
                            registrySettings:
                              registry: registry.k8s.io
                              apiServerImage: kube-apiserver
                              controllerManagerImage: kube-controller-manager
                              schedulerImage: kube-scheduler
                            strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 100%}}
                            serviceAccountName: default
                        addons:
                          coreDNS: {}
                          konnectivity:
                            server: {image: registry.k8s.io/kas-network-proxy/proxy-server, port: 8132}
                            agent:
                              image: registry.k8s.io/kas-network-proxy/proxy-agent
                              mode: DaemonSet
                              hostNetwork: false
                              tolerations: [{key: CriticalAddonsOnly, operator: Exists}]
                        """));
    }

    @Test
    void effective_konnectivityServerWithoutPort_hasThePort() {
        var tenant = Samples.minimal().toBuilder()
                .konnectivity(konnectivity -> konnectivity.server(server -> server.image("x")))
                .build()
                .effective();

        assertThat(tenant.spec()
                        .addons()
                        .flatMap(addons -> addons.konnectivity())
                        .flatMap(konnectivity -> konnectivity.server()))
                .hasValueSatisfying(server -> assertThat(server.port()).isEqualTo(8132));
    }

    @Test
    void effective_everythingSet_changesOnlyWhatIsMissing() {
        var tenant = Samples.everything();
        var before = tenant.toJsonObject();
        var after = tenant.effective().toJsonObject();

        assertThat(after).isEqualTo(before);
    }

    @Test
    void effective_twice_isTheSame() {
        var once = Samples.minimal().effective();

        assertThat(once.effective()).isEqualTo(once);
        assertThat(once.validate()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/16, 10.96.0.10",
        "10.96.0.250/16, 10.96.0.10",
        "10.96.4.128/25, 10.96.4.138",
        "2001:db8:abcd::/64, 2001:db8:abcd::10",
        "fd00:0:0:1::5/112, fd00:0:0:1::10"
    })
    void effective_dns_isCountedFromTheNetwork(String cidr, String dns) {
        var tenant = Samples.minimal().toBuilder().serviceCidr(cidr).build();

        assertThat(tenant.effective().spec().networkProfile().orElseThrow().dnsServiceIPs())
                .hasValue(List.of(dns));
    }

    @Test
    void effective_dualStack_hasDnsPerNetworkInOrder() {
        var tenant = Samples.minimal().toBuilder()
                .serviceCidr("fd00::/112", "10.96.0.0/16")
                .build();

        assertThat(tenant.effective().spec().networkProfile().orElseThrow().dnsServiceIPs())
                .hasValue(List.of("fd00::10", "10.96.0.10"));
    }

    @Test
    void effective_identity_staysOpen() {
        var spec = Samples.minimal().effective().spec();

        assertThat(spec.dataStore()).isEmpty();
        assertThat(spec.dataStoreSchema()).isEmpty();
        assertThat(spec.dataStoreUsername()).isEmpty();
    }

    @Test
    void effective_generatorAndSqlite_haveTheirDefaults() {
        var generator = (KubeconfigGenerator) Samples.read("kubeconfig-generator");
        var bare = generator.toBuilder()
                .spec(generator.spec().toBuilder()
                        .controlPlaneEndpointFrom(java.util.Optional.empty())
                        .build())
                .build();

        assertThat(bare.effective().spec().controlPlaneEndpointFrom()).hasValue("admin.svc");
        assertThat(DataStore.sqlite("a").build().effective().spec().sqlite()).hasValueSatisfying(sqlite -> {
            assertThat(sqlite.volume()).hasValue("persistentVolumeClaim");
            assertThat(sqlite.size()).hasValue("1Gi");
        });
    }
}
