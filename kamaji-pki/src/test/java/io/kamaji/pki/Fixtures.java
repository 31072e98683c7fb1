package io.kamaji.pki;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the tests share. */
final class Fixtures {
    /** Fixed: the tests must pass on any day, so the certificates live 100 years where a real clock judges them. */
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    static final SecureRandom RANDOM = new SecureRandom();
    static final Issuance ISSUANCE = Issuance.of(NOW, RANDOM);
    static final SubjectAltNames NAMES =
            SubjectAltNames.of("kubernetes", "localhost", "*.tenants.example.com", "10.96.0.1", "127.0.0.1", "fd00::1");
    static final List<CertificateSpec> SPECS = KubeadmCertificates.of(NAMES);
    static final CertificateTree TREE = CertificateTree.of(SPECS);

    private static final Duration CENTURY = Duration.ofDays(36_500);

    private Fixtures() {}

    static Map<String, KeyedCertificate> issued() {
        return TREE.reconcile(Map.of(), ISSUANCE).certificates();
    }

    private static final Map<KeyAlgorithm, Map<String, KeyedCertificate>> BY_ALGORITHM =
            new EnumMap<>(KeyAlgorithm.class);

    /** All certificates; of the largest RSA keys, which take seconds each, only three. Long-lived. */
    static List<CertificateSpec> specs(KeyAlgorithm algorithm) {
        boolean few = algorithm == KeyAlgorithm.RSA_3072 || algorithm == KeyAlgorithm.RSA_4096;
        return SPECS.stream()
                .filter(spec -> !few || Set.of("ca", "apiserver", "admin").contains(spec.name()))
                .map(spec -> spec.toBuilder().validity(CENTURY).build())
                .toList();
    }

    static synchronized Map<String, KeyedCertificate> issued(KeyAlgorithm algorithm) {
        return BY_ALGORITHM.computeIfAbsent(
                algorithm,
                any -> CertificateTree.of(specs(any))
                        .reconcile(Map.of(), ISSUANCE.withKeyAlgorithm(any))
                        .certificates());
    }
}
