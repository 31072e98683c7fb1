package io.kamaji.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthorityTest {
    private static KeyedCertificate issued() {
        return CertificateTree.of(List.of(CertificateSpec.authority("ca", "kubernetes")))
                .reconcile(Map.of(), Issuance.of(Instant.parse("2026-01-01T00:00:00Z"), new SecureRandom()))
                .certificates()
                .get("ca");
    }

    @Test
    void trustPem_onlyTheSigner_isItsOwnText() {
        var signer = issued();
        assertThat(Authority.of(signer).isBundle()).isFalse();
        assertThat(Authority.of(signer).trustPem()).isEqualTo(signer.certificatePem());
        assertThat(new Authority(signer, List.of(signer.certificate())).isBundle())
                .isFalse();
    }

    @Test
    void trustPem_another_isABundleWithTheSignerFirst() {
        var signer = issued();
        var other = issued();
        var authority = new Authority(signer, List.of(other.certificate()));
        assertThat(authority.isBundle()).isTrue();
        assertThat(Authority.parseBundle(authority.trustPem()))
                .containsExactly(signer.certificate(), other.certificate());
        assertThat(authority.toString()).doesNotContain("PRIVATE");
    }
}
