package io.kamaji.datastore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.value.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An etcd tells tenants apart by certificates, so it must come with a CA that issues them and one for Kamaji. */
class EtcdRequirementsTest {

    private static List<String> violations(String tls) {
        var store = DataStore.parse("""
                apiVersion: kamaji.clastix.io/v1alpha1
                kind: DataStore
                metadata: {name: shared}
                spec:
                  driver: etcd
                  endpoints: ["etcd-0.etcd.svc:2379"]
                """ + tls);
        return new EtcdDriver().validate(store).stream().map(Violation::path).toList();
    }

    @Test
    void validate_noTls_isRefused() {
        assertThat(violations("")).containsExactly("spec.tlsConfig");
    }

    @Test
    void validate_authorityWithoutKeyAndNoClient_areBothRefused() {
        assertThat(violations("  tlsConfig: {certificateAuthority: {certificate: {content: YQ==}}}"))
                .containsExactly("spec.tlsConfig.certificateAuthority.privateKey", "spec.tlsConfig.clientCertificate");
    }

    @Test
    void validate_everythingThere_isFine() {
        var content = "{content: YQ==}";
        assertThat(violations(
                        "  tlsConfig: {certificateAuthority: {certificate: " + content + ", privateKey: " + content
                                + "}, clientCertificate: {certificate: " + content + ", privateKey: " + content + "}}"))
                .isEmpty();
    }
}
