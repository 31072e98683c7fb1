package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudControllersTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");
    private static final String PATH = "spec.controlPlane.deployment.extraArgs.controllerManager";

    @ParameterizedTest
    @CsvSource({
        "v1.36.3, '*,-route', ",
        "v1.37.2, '*,-route', route",
        "v1.37.2, '*,-service-lb-controller', service-lb-controller",
        "v1.37.2, 'cloud-node-lifecycle,*', cloud-node-lifecycle",
        "v1.37.2, '*,-ttl-after-finished-controller', ",
    })
    void check_controllerThatIsGone_isRefusedWithItsName(String version, String controllers, @Nullable String name) {
        var found = ETCD.with("spec.kubernetes.version", version)
                .with(PATH, List.of("--v=2", "--controllers=" + controllers))
                .violations();

        assertThat(found)
                .extracting(Object::toString)
                .isEqualTo(
                        name == null
                                ? List.of()
                                : List.of(PATH + "[1]: \"--controllers=" + controllers + "\": " + name
                                        + " is no controller of kube-controller-manager 1.37, only up to 1.36"));
    }
}
