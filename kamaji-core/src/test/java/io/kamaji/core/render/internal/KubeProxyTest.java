package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeProxyTest {
    private static final Scenarios.Scenario ADDONS = Scenarios.named("addons");

    private static JsonObject daemonSet(Scenarios.Scenario scenario) {
        return scenario.inTenant("DaemonSet", "kube-proxy").orElseThrow();
    }

    private static JsonObject file(Scenarios.Scenario scenario, String key) {
        return JsonObject.parse(scenario.inTenant("ConfigMap", "kube-proxy")
                .flatMap(map -> map.text("data", key))
                .orElseThrow());
    }

    private static String hash(Scenarios.Scenario scenario) {
        return daemonSet(scenario)
                .text("spec", "template", "metadata", "annotations", "checksum.kamaji.clastix.io/kube-proxy")
                .orElseThrow();
    }

    @Test
    void contribute_configuration_hasThePodsRangesAndTheFamilysWildcard() {
        assertThat(file(ADDONS, "config.conf").text("clusterCIDR")).contains("10.244.0.0/16");
        assertThat(file(ADDONS, "config.conf").text("bindAddress")).contains("0.0.0.0");
        var dual = file(Scenarios.named("addons-dual-stack"), "config.conf");
        assertThat(dual.text("clusterCIDR")).contains("fd00:10:244::/56,10.244.0.0/16");
        assertThat(dual.text("bindAddress")).contains("::");
    }

    /** The next default is another; older kube-proxies are not restarted to be told what theirs is. */
    @ParameterizedTest
    @CsvSource({"v1.36.3,", "v1.37.2, iptables"})
    void contribute_mode_isChosenFromTheVersionOnThatAsksForIt(String kubernetes, @Nullable String mode) {
        var configuration = file(ADDONS.with("spec.kubernetes.version", kubernetes), "config.conf");
        assertThat(configuration.text("mode")).isEqualTo(Optional.ofNullable(mode));
    }

    @Test
    void contribute_kubeconfig_namesTheControlPlaneEndpoint() {
        var clusters = file(ADDONS, "kubeconfig.conf").array("clusters").objects();
        assertThat(clusters.map(c -> c.text("cluster", "server").orElseThrow()))
                .containsExactly("https://192.0.2.10:6443");
    }

    @Test
    void contribute_configurationChanges_restartsThePods() {
        var other = ADDONS.with("spec.networkProfile.podCidrs", List.of("10.99.0.0/16"));
        assertThat(hash(ADDONS)).isEqualTo(hash(ADDONS)).hasSize(64).isNotEqualTo(hash(other));
    }

    @Test
    void contribute_image_takesRepositoryAndTagEachByItself() {
        assertThat(daemonSet(ADDONS).toJson()).contains("\"registry.k8s.io/kube-proxy:v1.36.3\"");
        assertThat(daemonSet(ADDONS.with("spec.addons.kubeProxy.imageTag", "v1+2"))
                        .toJson())
                .contains("\"registry.k8s.io/kube-proxy:v1_2\"");
    }

    @Test
    void contribute_addressUnknown_waitsWithWhatNamesIt() {
        var waiting = Scenarios.named("addons-address-unknown").render().parts().stream()
                .filter(part -> part.component().equals("kube-proxy")
                        && !part.waitsFor().isEmpty())
                .map(part -> part.manifest().ref().kind());
        assertThat(waiting).containsExactly("ConfigMap", "DaemonSet");
    }
}
