package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.core.render.GoldenPki;
import io.kamaji.core.render.Scenarios;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class OverrideFlagsTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("overrides-etcd");
    private static final String SERVERS = "--etcd-servers-overrides="
            + "/events#https://etcd-0.etcd.svc:2379;https://etcd-1.etcd.svc:2379,"
            + "coordination.k8s.io/leases#https://leases.etcd.svc:2379,"
            + "events.k8s.io/events#https://etcd-0.etcd.svc:2379;https://etcd-1.etcd.svc:2379";

    @Test
    void flag_severalResourcesAndEndpoints_inTheOrderOfTheSpec() {
        assertThat(ETCD.args("kube-apiserver")).contains(SERVERS);
    }

    @Test
    void flag_givenByTheUserToo_staysOurs() {
        var user = ETCD.with(
                "spec.controlPlane.deployment.extraArgs.apiServer",
                java.util.List.of("--etcd-servers-overrides=/secrets#https://elsewhere:2379"));
        assertThat(user.args("kube-apiserver")).contains(SERVERS).noneMatch(arg -> arg.contains("elsewhere"));
    }

    @Test
    void secrets_oneForEachFurtherStore_sayWhatIsTheTenantsThere() {
        for (var store : new String[] {"events", "leases"}) {
            var secret = ETCD.object("Secret", "blue-datastore-config-" + store);
            assertThat(secret.text("metadata", "annotations", "kamaji.clastix.io/datastore"))
                    .contains(store);
            assertThat(secret.text("metadata", "annotations", "kamaji.clastix.io/datastore-owner"))
                    .contains("tests");
            assertThat(decoded(secret.text("data", "DB_SCHEMA").orElseThrow())).isEqualTo("tenants_blue");
        }
    }

    @Test
    void authorities_ofAllStores_areInTheOneFile() {
        var bundle = GoldenPki.certificates().get("datastore-ca").certificatePem()
                + GoldenPki.certificates().get("ca").certificatePem();
        assertThat(file(ETCD, "datastore-certificate", "ca.crt")).isEqualTo(bundle);
        assertThat(file(Scenarios.named("minimal-etcd"), "datastore-certificate", "ca.crt"))
                .isEqualTo(GoldenPki.certificates().get("datastore-ca").certificatePem());
    }

    private static String file(Scenarios.Scenario scenario, String secret, String key) {
        return decoded(
                scenario.object("Secret", "blue-" + secret).text("data", key).orElseThrow());
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
