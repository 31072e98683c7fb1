package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TenantUpdateTest {
    private static final String VERSION = "spec.kubernetes.version";

    /** The document is the new object; the old one is the sample of everything. */
    static Stream<Wrong> changes() {
        return Stream.of(
                change("spec.dataStore", "null").gives("unsetting the dataStore is not supported"),
                change("spec.dataStoreSchema", "null").gives("unsetting the dataStoreSchema is not supported"),
                change("spec.dataStoreUsername", "null").gives("unsetting the dataStoreUsername is not supported"),
                change("spec.dataStoreSchema", "x").gives("changing the dataStoreSchema is not supported"),
                change("spec.dataStoreUsername", "x").gives("changing the dataStoreUsername is not supported"),
                change("spec.networkProfile.clusterDomain", "a.b")
                        .gives("changing the cluster domain is not supported"),
                change("spec.networkProfile.clusterDomain", "null")
                        .gives(
                                "spec.networkProfile.clusterDomain",
                                "cluster.local",
                                "changing the cluster domain is not supported"),
                change("spec.networkProfile.loadBalancerClass", "other").gives("LoadBalancerClass is immutable"),
                change("spec.networkProfile.loadBalancerClass", "null")
                        .gives("LoadBalancerClass cannot be set or unset at runtime"),
                change(VERSION, "v1.34.9").gives("unable to downgrade a TenantControlPlane from 1.35.0 to 1.34.0"),
                change(VERSION, "v1.37.0").gives("unable to upgrade to a minor version in a non-sequential mode"),
                change(VERSION, "v1.38.0")
                        .gives("unable to upgrade to a version greater than the supported one (v1.37)")
                        .gives("unable to upgrade to a minor version in a non-sequential mode"),
                change(VERSION, "latest")
                        .gives("unable to parse the desired Kubernetes version: No Major.Minor.Patch elements found"),
                change("spec.networkProfile.dnsServiceIPs", "[10.1.0.10]")
                        .gives(
                                "spec.networkProfile.dnsServiceIPs[0]",
                                "10.1.0.10",
                                "DNS service IP \"10.1.0.10\" is not contained in any configured service CIDR"));
    }

    private static Wrong change(String path, String yaml) {
        return Wrong.of("tenant-everything", path, yaml);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void validateUpdate_whatMayNotChange_givesExactlyItsViolations(Wrong wrong) {
        var now = TenantControlPlane.of(wrong.document());

        assertThat(now.validateUpdate(Samples.everything())).containsExactlyInAnyOrderElementsOf(wrong.expected());
    }

    static Stream<Wrong> allowed() {
        return Stream.of(
                change(VERSION, "v1.35.0"),
                change(VERSION, "v1.36.3"),
                change("spec.dataStore", "etcd-other"),
                change("spec.controlPlane.deployment.replicas", "0"),
                change("spec.networkProfile.loadBalancerClass", "null")
                        .and("spec.networkProfile.loadBalancerSourceRanges", "null")
                        .and("spec.controlPlane.service.allocateLoadBalancerNodePorts", "null")
                        .and("spec.controlPlane.service.serviceType", "ClusterIP"),
                change(VERSION, "v1.20.0").and("metadata.deletionTimestamp", "2026-11-23T00:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void validateUpdate_whatMayChange_givesNothing(Wrong right) {
        assertThat(TenantControlPlane.of(right.document()).validateUpdate(Samples.everything()))
                .isEmpty();
    }

    @Test
    void validateUpdate_oldOneBroken_judgesTheNewOne() {
        var broken = TenantControlPlane.of(
                change("spec.networkProfile.dnsServiceIPs", "[10.1.0.10]").document());

        assertThat(Samples.everything().validateUpdate(broken)).isEmpty();
    }

    @Test
    void validateUpdate_schemaSetLater_isAllowed() {
        var later = Samples.minimal().toBuilder()
                .spec(spec -> spec.dataStore("a").dataStoreSchema("b").dataStoreUsername("c"))
                .build();

        assertThat(later.validateUpdate(Samples.minimal())).isEmpty();
    }
}
