package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.value.Violation;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarningsTest {
    private static final String NET = "spec.networkProfile.";

    static Stream<Wrong> odd() {
        return Stream.of(
                Wrong.minimal(NET + "serviceCidr", "10.1.0.0/16").gives("deprecated: use serviceCidrs"),
                Wrong.minimal(NET + "podCidr", "10.1.0.0/16")
                        .and(NET + "podCidrs", "[10.2.0.0/16]")
                        .gives("deprecated: use podCidrs, which is set and wins"),
                Wrong.minimal(NET + "podCidrs", "[10.96.128.0/24]")
                        .gives(NET + "podCidrs[0]", "10.96.128.0/24", "overlaps with the service network"),
                Wrong.minimal(NET + "podCidrs", "[fd00::/64]")
                        .gives("shares no IP family with the services: they reach no pod"),
                Wrong.minimal("spec.controlPlane.service.serviceType", "NodePort")
                        .and(NET + "address", "192.0.2.1")
                        .gives(
                                NET + "port",
                                "6443",
                                "is also the node port, and outside of the usual range 30000 to 32767"),
                Wrong.minimal(NET + "port", "40000")
                        .gives("the Cluster API provider reads no port above 32767: it would wait for ever"),
                Wrong.minimal("spec.kubernetes.version", "v1.32.9")
                        .gives("older than 1.33, the first version that flags and add-ons are rendered for"),
                Wrong.minimal("spec.controlPlane.deployment", "{replcias: 1}")
                        .gives("spec.controlPlane.deployment.replcias", "1", "unknown field"),
                Wrong.minimal("spec.kubernetes.kubelet.cgroupfs", "systemd")
                        .gives("deprecated: use configurationJSONPatches"),
                Wrong.minimal("spec.dataStore", "a")
                        .and("spec.dataStoreOverrides", "[{resource: /e, dataStore: a}, {resource: /e, dataStore: b}]")
                        .gives(
                                "spec.dataStoreOverrides[1].resource",
                                "/e",
                                "duplicate resource override in Spec.DataStoreOverrides"));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void warnings_acceptedButOdd_areSaidAndNothingIsRefused(Wrong odd) {
        var tenant = TenantControlPlane.of(odd.document());

        assertThat(tenant.validate()).isEmpty();
        assertThat(tenant.warnings()).containsExactlyInAnyOrderElementsOf(odd.expected());
    }

    @Test
    void warnings_coreDnsTagAlone_none() {
        var tenant = TenantControlPlane.of(
                Wrong.minimal("spec.addons.coreDNS", "{imageTag: v1}").document());

        assertThat(tenant.warnings()).isEmpty();
    }

    @Test
    void warnings_minimal_none() {
        assertThat(Samples.minimal().warnings()).isEmpty();
        assertThat(Samples.minimal().effective().warnings()).isEmpty();
    }

    @Test
    void warnings_sqliteOnEmptyDir_saysThatDataIsLost() {
        var store = DataStore.sqlite("a", sqlite -> sqlite.volume("emptyDir")).build();

        assertThat(store.warnings()).extracting(Violation::path).containsExactly("spec.sqlite.volume");
        assertThat(DataStore.sqlite("b").build().warnings()).isEmpty();
    }
}
