package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.Scenarios;
import org.junit.jupiter.api.Test;

class KubeadmConfigTest {

    @Test
    void contribute_everything_saysWhatIsSo() {
        var data = Scenarios.named("everything")
                .object("ConfigMap", "blue-kubeadmconfig")
                .texts("data");
        var cluster = JsonObject.parse(data.get("ClusterConfiguration"));
        var init = JsonObject.parse(data.get("InitConfiguration"));
        assertThat(cluster.text("controlPlaneEndpoint")).contains("198.51.100.1:7443");
        assertThat(cluster.text("networking", "dnsDomain")).contains("blue.internal");
        assertThat(cluster.text("networking", "podSubnet")).contains("10.113.0.0/16");
        assertThat(cluster.array("etcd", "external", "endpoints").texts())
                .containsExactly("https://etcd-0.etcd.svc:2379", "https://etcd-1.etcd.svc:2379");
        assertThat(init.number("localAPIEndpoint", "bindPort")).contains(7443L);
        assertThat(data.values()).noneMatch(json -> json.contains("abcdef"));
    }
}
