package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Scenarios;
import io.kamaji.core.render.Scenarios.Scenario;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesEndpointsTest {
    private static final Scenario ETCD = Scenarios.named("minimal-etcd");

    @ParameterizedTest
    @CsvSource({"203.0.113.7, IPv4", "2001:db8::7, IPv6"})
    void contribute_advertisedAddress_isReadyBesideTheApiServersOwnSlice(String address, String type) {
        var slice = slice(ETCD.with("spec.networkProfile.address", address).with("spec.networkProfile.port", 7443))
                .orElseThrow();
        assertThat(slice.text("metadata", "namespace")).contains("default");
        assertThat(slice.texts("metadata", "labels"))
                .containsEntry("kubernetes.io/service-name", "kubernetes")
                .containsEntry("endpointslice.kubernetes.io/managed-by", "kamaji.clastix.io")
                .containsEntry("kamaji.clastix.io/project", "kamaji");
        assertThat(slice.text("addressType")).contains(type);
        assertThat(slice.array("endpoints").toJson())
                .isEqualTo("[{\"addresses\":[\"" + address + "\"],\"conditions\":{\"ready\":true}}]");
        assertThat(slice.array("ports").toJson())
                .isEqualTo("[{\"name\":\"https\",\"protocol\":\"TCP\",\"port\":7443}]");
    }

    @Test
    void contribute_advertiseAddress_isTheOneThatTheApiServersAdvertise() {
        var slice = slice(ETCD.with("spec.networkProfile.advertiseAddress", "198.51.100.9"));
        assertThat(slice.orElseThrow().array("endpoints").toJson()).contains("198.51.100.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.22.0.2", "::1", "169.254.1.1", "fe80::1"})
    void contribute_addressThatNoEndpointMayBe_isLeftOut(String address) {
        assertThat(slice(ETCD.with("spec.networkProfile.address", address))).isEmpty();
    }

    /** From 1.37 on kube-apiserver ends on such an address where it is to keep endpoints of it. */
    @ParameterizedTest
    @CsvSource({
        "v1.36.3, 127.22.0.2, false",
        "v1.37.2, 127.22.0.2, true",
        "v1.37.2, fe80::1, true",
        "v1.37.2, 203.0.113.7, false"
    })
    void apiServer_addressThatNoEndpointMayBe_keepsNoneWhereItWouldEnd(
            String kubernetes, String address, boolean none) {
        var scenario = ETCD.with("spec.kubernetes.version", kubernetes).with("spec.networkProfile.address", address);

        assertThat(scenario.args("kube-apiserver").contains("--endpoint-reconciler-type=none"))
                .isEqualTo(none);
    }

    @Test
    void contribute_addressUnknown_waits() {
        assertThat(Scenarios.named("address-unknown").render().parts())
                .filteredOn(part -> part.manifest().ref().name().equals(KubernetesEndpoints.SLICE))
                .singleElement()
                .satisfies(part -> assertThat(part.waitsFor()).containsExactly("<LoadBalancer address>"));
    }

    @Test
    void contribute_first_ofAllInTheTenant() {
        var first = ETCD.render().manifests(Target.TENANT).get(0).ref();
        assertThat(List.of(first.kind(), first.name())).containsExactly("EndpointSlice", KubernetesEndpoints.SLICE);
    }

    private static Optional<JsonObject> slice(Scenario scenario) {
        return scenario.inTenant("EndpointSlice", KubernetesEndpoints.SLICE);
    }
}
