package io.kamaji.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantImagesTest {
    private static final String SETTINGS = "spec.controlPlane.deployment.registrySettings.";

    private static List<Violation> violations(String path, Object value) {
        var tree = TenantControlPlane.builder("tenants", "blue")
                .kubernetesVersion("1.36.3+vmware.1")
                .clusterIp()
                .coreDns()
                .kubeProxy()
                .konnectivity()
                .build()
                .toJsonObject();
        return TenantControlPlane.of(tree.withAt(List.of(path.split("\\.")), value))
                .validate();
    }

    @ParameterizedTest
    @CsvSource({
        SETTINGS + "registry, https://harbor.local/k8s",
        SETTINGS + "registry, harbor.local/K8S",
        SETTINGS + "registry, harbor.local:5000/k8s/",
        SETTINGS + "registry, ''",
        SETTINGS + "registry, my registry",
        SETTINGS
                + "apiServerImage, kube-apiserver@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        SETTINGS + "apiServerImage, kube-apiserver:v1.36.3",
        SETTINGS + "schedulerImage, Scheduler",
        SETTINGS + "controllerManagerImage, ''",
        SETTINGS + "tagSuffix, :x",
        SETTINGS + "tagSuffix, @sha256:abc",
        "spec.addons.coreDNS.imageTag, :v1",
        "spec.addons.coreDNS.imageRepository, harbor.local/",
        "spec.addons.kubeProxy.imageRepository, https://harbor.local",
        "spec.addons.konnectivity.server.version, v0.36.0+x",
        "spec.addons.konnectivity.agent.image, 'harbor.local/agent:v1'",
    })
    void validate_partThatMakesNoReference_isRefusedWithItsPath(String path, String value) {
        assertThat(violations(path, value)).singleElement().satisfies(violation -> {
            assertThat(violation.path()).isEqualTo(path);
            assertThat(violation.value()).isEqualTo(JsonValue.of(value));
            assertThat(violation.message()).endsWith("which is no reference to an image");
        });
    }

    @ParameterizedTest
    @CsvSource({
        SETTINGS + "registry, harbor.local:5000/k8s",
        SETTINGS + "registry, HARBOR.local",
        SETTINGS + "apiServerImage, mirror/kube-apiserver",
        SETTINGS + "tagSuffix, +fips.1",
        SETTINGS + "tagSuffix, -fips",
        "spec.addons.coreDNS.imageTag, ''",
        "spec.addons.kubeProxy.imageTag, v1.36.3+x",
        "spec.addons.konnectivity.server.image, 'harbor.local:5000/proxy'",
    })
    void validate_partThatMakesAReference_isAccepted(String path, String value) {
        assertThat(violations(path, value)).isEmpty();
    }

    @Test
    void validate_messageOfAPart_showsTheWholeReference() {
        assertThat(violations(SETTINGS + "registry", "harbor.local/K8S"))
                .extracting(Violation::message)
                .containsExactly(
                        "makes harbor.local/K8S/kube-apiserver:v1.36.3_vmware.1, which is no reference to an image");
    }

    @Test
    void validate_imageOfAContainer_isJudgedWhole() {
        var containers = JsonValue.parse("[{name: kine, image: 'kine:v0.17.5+x'}, {name: a, image: 'a:1'}]");

        assertThat(violations("spec.controlPlane.deployment.additionalContainers", containers))
                .extracting(Violation::path)
                .containsExactly("spec.controlPlane.deployment.additionalContainers[0].image");
    }
}
