package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.value.Violation;
import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagLossesTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");
    private static final Scenarios.Scenario KINE = Scenarios.named("postgresql-kine");
    private static final String EXTRA = "spec.controlPlane.deployment.extraArgs.";
    private static final String AGENT = "spec.addons.konnectivity.agent.extraArgs";

    private static String path(String component) {
        return component.equals("agent") ? AGENT : EXTRA + component;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiServer | --authorization-mode=AlwaysAllow | every credential of the tenant may do everything",
                "apiServer | --authorization_mode=RBAC,AlwaysAllow | every credential of the tenant may do everything",
                "apiServer | --authorization-mode=RBAC | no node becomes ready",
                "apiServer | --authorization-mode=Node | no role counts",
                "apiServer | --anonymous-auth=false | the pod never becomes ready",
                "apiServer | --enable-bootstrap-token-auth=0 | join tokens are refused",
                "apiServer | --allow-privileged=false | privileged pods are refused",
                "apiServer | --etcd-servers-overrides=/secrets#http://elsewhere:2379 | use spec.dataStoreOverrides",
                "controllerManager | --use-service-account-credentials=false | Deployments make no pods",
                "controllerManager | --allocate-node-cidrs=false | nodes get no part of spec.networkProfile.podCidrs",
                "controllerManager | --controllers=ttl | no other controllers run",
                "controllerManager | --controllers=*,-bootstrapsigner | no node joins by a token",
                "controllerManager | --controllers=*,-token-cleaner-controller | expired join tokens",
                "controllerManager | --cluster-signing-cert-file=/my/ca.crt | no node joins",
                "controllerManager | --cluster-signing-key-file= | no node joins",
                "controllerManager | --root-ca-file=/my/ca.crt | pods are told another CA",
                "controllerManager | --service-account-private-key-file=/my/sa.key | refuses the tokens of pods",
                "controllerManager | --leader-elect=false | against each other",
                "controllerManager | --secure-port=1 | the probes ask port 10257",
                "controllerManager | --bind-address=127.0.0.1 | the probes ask port 10257",
                "scheduler | --secure-port=1 | the probes ask port 10259",
                "kine | -listen-address=tcp://0.0.0.0:2379 | the API server asks unix:///uds/kine",
                "agent | --health-server-port=1 | the probes ask port 8134",
            })
    void check_flagThatTakesAwayWhatOthersNeed_isAWarning(String component, String flag, String loss) {
        var scenario = KINE.with("spec.addons.konnectivity.agent.mode", "DaemonSet")
                .with(path(component), List.of("--v=1", flag));

        assertThat(scenario.specWarnings())
                .extracting(Violation::toString)
                .filteredOn(warning -> !warning.contains("--v=1"))
                .singleElement()
                .asString()
                .startsWith(path(component) + "[1]: ")
                .contains(flag, loss);
    }

    @ParameterizedTest
    @CsvSource({
        "apiServer, '--authorization-mode=Node,RBAC'",
        "apiServer, --anonymous-auth=true",
        "apiServer, --enable-bootstrap-token-auth",
        "controllerManager, '--controllers=*,-ttl-after-finished-controller'",
        "controllerManager, --leader-elect",
        "controllerManager, --cluster-signing-duration=24h",
        "scheduler, --secure-port=10259",
    })
    void check_flagThatTakesNothingAway_isNone(String component, String flag) {
        assertThat(ETCD.with(path(component), List.of(flag)).specWarnings()).isEmpty();
    }

    @Test
    void check_onePodWithoutElection_isNoWarning() {
        assertThat(ETCD.with("spec.controlPlane.deployment.replicas", 1)
                        .with(path("controllerManager"), List.of("--leader-elect=false"))
                        .specWarnings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*,-ttl-after-finished-controller | *,-ttl-after-finished-controller,bootstrapsigner,tokencleaner",
                "*,-bootstrapsigner | *,-bootstrapsigner,tokencleaner",
                "*,bootstrap-signer-controller,tokencleaner | *,bootstrap-signer-controller,tokencleaner",
            })
    void render_controllersOfTheUsers_keepWhatJoiningNodesNeed(String given, String rendered) {
        assertThat(ETCD.with(path("controllerManager"), List.of("--controllers=" + given))
                        .args("kube-controller-manager"))
                .contains("--controllers=" + rendered);
        assertThat(ETCD.with(path("controllerManager"), List.of("--controllers", given))
                        .args("kube-controller-manager"))
                .contains("--controllers=" + rendered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Own=true | Own=true,UnknownVersionInteroperabilityProxy=false,WatchList=false,WatchListClient=false",
                "WatchList=true | WatchList=true,UnknownVersionInteroperabilityProxy=false,WatchListClient=false",
                "'' | UnknownVersionInteroperabilityProxy=false,WatchList=false,WatchListClient=false",
            })
    void render_gatesOfTheUsersBehindKine_keepOurs(String given, String rendered) {
        assertThat(KINE.with(path("apiServer"), List.of("--feature-gates=" + given))
                        .args("kube-apiserver"))
                .filteredOn(argument -> argument.startsWith("--feature-gates"))
                .containsExactly("--feature-gates=" + rendered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kubelet-client-cert", "kubelet-serving-key", "kube-apiserver-client-cert", "legacy-unknown-key"
            })
    void check_filesOfOneSignerBesideThoseOfAll_areRefused(String signer) {
        var flag = "--cluster-signing-" + signer + "-file=/my/file";
        var alone = ETCD.with(path("controllerManager"), List.of(flag));
        var instead = ETCD.with(
                path("controllerManager"),
                List.of("--cluster-signing-cert-file=", "--cluster-signing-key-file=", flag));

        assertThat(alone.violations()).extracting(Violation::path).containsExactly(path("controllerManager") + "[0]");
        assertThat(instead.violations()).isEmpty();
    }
}
