package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.value.Violation;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureGatesTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");
    private static final String EXTRA = "spec.controlPlane.deployment.extraArgs.";

    private static Scenarios.Scenario given(String version, String component, String... flags) {
        return ETCD.with("spec.kubernetes.version", "v" + version).with(EXTRA + component, List.of(flags));
    }

    @ParameterizedTest
    @CsvSource({
        "1.36.3, SidecarContainers=true,",
        "1.36.3, SidecarContainers=false, 'SidecarContainers is always true in kube-apiserver 1.36'",
        "1.37.2, SidecarContainers=true, 'SidecarContainers is no feature gate of kube-apiserver 1.37, only up to 1.36'",
        "1.36.3, NodeDeclaredFeatures=false,",
        "1.37.2, NodeDeclaredFeatures=false, 'NodeDeclaredFeatures is always true in kube-apiserver 1.37'",
        "1.37.2, NodeDeclaredFeatures=1,",
        "1.35.4, SeparateCacheWatchRPC=true,",
        "1.36.3, SeparateCacheWatchRPC=true, 'SeparateCacheWatchRPC is always false in kube-apiserver 1.36'",
        "1.37.2, WatchList=false,",
        "1.37.2, NobodyKnows=true,",
        "1.32.0, SidecarContainers=false,",
    })
    void check_gate_isRefusedIfThatVersionEndsOnIt(String version, String gate, @Nullable String message) {
        var found = given(version, "apiServer", "--feature-gates=WatchList=true," + gate)
                .violations();

        assertThat(found).extracting(Violation::message).isEqualTo(message == null ? List.of() : List.of(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiServer", "controllerManager", "scheduler"})
    void check_gateThatIsGone_isRefusedWithPathOfEachProgram(String component) {
        assertThat(given("1.37.2", component, "--v=2", "--feature_gates", "kube:SidecarContainers=true")
                        .violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.path()).isEqualTo(EXTRA + component + "[1]"))
                .satisfies(violation -> assertThat(violation.message()).startsWith("SidecarContainers is no"));
    }

    @Test
    void check_gateThatIsSetTwice_isWhatItWasSetToLast() {
        var flags = new String[] {"--feature-gates=ImageVolume=false", "--feature-gates=ImageVolume=true"};

        assertThat(given("1.36.3", "apiServer", flags).violations()).isEmpty();
        assertThat(given("1.36.3", "apiServer", flags[1], flags[0]).violations())
                .extracting(Violation::path)
                .containsExactly(EXTRA + "apiServer[1]");
    }

    @Test
    void check_versionThatIsEmulated_hasItsOwnLocks() {
        assertThat(given("1.37.2", "scheduler", "--emulated-version=1.36", "--feature-gates=HostnameOverride=false")
                        .violations())
                .isEmpty();
    }

    @Test
    void check_gateOfALaterMinor_isAWarning() {
        var scenario = given("1.36.3", "apiServer", "--feature-gates=EtcdRangeStream=true");

        assertThat(scenario.violations()).isEmpty();
        assertThat(scenario.specWarnings())
                .singleElement()
                .asString()
                .endsWith("EtcdRangeStream is no feature gate of kube-apiserver 1.36, only from 1.37 on");
    }

    @Test
    void check_imageOfTheUsers_mayKnowMore() {
        var scenario = given("1.37.2", "scheduler", "--feature-gates=SidecarContainers=true")
                .with("spec.controlPlane.deployment.registrySettings.schedulerImage", "mine");

        assertThat(scenario.violations()).isEmpty();
        assertThat(scenario.specWarnings()).singleElement().asString().contains("SidecarContainers is no feature gate");
    }
}
