package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes into the tenant. */
class TenantSideTest {
    private static final List<String> PATCHES = List.of("spec", "kubernetes", "kubelet", "configurationJSONPatches");

    @Test
    void kubeletConfig_withoutPatches_holdsOnlyWhatKubeadmSets() {
        var config = kubelet("[]");

        assertThat(config.members().keySet())
                .isEqualTo(Set.of(
                        "apiVersion",
                        "kind",
                        "authentication",
                        "authorization",
                        "cgroupDriver",
                        "clusterDNS",
                        "clusterDomain",
                        "healthzBindAddress",
                        "healthzPort",
                        "rotateCertificates",
                        "staticPodPath"));
        assertThat(config.array("clusterDNS").texts()).containsExactly("10.96.0.10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{op: replace, path: /maxPods, value: 250}] | maxPods | 250",
                "[{op: replace, path: /cgroupDriver, value: cgroupfs}] | cgroupDriver | cgroupfs",
                "[{op: remove, path: /rotateCertificates}] | rotateCertificates | ",
                "[{op: remove, path: /crashLoopBackOff}] | crashLoopBackOff | ",
                "[{op: remove, path: /imagePullCredentialsVerificationPolicy}] | imagePullCredentialsVerificationPolicy | ",
                "[{op: add, path: /featureGates, value: {A: true}}] | featureGates | {A: true}",
                "[{op: move, from: /maxPods, path: /podsPerCore}] | podsPerCore | 110",
                "[{op: replace, path: /failSwapOn, value: true}] | failSwapOn | true",
                "[{op: test, path: /failSwapOn, value: true}] | failSwapOn | ",
                "[{op: add, path: /clusterDNS/-, value: 10.96.0.11}] | clusterDNS | [10.96.0.10, 10.96.0.11]"
            })
    void kubeletConfig_patched_holdsWhatWasTouched(String patch, String field, String expected) {
        var value = kubelet(patch).get(field);

        assertThat(value).isEqualTo(java.util.Optional.ofNullable(expected).map(JsonValue::parse));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{op: test, path: /maxPods, value: 1}] | 0",
                "[{op: add, path: /a, value: 1}, {op: remove, path: /no}] | 1",
                "[{op: add, path: maxPods, value: 1}] | 0",
                "[{op: swap, path: /maxPods}] | 0",
                "[{op: replace, path: /maxPods}] | 0"
            })
    void check_patchThatCannotBeApplied_isAViolationWithItsPath(String patch, int index) {
        assertThat(ControlPlaneRenderer.standard().check(tenant(patch)).violations())
                .extracting(Violation::path)
                .containsExactly(String.join(".", PATCHES) + "[" + index + "]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{op: replace, path: '', value: []}]",
                "[{op: replace, path: /kind, value: Pod}]",
                "[{op: remove, path: /apiVersion}]"
            })
    void check_patchThatLeavesNoConfiguration_isAViolation(String patch) {
        assertThat(ControlPlaneRenderer.standard().check(tenant(patch)).violations())
                .extracting(Violation::path)
                .containsExactly(String.join(".", PATCHES));
    }

    @Test
    void kubeadmConfig_dualStack_keepsTheOrderOfTheSpec() {
        var scenario = Scenarios.named("dual-stack");
        var network = scenario.tenant().effective().toJsonObject().object("spec", "networkProfile");

        var config = clusterConfiguration(scenario.render());

        assertThat(config.text("networking", "serviceSubnet"))
                .contains(String.join(",", network.array("serviceCidrs").texts()));
        assertThat(config.text("networking", "podSubnet"))
                .contains(String.join(",", network.array("podCidrs").texts()));
    }

    @Test
    void kubeadmConfig_everything_saysWhatIsSo() {
        var config = clusterConfiguration(Scenarios.named("everything").render());

        assertThat(config.text("imageRepository")).contains("registry.example.com/k8s");
        assertThat(config.bool("proxy", "disabled")).contains(true);
        assertThat(config.text("etcd", "external", "caFile")).contains("/etc/kubernetes/pki/etcd/ca.crt");
        assertThat(config.array("apiServer", "extraArgs").toJson()).contains("/tenants_blue");
        assertThat(config.text("controlPlaneEndpoint")).contains("198.51.100.1:7443");
    }

    @Test
    void tenantObjects_addressUnknown_waitForItWhereTheyNameIt() {
        var waiting = Scenarios.named("address-unknown").render().parts().stream()
                .filter(part -> part.manifest().target() == Target.TENANT)
                .filter(part -> !part.waitsFor().isEmpty())
                .map(part -> part.manifest().ref().name());

        assertThat(waiting).containsExactly("kubernetes-kamaji", "kubeadm-config", "cluster-info");
    }

    private static JsonObject kubelet(String patch) {
        var scenario = Scenarios.named("minimal-etcd");
        var tree = ControlPlaneRenderer.standard()
                .render(tenant(patch), scenario.inputs())
                .manifest(Target.TENANT, ObjectRef.of("v1", "ConfigMap", "kube-system", "kubelet-config"))
                .map(Manifest::tree)
                .orElseThrow();
        return JsonObject.parse(tree.text("data", "kubelet").orElseThrow());
    }

    private static JsonObject clusterConfiguration(Rendered rendered) {
        var tree = rendered.manifest(Target.TENANT, ObjectRef.of("v1", "ConfigMap", "kube-system", "kubeadm-config"))
                .map(Manifest::tree)
                .orElseThrow();
        return JsonObject.parse(tree.text("data", "ClusterConfiguration").orElseThrow());
    }

    private static TenantControlPlane tenant(String patch) {
        var tree = Scenarios.named("minimal-etcd").tenant().toJsonObject();
        var patches = (JsonArray) JsonValue.parse(patch);
        return TenantControlPlane.parse(tree.withAt(PATCHES, patches).toYaml());
    }
}
