package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.RenderContext;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.render.Scenarios;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.Kubeconfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class KonnectivityServerTest {
    private static final Scenarios.Scenario ADDONS = Scenarios.named("addons");
    private static final Scenarios.Scenario OVERRIDDEN = Scenarios.named("addons-overridden");

    private static List<String> args(Scenarios.Scenario scenario) {
        return scenario.sidecar(KonnectivityServer.NAME).array("args").texts();
    }

    @Test
    void contribute_server_isASidecarAndTheApiServerUsesItsSocket() {
        assertThat(ADDONS.sidecar(KonnectivityServer.NAME).text("restartPolicy"))
                .contains("Always");
        assertThat(ADDONS.args(KubeApiServer.NAME))
                .contains("--egress-selector-config-file="
                        + "/etc/kubernetes/konnectivity/configurations/egress-selector-configuration.yaml");
        var egress = ADDONS.object("ConfigMap", "blue-konnectivity-egress-selector-configuration")
                .text("data", "egress-selector-configuration.yaml")
                .map(JsonObject::parse)
                .orElseThrow();
        var socket = egress.array("egressSelections")
                .objects()
                .findFirst()
                .flatMap(s -> s.text("connection", "transport", "uds", "udsName"))
                .orElseThrow();
        assertThat(args(ADDONS)).contains("--uds-name=" + socket);
    }

    @Test
    void certificates_identity_isInNoGroup() {
        var specs = new KonnectivityServer()
                .declares().credentials().stream()
                        .map(credential ->
                                credential.specification(ADDONS.view()).shown())
                        .distinct()
                        .toList();
        assertThat(specs).extracting(CertificateSpec::commonName).containsExactly("system:konnectivity-server");
        assertThat(specs).allSatisfy(spec -> assertThat(spec.organizations()).isEmpty());
    }

    @Test
    void contribute_kubeconfig_isTheLoopbackAtTheTenantsPort() {
        var text = OVERRIDDEN
                .object("Secret", "blue-konnectivity-kubeconfig")
                .text("data", "konnectivity-server.conf")
                .orElseThrow();
        var kubeconfig = Kubeconfig.parse(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        assertThat(kubeconfig.server()).isEqualTo("https://localhost:7443");
        assertThat(kubeconfig.userName()).isEqualTo("system:konnectivity-server");
        assertThat(OVERRIDDEN.object("Secret", "blue-konnectivity-certificate").text("type"))
                .contains("kubernetes.io/tls");
    }

    @Test
    void contribute_scaling_changesNoTemplateWhereLeasesAreCounted() {
        var one = ADDONS.with("spec.controlPlane.deployment.replicas", 1)
                .deployment()
                .object("spec", "template");
        var three = ADDONS.with("spec.controlPlane.deployment.replicas", 3)
                .deployment()
                .object("spec", "template");
        assertThat(one).isEqualTo(three);
        assertThat(args(ADDONS))
                .contains("--enable-lease-controller=true")
                .noneMatch(a -> a.startsWith("--server-count"));
    }

    @Test
    void contribute_versionWithoutLeases_tellsTheCount() {
        assertThat(args(OVERRIDDEN)).contains("--server-count=3").doesNotContain("--enable-lease-controller=true");
    }

    @Test
    void contribute_userFlags_loseToOurs() {
        assertThat(args(OVERRIDDEN))
                .contains("--mode=grpc", "--v=4", "--proxy-strategies=destHost,default")
                .doesNotContain("--mode=http-connect");
        assertThat(OVERRIDDEN.render().warnings()).anyMatch(warning -> warning.contains("--mode"));
    }

    @Test
    void contribute_renewedCertificate_changesTheTemplate() {
        var before = checksum(ADDONS.inputs());
        var inputs = ADDONS.inputs();
        var certificates = new java.util.HashMap<>(inputs.credentials().certificates());
        certificates.put(KonnectivityServer.NAME, certificates.get("admin"));
        var renewed = inputs.toBuilder()
                .credentials(inputs.credentials().withCertificates(certificates))
                .build();
        assertThat(checksum(renewed)).isNotEqualTo(before);
    }

    private static String checksum(RenderInputs inputs) {
        var rendered = io.kamaji.core.render.ControlPlaneRenderer.standard().render(ADDONS.tenant(), inputs);
        return rendered.manifests(io.kamaji.core.manifest.Target.ADMIN).stream()
                .filter(manifest -> manifest.ref().kind().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .tree()
                .object("spec", "template", "metadata", "annotations")
                .text("checksum.kamaji.clastix.io/konnectivity-kubeconfig")
                .orElseThrow();
    }

    @Test
    void contribute_servicePort_followsTheApiServersBeforeTheUsers() {
        var ports = OVERRIDDEN
                .object("Service", "blue")
                .array("spec", "ports")
                .objects()
                .toList();
        assertThat(ports)
                .extracting(port -> port.text("name").orElseThrow())
                .containsExactly("kube-apiserver", "konnectivity-server", "metrics");
        assertThat(ports.get(1).number("nodePort")).contains(30132L);
    }

    @Test
    void contribute_serverPod_isGivenNoKeyButTheServingOne() {
        var mounts =
                ADDONS.sidecar(KonnectivityServer.NAME).array("volumeMounts").objects();
        assertThat(mounts.map(mount -> mount.text("name").orElseThrow()))
                .containsExactlyInAnyOrder(
                        KonnectivityServer.SOCKETS, KonnectivityServer.KUBECONFIG, KonnectivityServer.SERVING);
        RenderContext context = ADDONS.context();
        assertThat(context.certificate(KonnectivityServer.CLIENT)).isPresent();
    }
}
