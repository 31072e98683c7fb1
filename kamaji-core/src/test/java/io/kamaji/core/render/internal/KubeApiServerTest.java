package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.render.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeApiServerTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("minimal-etcd");
    private static final String ARGS = "spec.controlPlane.deployment.extraArgs.apiServer";

    private static List<String> args(Scenarios.Scenario scenario) {
        return scenario.args(KubeApiServer.NAME);
    }

    @Test
    void contribute_admissionControllersGiven_addsNodeRestrictionOnce() {
        var path = "spec.kubernetes.admissionControllers";
        assertThat(args(ETCD.with(path, List.of("Priority"))))
                .contains("--enable-admission-plugins=Priority,NodeRestriction");
        assertThat(args(ETCD.with(path, List.of("NodeRestriction", "Priority"))))
                .contains("--enable-admission-plugins=NodeRestriction,Priority");
        assertThat(args(ETCD.with(path, List.of()))).contains("--enable-admission-plugins=NodeRestriction");
    }

    @Test
    void contribute_noAddressTypes_hasNoBareFlag() {
        assertThat(args(ETCD)).contains("--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname");
        assertThat(args(ETCD.with("spec.kubernetes.kubelet.preferredAddressTypes", List.of())))
                .noneMatch(arg -> arg.startsWith("--kubelet-preferred-address-types"));
    }

    @Test
    void contribute_authorizationConfig_takesTheModeAway() {
        assertThat(args(ETCD)).contains("--authorization-mode=Node,RBAC");
        assertThat(args(ETCD.with(ARGS, List.of("--authorization-config=/etc/authz.yaml"))))
                .contains("--authorization-config=/etc/authz.yaml")
                .noneMatch(arg -> arg.startsWith("--authorization-mode"));
    }

    @Test
    void contribute_versionThatAsksItsPeers_doesNotAsWeAdvertiseOneAddress() {
        assertThat(args(ETCD)).contains("--feature-gates=UnknownVersionInteroperabilityProxy=false");
        assertThat(args(ETCD.with("spec.kubernetes.version", "v1.35.4")))
                .noneMatch(arg -> arg.startsWith("--feature-gates"));
        assertThat(args(ETCD.with(ARGS, List.of("--feature-gates=UnknownVersionInteroperabilityProxy=true"))))
                .contains("--feature-gates=UnknownVersionInteroperabilityProxy=true");
    }

    @Test
    void contribute_userSetsManagedFlag_isWarnedAndIgnored() {
        var scenario = ETCD.with(ARGS, List.of("--tls-cert-file=/x", "--v=4"));
        assertThat(args(scenario)).doesNotContain("--tls-cert-file=/x").endsWith("--v=4");
        assertThat(scenario.render().warnings())
                .containsExactly(
                        "spec.controlPlane.deployment.extraArgs.apiServer: --tls-cert-file=/x is left out, Kamaji sets --tls-cert-file=/etc/kubernetes/pki/apiserver.crt");
    }

    @Test
    void contribute_dualStack_putsBothCidrsInOneFlag() {
        assertThat(args(Scenarios.named("dual-stack")))
                .contains("--service-cluster-ip-range=fd00:10:96::/112,10.96.0.0/16");
    }

    @Test
    void contribute_otherClusterDomain_keepsTheIssuer() {
        assertThat(args(ETCD.with("spec.networkProfile.clusterDomain", "blue.internal")))
                .contains("--service-account-issuer=https://kubernetes.default.svc.cluster.local");
    }

    @Test
    void contribute_recreate_doesNotWaitOnShutdown() {
        assertThat(args(ETCD)).contains("--shutdown-delay-duration=10s");
        assertThat(args(Scenarios.named("minimal-sqlite")))
                .noneMatch(arg -> arg.startsWith("--shutdown-delay-duration"));
    }

    @Test
    void contribute_anyStrategy_endsWatchesOnShutdown() {
        for (var scenario : List.of(ETCD, Scenarios.named("minimal-sqlite"))) {
            assertThat(args(scenario)).contains("--shutdown-watch-termination-grace-period=5s");
        }
    }

    @Test
    void contribute_kine_hasNoEtcdFiles() {
        assertThat(args(Scenarios.named("postgresql-kine"))).contains("--etcd-servers=unix:///uds/kine");
        assertThat(Scenarios.named("postgresql-kine")
                        .volume(KubeApiServer.VOLUME)
                        .toJson())
                .doesNotContain("etcd/");
        assertThat(ETCD.volume(KubeApiServer.VOLUME).toJson())
                .contains("etcd/ca.crt", "etcd/server.crt", "etcd/server.key");
    }
}
