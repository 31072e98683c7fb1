package io.kamaji.core.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantViewTest {
    private static final Scenarios.Scenario MINIMAL = Scenarios.named("minimal-etcd");

    @Test
    void of_minimal_hasTheDefaults() {
        var view = MINIMAL.view();
        assertThat(view.port()).isEqualTo(6443);
        assertThat(view.version()).isEqualTo("v1.36.3");
        assertThat(view.minor()).isEqualTo(36);
        assertThat(view.clusterDomain()).isEqualTo("cluster.local");
        assertThat(view.serviceCidrs()).containsExactly("10.96.0.0/16");
        assertThat(view.podCidrs()).containsExactly("10.244.0.0/16");
        assertThat(view.dnsServiceIps()).containsExactly("10.96.0.10");
        assertThat(view.kubernetesServiceIps()).containsExactly("10.96.0.1");
        assertThat(view.replicas()).isEqualTo(2);
        assertThat(view.apiServerImage()).isEqualTo("registry.k8s.io/kube-apiserver:v1.36.3");
        assertThat(view.endpoints().api().shown()).hasToString("192.0.2.10:6443");
        assertThat(view.objectName("ca")).isEqualTo("blue-ca");
    }

    @Test
    void version_withoutV_getsIt() {
        assertThat(MINIMAL.with("spec.kubernetes.version", "1.35.1").view().version())
                .isEqualTo("v1.35.1");
    }

    @Test
    void serviceCidrs_dualStack_keepTheOrderOfTheSpecEachOnce() {
        var view = MINIMAL.with("spec.networkProfile.serviceCidrs", List.of("fd00::/112", "10.96.0.0/16"))
                .with("spec.networkProfile.podCidrs", List.of("10.244.0.0/16", "10.244.0.0/16"))
                .view();
        assertThat(view.serviceCidrs()).containsExactly("fd00::/112", "10.96.0.0/16");
        assertThat(view.podCidrs()).containsExactly("10.244.0.0/16");
        assertThat(view.kubernetesServiceIps()).containsExactly("fd00::1", "10.96.0.1");
    }

    @Test
    void endpoints_notResolvedYet_areNotGuessed() {
        var view = TenantView.of(MINIMAL.tenant(), MINIMAL.storage());
        assertThatIllegalStateException()
                .isThrownBy(view::endpoints)
                .withMessage("where tenants/blue is reached is not resolved yet");
    }

    @Test
    void replicas_notGivenOnAStoreForOne_isOne() {
        var single = Scenarios.named("minimal-sqlite").with("spec.controlPlane.deployment", null);
        assertThat(single.view().replicas()).isEqualTo(1);
    }
}
