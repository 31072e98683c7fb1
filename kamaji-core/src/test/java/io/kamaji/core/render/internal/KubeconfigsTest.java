package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.Scenarios;
import io.kamaji.pki.Kubeconfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KubeconfigsTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");

    private static String text(Scenarios.Scenario scenario, String secret, String key) {
        return decoded(scenario.object("Secret", secret).texts("data").get(key));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static Kubeconfig kubeconfig(Scenarios.Scenario scenario, String secret, String key) {
        return Kubeconfig.parse(text(scenario, secret, key));
    }

    @Test
    void contribute_admin_sharesOneCertificateBetweenConfAndSvc() {
        var conf = kubeconfig(ETCD, "blue-admin-kubeconfig", "admin.conf");
        var svc = kubeconfig(ETCD, "blue-admin-kubeconfig", "admin.svc");
        assertThat(conf.server()).isEqualTo("https://192.0.2.10:6443");
        assertThat(svc.server()).isEqualTo("https://blue.tenants.svc:6443");
        assertThat(conf.client()).isPresent().isEqualTo(svc.client());
        assertThat(conf.contextName()).isEqualTo("kubernetes-admin@blue");
        assertThat(kubeconfig(ETCD, "blue-admin-kubeconfig", "super-admin.svc").userName())
                .isEqualTo("kubernetes-super-admin");
    }

    @Test
    void contribute_components_useTheLoopback() {
        assertThat(kubeconfig(ETCD, "blue-scheduler-kubeconfig", "scheduler.conf")
                        .server())
                .isEqualTo("https://127.0.0.1:6443");
        assertThat(kubeconfig(ETCD, "blue-controller-manager-kubeconfig", "controller-manager.conf")
                        .userName())
                .isEqualTo("system:kube-controller-manager");
    }

    @Test
    void contribute_ipv6Address_isInBrackets() {
        assertThat(kubeconfig(Scenarios.named("dual-stack"), "blue-admin-kubeconfig", "admin.conf")
                        .server())
                .isEqualTo("https://[2001:db8::10]:6443");
    }

    @Test
    void contribute_storedThatSaysTheSame_isKeptByteForByte() {
        var stored = "# kept by hand\n" + text(ETCD, "blue-admin-kubeconfig", "admin.conf");
        assertThat(renderedWith(stored, "192.0.2.10")).isEqualTo(stored);
    }

    @Test
    void contribute_storedForAnotherAddress_isReplacedWithTheSameCertificate() {
        var stored = text(ETCD, "blue-admin-kubeconfig", "admin.conf");
        var replaced = Kubeconfig.parse(renderedWith(stored, "192.0.2.11"));
        assertThat(replaced.server()).isEqualTo("https://192.0.2.11:6443");
        assertThat(replaced.client()).isEqualTo(Kubeconfig.parse(stored).client());
    }

    private static String renderedWith(String storedAdmin, String address) {
        var inputs = ETCD.inputs();
        var changed = inputs.toBuilder()
                .endpoints(ETCD.at(address).endpoints())
                .credentials(inputs.credentials().withKubeconfigs(Map.of("admin.conf", storedAdmin)))
                .build();
        var secret = ControlPlaneRenderer.standard().render(ETCD.tenant(), changed).manifests(Target.ADMIN).stream()
                .filter(manifest -> manifest.ref().name().equals("blue-admin-kubeconfig"))
                .findFirst()
                .orElseThrow();
        return decoded(secret.tree().texts("data").get("admin.conf"));
    }
}
