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

class AdmissionPluginsTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");
    private static final String PLUGINS = "spec.kubernetes.admissionControllers";
    private static final String FLAGS = "spec.controlPlane.deployment.extraArgs.apiServer";

    private static List<String> paths(Scenarios.Scenario scenario) {
        return scenario.violations().stream().map(Violation::path).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PodSecurityPolicy",
                "DenyEscalatingExec",
                "DenyExecOnPrivileged",
                "PersistentVolumeLabel",
                "SecurityContextDeny"
            })
    void check_pluginThatTheApiServerNoLongerKnows_isRefused(String plugin) {
        assertThat(ETCD.with(PLUGINS, List.of("Priority", plugin)).violations())
                .extracting(Violation::toString)
                .containsExactly(PLUGINS + "[1]: \"" + plugin + "\": is no admission plugin of kube-apiserver 1.36");
    }

    @ParameterizedTest
    @CsvSource({
        "1.35.4, JobValidation, false",
        "1.36.3, JobValidation, true",
        "1.37.2, JobValidation, false",
        "1.37.2, PodGroupWorkloadExists, false",
        "1.37.2, PodGroupProtection, true",
        "1.34.1, NodeDeclaredFeatureValidator, false",
        "1.35.4, NodeDeclaredFeatureValidator, true",
        "1.33.5, PodTopologyLabels, true",
        "1.33.5, NoSuchPlugin, false",
        "1.30.0, NoSuchPlugin, true"
    })
    void check_pluginThatIsSwitchedOff_isRefusedIfThatVersionDoesNotKnowIt(
            String version, String plugin, boolean known) {
        var scenario = ETCD.with("spec.kubernetes.version", "v" + version)
                .with(FLAGS, List.of("--v=2", "--disable-admission-plugins=AlwaysDeny," + plugin));

        assertThat(paths(scenario)).containsExactly(known ? new String[0] : new String[] {FLAGS + "[1]"});
    }

    @ParameterizedTest
    @CsvSource({
        "--disable-admission-plugins=NodeRestriction, Kamaji",
        "--disable_admission_plugins=NodeRestriction, Kamaji",
        "--disable-admission-plugins|AlwaysDeny;Priority, spec.kubernetes.admissionControllers",
        "--disable-admission-plugins=Priority, spec.kubernetes.admissionControllers",
    })
    void check_pluginThatIsOnAndOff_isRefused(String flag, String by) {
        var words = List.of(flag.replace(';', ',').split("\\|"));

        assertThat(ETCD.with(FLAGS, words).violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.path()).isEqualTo(FLAGS + "[0]"))
                .satisfies(violation -> assertThat(violation.message())
                        .contains("is enabled, by " + by + ", and kube-apiserver refuses a plugin that is both"));
    }

    @Test
    void check_pluginsOfTheDefaultSpec_areAllKnown() {
        assertThat(paths(ETCD)).isEmpty();
        assertThat(paths(ETCD.with(PLUGINS, List.of()))).isEmpty();
        assertThat(paths(ETCD.with(FLAGS, List.of("--disable-admission-plugins="))))
                .isEmpty();
    }

    @Test
    void check_listThatOnlyWorksAlone_isRefused() {
        assertThat(paths(ETCD.with(FLAGS, List.of("--admission-control=Priority"))))
                .containsExactly(FLAGS + "[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EventRateLimit", "ImagePolicyWebhook"})
    void check_pluginWithoutTheConfigurationThatItNeeds_isRefused(String plugin) {
        var scenario = ETCD.with(PLUGINS, List.of(plugin));

        assertThat(paths(scenario)).containsExactly(PLUGINS + "[0]");
        assertThat(paths(scenario.with(FLAGS, List.of("--admission-control-config-file=/etc/a.yaml"))))
                .isEmpty();
    }

    @Test
    void check_imageOfTheUsers_mayKnowMore() {
        var scenario = ETCD.with(PLUGINS, List.of("SecurityContextDeny"))
                .with("spec.controlPlane.deployment.registrySettings.apiServerImage", "mine");

        assertThat(paths(scenario)).isEmpty();
        assertThat(scenario.specWarnings()).singleElement().asString().contains("SecurityContextDeny");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--disable-admission-plugins=AlwaysDeny,ValidatingAdmissionPolicy |",
                "--disable-admission-plugins | ValidatingAdmissionPolicy,AlwaysDeny",
                "--disable_admission_plugins=ValidatingAdmissionPolicy |",
                "--disable-admission_plugins | ValidatingAdmissionPolicy",
            })
    void check_limitThatTheApiServerDoesNotKnowOf_isRefused(String first, @Nullable String second) {
        var flags = second == null ? List.of("--v=2", first) : List.of("--v=2", first, second);
        var without = ETCD.with(FLAGS, flags);

        assertThat(paths(without)).isEmpty();
        assertThat(paths(without.with("spec.writePermissions.blockUpdate", false)))
                .isEmpty();
        assertThat(paths(without.with("spec.writePermissions.blockUpdate", true)))
                .containsExactly(FLAGS + "[1]");
    }
}
