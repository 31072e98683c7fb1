package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.render.Scenarios;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreDnsTest {
    private static final Scenarios.Scenario ADDONS = Scenarios.named("addons");

    private static String image(Scenarios.Scenario scenario) {
        return scenario.inTenant("Deployment", "coredns")
                .orElseThrow()
                .object("spec", "template", "spec")
                .array("containers")
                .objects()
                .findFirst()
                .flatMap(container -> container.text("image"))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"v1.33.13, v1.12.0", "v1.34.4, v1.12.1", "v1.35.4, v1.13.1", "v1.36.3, v1.14.2", "v1.37.2, v1.14.6"})
    void contribute_kubernetesVersion_choosesTheTag(String kubernetes, String tag) {
        assertThat(image(ADDONS.with("spec.kubernetes.version", kubernetes)))
                .isEqualTo("registry.k8s.io/coredns/coredns:" + tag);
    }

    @Test
    void contribute_overrides_areHonouredEachByItself() {
        assertThat(image(ADDONS.with("spec.addons.coreDNS.imageTag", "v9")))
                .isEqualTo("registry.k8s.io/coredns/coredns:v9");
        assertThat(image(ADDONS.with("spec.addons.coreDNS.imageRepository", "example.com/dns")))
                .isEqualTo("example.com/dns/coredns:v1.14.2");
    }

    @Test
    void contribute_dnsServiceIp_isTheClusterIp() {
        var service = ADDONS.with("spec.networkProfile.dnsServiceIPs", java.util.List.of("10.96.0.53"))
                .inTenant("Service", "kube-dns")
                .orElseThrow();
        assertThat(service.text("spec", "clusterIP")).contains("10.96.0.53");
        assertThat(service.object("spec").has("clusterIPs")).isFalse();
    }

    @Test
    void contribute_dualStack_hasBothInTheOrderOfTheSpec() {
        var spec = Scenarios.named("addons-dual-stack")
                .inTenant("Service", "kube-dns")
                .orElseThrow()
                .object("spec");
        assertThat(spec.text("clusterIP")).contains("fd00:10:96::10");
        assertThat(spec.array("clusterIPs").texts()).containsExactly("fd00:10:96::10", "10.96.0.10");
        assertThat(spec.array("ipFamilies").texts()).containsExactly("IPv6", "IPv4");
        assertThat(spec.text("ipFamilyPolicy")).contains("PreferDualStack");
    }

    @Test
    void contribute_corefileAndReplicas_areTheTenantsOnceItChangesThem() {
        var shared = ADDONS.render().parts().stream()
                .filter(part -> part.component().equals("coredns"))
                .filter(part -> !part.sharing().fields().isEmpty())
                .map(CoreDnsTest::shared);
        assertThat(shared).containsExactly("ConfigMap [data.Corefile]", "Deployment [spec.replicas]");
    }

    private static String shared(Rendered.Part part) {
        return part.manifest().ref().kind() + " " + part.sharing().fields();
    }

    @Test
    void contribute_clusterDomain_isInTheCorefile() {
        var corefile = Scenarios.named("addons-overridden")
                .inTenant("ConfigMap", "coredns")
                .flatMap(map -> map.text("data", "Corefile"))
                .orElseThrow();
        assertThat(corefile).contains("kubernetes blue.internal in-addr.arpa").doesNotContain("cluster.local");
    }

    @Test
    void contribute_notEnabled_isNothing() {
        assertThat(ADDONS.with("spec.addons", JsonObject.EMPTY).render().parts())
                .extracting(Rendered.Part::component)
                .doesNotContainAnyElementsOf(
                        Set.of("coredns", "kube-proxy", "konnectivity-server", "konnectivity-agent"));
    }
}
