package io.kamaji.pki;

import static io.kamaji.pki.Fixtures.ISSUANCE;
import static io.kamaji.pki.Fixtures.TREE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CertificateTreeTest {

    @Test
    void reconcile_nothingThere_issuesAllAndKeepsThemNextTime() {
        var first = TREE.reconcile(Map.of(), ISSUANCE);
        assertThat(first.issued().values()).hasSize(9).containsOnly("missing");
        var second = TREE.reconcile(first.certificates(), ISSUANCE);
        assertThat(second.issued()).isEmpty();
        assertThat(second.warnings()).isEmpty();
        assertThat(second.certificates()).isEqualTo(first.certificates());
    }

    @Test
    void parse_whatWasIssued_isTheSame() {
        Fixtures.issued().values().forEach(pair -> {
            var parsed = KeyedCertificate.parse(pair.certificatePem(), pair.keyPem());
            assertThat(parsed).isEqualTo(pair);
            assertThat(parsed.key()).isEqualTo(pair.key());
        });
    }

    @Test
    void kubeconfig_writtenAndParsed_isTheSame() {
        var all = Fixtures.issued();
        var config = new Kubeconfig(
                "tenant-a",
                "https://203.0.113.10:6443",
                all.get("ca").certificatePem(),
                java.util.Optional.of("localhost"),
                "kubernetes-admin",
                java.util.Optional.of(all.get("admin")));
        assertThat(Kubeconfig.parse(config.toYaml())).isEqualTo(config);
    }
}
