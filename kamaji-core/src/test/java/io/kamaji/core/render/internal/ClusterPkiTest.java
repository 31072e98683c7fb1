package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.render.GoldenPki;
import io.kamaji.core.render.Scenarios;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterPkiTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");

    @Test
    void contribute_ca_hasCopiesForClusterApiAndNoLifecycleLabel() {
        var secret = ETCD.object("Secret", "blue-ca");
        var data = secret.texts("data");
        assertThat(data).containsOnlyKeys("ca.crt", "ca.key", "tls.crt", "tls.key");
        assertThat(data.get("tls.key")).isEqualTo(data.get("ca.key"));
        assertThat(new String(Base64.getDecoder().decode(data.get("ca.crt")), StandardCharsets.UTF_8))
                .isEqualTo(GoldenPki.certificates().get("ca").certificatePem());
        assertThat(secret.texts("metadata", "labels")).doesNotContainKey(Names.LIFECYCLE);
    }

    @Test
    void contribute_leaves_areLabelledAsExpiring() {
        for (var name : List.of(
                "api-server-certificate", "api-server-kubelet-client-certificate", "front-proxy-client-certificate")) {
            assertThat(ETCD.object("Secret", "blue-" + name).texts("metadata", "labels"))
                    .containsEntry(Names.LIFECYCLE, "x509")
                    .containsEntry("kamaji.clastix.io/component", name);
        }
        assertThat(ETCD.object("Secret", "blue-sa-certificate").texts("data")).containsOnlyKeys("sa.pub", "sa.key");
    }

    @Test
    void apiServerNames_everythingSet_hasEveryWayToAsk() {
        var names = ClusterPki.apiServerNames(Scenarios.named("everything").view());
        assertThat(names.dnsNames())
                .containsExactlyInAnyOrder(
                        "kubernetes",
                        "kubernetes.default",
                        "kubernetes.default.svc",
                        "kubernetes.default.svc.blue.internal",
                        "localhost",
                        "blue",
                        "blue.tenants.svc",
                        "blue.tenants.svc.cluster.local",
                        "blue.example.com",
                        "*.blue.example.com");
        assertThat(names.ipAddresses())
                .containsExactly("10.112.0.1", "192.0.2.10", "198.51.100.1", "127.0.0.1", "203.0.113.9", "2001:db8::9");
    }

    @Test
    void apiServerNames_dualStack_hasTheFirstServiceAddressOfEachFamily() {
        assertThat(ClusterPki.apiServerNames(Scenarios.named("dual-stack").view())
                        .ipAddresses())
                .contains("fd00:10:96::1", "10.96.0.1");
    }
}
