package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything of ours that a pod reads is in the hash of its template (law 6), and keys are where they are needed only. */
class MountedInputsTest {
    private static final String PREFIX = "checksum.kamaji.clastix.io/";

    static Stream<Scenarios.Scenario> scenarios() {
        return Scenarios.ALL.stream();
    }

    /** Any text anywhere in the pod that is the name of a Secret or ConfigMap of this render counts as reading it. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void render_everyMountedObject_isInTheTemplateAnnotations(Scenarios.Scenario scenario) {
        var sums = new HashMap<String, String>();
        scenario.render().manifests(Target.ADMIN).stream()
                .filter(m -> Set.of("Secret", "ConfigMap").contains(m.ref().kind()))
                .forEach(m -> sums.put(
                        m.ref().name(),
                        m.tree().texts("metadata", "annotations").get("kamaji.clastix.io/checksum")));
        var texts = new HashSet<String>();
        collect(scenario.pod(), texts);
        texts.retainAll(sums.keySet());
        var expected = new HashMap<String, String>();
        texts.forEach(name -> expected.put(PREFIX + name.substring("blue-".length()), sums.get(name)));
        var annotations = new HashMap<>(scenario.deployment().texts("spec", "template", "metadata", "annotations"));
        annotations.keySet().removeIf(key -> !key.startsWith(PREFIX));
        assertThat(annotations).isEqualTo(expected).hasSizeGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void render_authorityKeys_areGivenToTheControllerManagerOnly(Scenarios.Scenario scenario) {
        for (var volume : scenario.pod().array("volumes").objects().toList()) {
            var name = volume.text("name").orElseThrow();
            assertThat(volume.toJson()).doesNotContain("front-proxy-ca.key");
            assertThat(volume.text("secret", "secretName").orElse(""))
                    .isNotIn("blue-ca", "blue-front-proxy-ca-certificate", "blue-admin-kubeconfig");
            assertThat(volume.toJson().contains("\"ca.key\"") || volume.toJson().contains("tls.key"))
                    .as(name)
                    .isEqualTo(name.equals("controller-manager-pki"));
        }
        scenario.pod().array("containers").objects().forEach(container -> {
            if (container.toJson().contains("controller-manager-pki")) {
                assertThat(container.text("name")).contains("kube-controller-manager");
            }
        });
    }

    private static void collect(JsonValue value, Set<String> texts) {
        value.asText().ifPresent(texts::add);
        if (value instanceof JsonObject object) {
            object.members().values().forEach(member -> collect(member, texts));
        } else if (value instanceof JsonArray array) {
            array.forEach(item -> collect(item, texts));
        }
    }
}
