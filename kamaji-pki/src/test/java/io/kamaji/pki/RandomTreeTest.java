package io.kamaji.pki;

import static io.kamaji.pki.Fixtures.NOW;
import static io.kamaji.pki.Fixtures.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The closure: whatever is lost, rotated, renewed or replaced, no certificate is left with an old issuer. */
class RandomTreeTest {
    private static final int SIZE = 14;
    private static final int PASSES = 8;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void reconcile_anyTreeAnyLoss_everyCertificateIsSignedByItsIssuerAndTheNextPassIssuesNothing(long seed) {
        Random dice = new Random(seed);
        List<CertificateSpec> specs = specs(dice);
        CertificateTree tree = CertificateTree.of(specs);
        Map<String, KeyedCertificate> current = new HashMap<>();
        Issuance issuance = Issuance.of(NOW, RANDOM);
        for (int pass = 0; pass < PASSES; pass++) {
            Set<String> rotate = new HashSet<>();
            for (CertificateSpec spec : specs) {
                switch (dice.nextInt(8)) {
                    case 0 -> current.remove(spec.name());
                    case 1 -> rotate.add(spec.name());
                    case 2 -> current.put(spec.name(), stranger(spec));
                    default -> {}
                }
            }
            Set<String> untouched = new HashSet<>(current.keySet());
            untouched.removeAll(rotate);
            Map<String, KeyedCertificate> before = Map.copyOf(current);
            var reconciled = tree.reconcile(current, issuance.withRotate(rotate));
            current = new HashMap<>(reconciled.certificates());
            assertClosed(specs, current);
            assertThat(reconciled.issued().keySet()).containsAll(rotate);
            specs.stream()
                    .filter(spec -> spec.authority() && spec.issuer().isEmpty() && untouched.contains(spec.name()))
                    .forEach(spec -> assertThat(reconciled.certificates().get(spec.name()))
                            .as("authority %s, seed %s", spec.name(), seed)
                            .isEqualTo(before.get(spec.name())));
            assertThat(tree.reconcile(current, issuance).issued())
                    .as("seed %s, pass %s", seed, pass)
                    .isEmpty();
            issuance = Issuance.of(issuance.now().plus(Duration.ofDays(dice.nextInt(200))), RANDOM);
        }
    }

    private static List<CertificateSpec> specs(Random dice) {
        List<CertificateSpec> specs = new ArrayList<>();
        List<String> authorities = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            var spec = CertificateSpec.builder("n" + i).commonName("n" + i);
            boolean authority = i == 0 || dice.nextInt(3) == 0;
            if (!authorities.isEmpty() && dice.nextInt(6) != 0) {
                spec.issuer(authorities.get(dice.nextInt(authorities.size())));
            }
            if (authority) {
                authorities.add("n" + i);
                spec.authority(true).validity(Duration.ofDays(36_500));
            } else {
                spec.usages(CertificateSpec.Usage.CLIENT_AUTH);
            }
            specs.add(spec.build());
        }
        java.util.Collections.shuffle(specs, dice);
        return specs;
    }

    /** One that looks as declared, but is signed by itself. */
    private static KeyedCertificate stranger(CertificateSpec spec) {
        return Issuer.issue(spec, java.util.Optional.empty(), KeyAlgorithm.ECDSA_P256, NOW, RANDOM);
    }

    private static void assertClosed(List<CertificateSpec> specs, Map<String, KeyedCertificate> all) {
        for (CertificateSpec spec : specs) {
            var certificate = all.get(spec.name()).certificate();
            var issuer = all.get(spec.issuer().orElse(spec.name())).certificate();
            assertThat(certificate.getIssuerX500Principal()).isEqualTo(issuer.getSubjectX500Principal());
            try {
                certificate.verify(issuer.getPublicKey());
            } catch (java.security.GeneralSecurityException e) {
                throw new AssertionError(spec.name() + " is not signed by " + spec.issuer(), e);
            }
        }
    }
}
