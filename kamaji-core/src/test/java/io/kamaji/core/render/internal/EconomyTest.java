package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.render.Scenarios;
import io.kamaji.core.render.Scenarios.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class EconomyTest {
    private static final String DEPLOYMENT = "spec.controlPlane.deployment.";
    private static final Scenario ECONOMY = Scenarios.named("economy");

    private static List<String> args(Scenario scenario, String container, String flag) {
        return scenario.args(container).stream()
                .filter(argument -> argument.startsWith(flag))
                .toList();
    }

    private static List<String> environment(JsonObject container) {
        return container
                .array("env")
                .objects()
                .map(variable -> variable.text("name").orElseThrow() + "="
                        + variable.text("value").orElse("<field>"))
                .toList();
    }

    @Test
    void contribute_onePod_hasLongLeaderLeases() {
        for (var container : List.of(KubeScheduler.NAME, KubeControllerManager.NAME)) {
            assertThat(args(ECONOMY, container, "--leader-elect-"))
                    .containsExactly(
                            "--leader-elect-lease-duration=45s",
                            "--leader-elect-renew-deadline=40s",
                            "--leader-elect-retry-period=15s");
        }
    }

    @Test
    void contribute_severalPods_haveLeasesThatOneTakesOverSooner() {
        assertThat(args(ECONOMY.with(DEPLOYMENT + "replicas", 2), KubeScheduler.NAME, "--leader-elect-"))
                .containsExactly(
                        "--leader-elect-lease-duration=30s",
                        "--leader-elect-renew-deadline=20s",
                        "--leader-elect-retry-period=8s");
    }

    @Test
    void contribute_oneLeaseFlagOfTheUsers_setsNoneOfOurs() {
        var scenario =
                ECONOMY.with(DEPLOYMENT + "extraArgs.controllerManager", List.of("--leader-elect-lease-duration=20s"));

        assertThat(args(scenario, KubeControllerManager.NAME, "--leader-elect-"))
                .containsExactly("--leader-elect-lease-duration=20s");
    }

    @Test
    void contribute_controllerManagerThatCanGiveItsLeaseBack_doesSo() {
        assertThat(args(ECONOMY, KubeControllerManager.NAME, "--feature-gates"))
                .containsExactly("--feature-gates=ControllerManagerReleaseLeaderElectionLockOnExit=true");
        assertThat(args(
                        ECONOMY.with("spec.kubernetes.version", "v1.35.4"),
                        KubeControllerManager.NAME,
                        "--feature-gates"))
                .isEmpty();
    }

    @Test
    void contribute_gatesOfTheUsers_goBeforeOurs() {
        var scenario = ECONOMY.with(
                DEPLOYMENT + "extraArgs.apiServer", List.of("--feature-gates=APIServerIdentity=true,WatchList=false"));

        assertThat(args(scenario, KubeApiServer.NAME, "--feature-gates"))
                .containsExactly("--feature-gates=APIServerIdentity=true,WatchList=false,"
                        + "UnknownVersionInteroperabilityProxy=false");
    }

    @Test
    void contribute_behindKine_hasTheGatesOfBoth() {
        var scenario = Scenarios.named("postgresql-kine")
                .with("metadata.annotations", JsonObject.of("settings.kamaji.clastix.io/economy", "true"));

        assertThat(args(scenario, KubeApiServer.NAME, "--feature-gates"))
                .containsExactly("--feature-gates=UnknownVersionInteroperabilityProxy=false,"
                        + "WatchList=false,WatchListClient=false,APIServerIdentity=false");
    }

    @Test
    void contribute_onePodBehindKine_asksLessOftenForWhatOthersWrote() {
        var two = Scenarios.named("postgresql-kine")
                .with("metadata.annotations", JsonObject.of("settings.kamaji.clastix.io/economy", "true"));
        var one = two.with(DEPLOYMENT + "replicas", 1);
        var own = JsonObject.of("name", Kine.NAME, "image", "registry.example.com/kine:v0.11.4");

        assertThat(poll(one)).containsExactly("--datastore-poll-interval=5s");
        assertThat(poll(two)).isEmpty();
        assertThat(poll(one.with(DEPLOYMENT + "additionalContainers", List.of(own))))
                .isEmpty();
        assertThat(poll(one.with(DEPLOYMENT + "extraArgs.kine", List.of("--datastore-poll-interval=2s"))))
                .containsExactly("--datastore-poll-interval=2s");
    }

    private static List<String> poll(Scenario scenario) {
        return scenario.sidecar(Kine.NAME).array("args").texts().stream()
                .filter(argument -> argument.startsWith("--datastore-poll"))
                .toList();
    }

    @Test
    void contribute_memoryLimit_keepsTheHeapBelowIt() {
        var scenario =
                ECONOMY.with(DEPLOYMENT + "resources.apiServer.limits", JsonObject.of("memory", "1Gi", "cpu", "1"));

        assertThat(environment(scenario.container(KubeApiServer.NAME)))
                .containsExactly("GOGC=25", "GOMEMLIMIT=966367641");
        assertThat(environment(ECONOMY.container(KubeApiServer.NAME))).containsExactly("GOGC=25");
        assertThat(environment(ECONOMY.sidecar(KonnectivityServer.NAME)))
                .containsExactly("PROXY_SERVER_ID=<field>", "GOGC=25");
    }

    @Test
    void contribute_probes_areFewerAndYieldToTheSpecs() {
        assertThat(ECONOMY.container(KubeApiServer.NAME).number("livenessProbe", "periodSeconds"))
                .contains(30L);
        assertThat(ECONOMY.container(KubeApiServer.NAME).has("readinessProbe")).isTrue();
        assertThat(ECONOMY.container(KubeScheduler.NAME).has("readinessProbe")).isFalse();

        var given = ECONOMY.with(DEPLOYMENT + "probes.readiness", JsonObject.of("periodSeconds", 7));
        assertThat(given.container(KubeScheduler.NAME).number("readinessProbe", "periodSeconds"))
                .contains(7L);
    }

    @Test
    void contribute_oneTunnelServer_writesNoLeaseAndTellsItsNumber() {
        assertThat(ECONOMY.sidecar(KonnectivityServer.NAME).array("args").texts())
                .contains("--server-count=1")
                .doesNotContain("--enable-lease-controller=true");
        assertThat(ECONOMY.with(DEPLOYMENT + "replicas", 2)
                        .sidecar(KonnectivityServer.NAME)
                        .array("args")
                        .texts())
                .contains("--enable-lease-controller=true");
    }

    @Test
    void render_economyOff_isAsWithoutIt() {
        var off = ECONOMY.with("metadata.annotations", JsonObject.of("settings.kamaji.clastix.io/economy", "false"));

        assertThat(off.pod())
                .isEqualTo(ECONOMY.with("metadata.annotations", null).pod());
        assertThat(environment(off.container(KubeApiServer.NAME))).isEmpty();
    }
}
