package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.ImageReference;
import io.kamaji.core.manifest.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImagesTest {

    private static List<String> images(Scenarios.Scenario scenario) {
        return Stream.of(Target.values())
                .flatMap(target -> scenario.render().manifests(target).stream())
                .map(manifest -> manifest.tree().object("spec", "template", "spec"))
                .flatMap(pod -> Stream.of("initContainers", "containers")
                        .flatMap(list -> pod.array(list).objects()))
                .map(container -> container.text("image").orElseThrow())
                .toList();
    }

    @Test
    void render_everyScenario_namesImagesThatKubeletsTake() {
        for (var scenario : Scenarios.ALL) {
            assertThat(images(scenario))
                    .as(scenario.name())
                    .isNotEmpty()
                    .allSatisfy(image -> assertThat(ImageReference.parse(image)).isPresent());
        }
    }

    @Test
    void render_versionWithBuildMetadata_isOneTagForAll() {
        var scenario = Scenarios.named("addons").with("spec.kubernetes.version", "v1.36.3+vmware.1");

        assertThat(images(scenario))
                .contains(
                        "registry.k8s.io/kube-apiserver:v1.36.3_vmware.1",
                        "registry.k8s.io/kube-controller-manager:v1.36.3_vmware.1",
                        "registry.k8s.io/kube-scheduler:v1.36.3_vmware.1",
                        "registry.k8s.io/kube-proxy:v1.36.3_vmware.1");
    }

    @Test
    void render_suffixWithBuildMetadata_isPartOfTheTag() {
        var scenario = Scenarios.named("minimal-etcd")
                .with("spec.controlPlane.deployment.registrySettings", JsonObject.of("tagSuffix", "+fips.1"));

        assertThat(images(scenario)).contains("registry.k8s.io/kube-apiserver:v1.36.3_fips.1");
    }
}
