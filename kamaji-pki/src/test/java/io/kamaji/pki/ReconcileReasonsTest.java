package io.kamaji.pki;

import static io.kamaji.pki.Fixtures.ISSUANCE;
import static io.kamaji.pki.Fixtures.NOW;
import static io.kamaji.pki.Fixtures.RANDOM;
import static io.kamaji.pki.Fixtures.SPECS;
import static io.kamaji.pki.Fixtures.TREE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ReconcileReasonsTest {
    private final Map<String, KeyedCertificate> all = Fixtures.issued();

    @Test
    void reconcile_oneLeafLost_issuesThatOne() {
        Map<String, KeyedCertificate> current = new HashMap<>(all);
        current.remove("scheduler");
        var result = TREE.reconcile(current, ISSUANCE);
        assertThat(result.issued()).containsExactly(Map.entry("scheduler", "missing"));
        current.forEach(
                (name, pair) -> assertThat(result.certificates().get(name)).isSameAs(pair));
    }

    @Test
    void reconcile_authorityLost_issuesAllBelowItAndWarns() {
        Map<String, KeyedCertificate> current = new HashMap<>(all);
        current.remove("front-proxy-ca");
        var result = TREE.reconcile(current, ISSUANCE);
        assertThat(result.issued())
                .containsExactly(
                        Map.entry("front-proxy-ca", "missing"), Map.entry("front-proxy-client", "issuer changed"));
        assertThat(result.warnings()).singleElement().asString().startsWith("front-proxy-ca was missing and is new");
    }

    @Test
    void reconcile_rotationOfTheAuthority_issuesAllBelowItAndNothingElse() {
        var result = TREE.reconcile(all, ISSUANCE.withRotate(Set.of("ca")));
        assertThat(result.issued()).hasSize(7).containsEntry("ca", "rotation requested");
        assertThat(result.issued()).doesNotContainKeys("front-proxy-ca", "front-proxy-client");
        assertThat(result.issued())
                .containsEntry("super-admin", "issuer changed")
                .containsEntry("admin", "issuer changed");
    }

    @Test
    void reconcile_declarationChanged_saysWhat() {
        Map.<String, UnaryOperator<CertificateSpec.Builder>>of(
                        "common name is 'kubernetes-admin', not 'other'", b -> b.commonName("other"),
                        "organizations are [kubeadm:cluster-admins], not [a, b]",
                                b -> b.organizations(List.of("a", "b")),
                        "usages are [CLIENT_AUTH], not [SERVER_AUTH, CLIENT_AUTH]",
                                b -> b.usages(CertificateSpec.Usage.CLIENT_AUTH, CertificateSpec.Usage.SERVER_AUTH),
                        "names missing: x.example.com, 10.0.0.1",
                                b -> b.subjectAltNames(SubjectAltNames.of("10.0.0.1", "x.example.com")))
                .forEach((reason, change) -> {
                    var tree = CertificateTree.of(SPECS.stream()
                            .map(spec -> spec.name().equals("admin")
                                    ? change.apply(spec.toBuilder()).build()
                                    : spec)
                            .toList());
                    assertThat(tree.reconcile(all, ISSUANCE).issued()).containsExactly(Map.entry("admin", reason));
                });
    }

    @Test
    void reconcile_namesRemovedFromTheDeclaration_keeps() {
        var tree = CertificateTree.of(KubeadmCertificates.of(SubjectAltNames.of("LOCALHOST", "fd00:0::0:1")));
        assertThat(tree.reconcile(all, ISSUANCE).issued()).isEmpty();
    }

    @Test
    void reconcile_otherAlgorithm_keepsAndRenewsWithTheOldOne() {
        var rsa = ISSUANCE.withKeyAlgorithm(KeyAlgorithm.RSA_2048);
        assertThat(TREE.reconcile(all, rsa).issued()).isEmpty();

        var later = new Issuance(NOW.plus(Duration.ofDays(300)), RANDOM, KeyAlgorithm.RSA_2048, rsa.renewalPolicy());
        var renewed = TREE.reconcile(all, later);
        assertThat(renewed.issued()).hasSize(7).doesNotContainKeys("ca", "front-proxy-ca");
        assertThat(algorithm(renewed, "admin")).isEqualTo(KeyAlgorithm.ECDSA_P256);

        var rotated = TREE.reconcile(all, rsa.withRotate(Set.of("front-proxy-ca")));
        assertThat(algorithm(rotated, "front-proxy-client")).isEqualTo(KeyAlgorithm.RSA_2048);
    }

    private static KeyAlgorithm algorithm(CertificateTree.Reconciled reconciled, String name) {
        return KeyAlgorithm.of(reconciled.certificates().get(name).certificate().getPublicKey())
                .orElseThrow();
    }

    @Test
    void reconcile_thirdOfLifetimeLeft_renewsOnTheMinute() {
        var certificate = all.get("admin").certificate();
        Instant end = certificate.getNotAfter().toInstant();
        Instant due = end.minus(
                Duration.between(certificate.getNotBefore().toInstant(), end).dividedBy(3));
        assertThat(at(due.minusSeconds(1)).issued()).isEmpty();
        assertThat(at(due).issued()).hasSize(7).containsEntry("admin", "expires 2027-11-23T10:00:00Z");
        assertThat(at(end).issued()).containsEntry("admin", "expired 2027-11-23T10:00:00Z");
    }

    @Test
    void reconcile_clockBehind_issuesWhatIsNotValidYet() {
        var leaf = Map.of(
                "ca",
                all.get("ca"),
                "admin",
                Issuer.issue(
                        SPECS.get(5),
                        java.util.Optional.of(all.get("ca")),
                        KeyAlgorithm.ECDSA_P256,
                        NOW.plusSeconds(3600),
                        RANDOM));
        assertThat(TREE.reconcile(leaf, ISSUANCE).issued())
                .containsEntry("admin", "not valid before 2026-11-23T10:55:00Z");
    }

    @Test
    void reconcile_clockBehindTheAuthority_keepsAllAndAsksForTheClock() {
        var result = at(NOW.minus(Duration.ofMinutes(10)));

        assertThat(result.issued()).isEmpty();
        assertThat(result.certificates()).containsExactlyEntriesOf(all);
        assertThat(result.warnings())
                .containsExactlyInAnyOrder(
                        "ca is not valid before 2026-11-23T09:55:00Z, but it is 2026-11-23T09:50:00Z by this machine's"
                                + " clock: check that clock",
                        "front-proxy-ca is not valid before 2026-11-23T09:55:00Z, but it is 2026-11-23T09:50:00Z by this"
                                + " machine's clock: check that clock");
    }

    @Test
    void reconcile_clockBehindTheAuthority_issuesWhatIsMissingFromTheAuthoritysBeginning() {
        Map<String, KeyedCertificate> current = new HashMap<>(all);
        current.remove("admin");

        var result = TREE.reconcile(current, Issuance.of(NOW.minus(Duration.ofHours(20)), RANDOM));

        assertThat(result.issued()).containsExactly(Map.entry("admin", "missing"));
        var issued = result.certificates().get("admin").certificate();
        assertThat(issued.getNotBefore()).isEqualTo(all.get("ca").certificate().getNotBefore());
        // once the clock is right, it is as any other
        assertThat(TREE.reconcile(result.certificates(), ISSUANCE).issued()).isEmpty();
        assertThat(TREE.reconcile(result.certificates(), ISSUANCE).warnings()).isEmpty();
    }

    @Test
    void issue_clockBehindTheAuthority_isGoodFromTheAuthoritysBeginning() {
        var behind = Issuance.of(NOW.minus(Duration.ofMinutes(10)), RANDOM);

        var client = ClientCertificates.issue(all.get("ca"), "u", List.of(), Duration.ofHours(1), behind);

        assertThat(client.certificate().getNotBefore())
                .isEqualTo(all.get("ca").certificate().getNotBefore());
    }

    @Test
    void reconcile_authorityBeginsInDays_refusesToIssue() {
        Map<String, KeyedCertificate> current = new HashMap<>(all);
        current.remove("admin");

        assertThatThrownBy(() -> TREE.reconcile(current, Issuance.of(NOW.minus(Duration.ofDays(2)), RANDOM)))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining(
                        "its issuer ca is not valid before 2026-11-23T09:55:00Z; check this machine's clock");
    }

    private CertificateTree.Reconciled at(Instant now) {
        return TREE.reconcile(all, Issuance.of(now, RANDOM));
    }

    @Test
    void reconcile_authorityNearItsEnd_warnsAndNeverOutlivesIt() {
        var result = at(NOW.plus(Duration.ofDays(3500)));
        assertThat(result.warnings()).contains("ca expires 2036-11-20T10:00:00Z; rotate it in good time");
        assertThat(result.certificates().get("ca")).isSameAs(all.get("ca"));
        assertThat(result.certificates().get("admin").notAfter())
                .isEqualTo(all.get("ca").notAfter());
        // nothing better can be had: the next passes issue nothing more, though all are due
        var next = TREE.reconcile(result.certificates(), Issuance.of(NOW.plus(Duration.ofDays(3630)), RANDOM));
        assertThat(next.issued()).isEmpty();
        assertThat(next.warnings()).anyMatch(warning -> warning.contains("cannot be renewed beyond its issuer's end"));
    }

    @Test
    void reconcile_authorityDeclaredOtherwise_isKeptAndSaysInWhatItDiffers() {
        var tree = CertificateTree.of(SPECS.stream()
                .map(spec -> spec.name().equals("ca")
                        ? spec.toBuilder().commonName("other").build()
                        : spec)
                .toList());

        var result = tree.reconcile(all, ISSUANCE);

        assertThat(result.issued()).isEmpty();
        assertThat(result.warnings())
                .containsExactly("ca is kept though it differs: common name is 'kubernetes', not 'other'");
    }

    @Test
    void reconcile_authorityExpired_refusesToIssueAndRotationHelps() {
        Instant late = NOW.plus(Duration.ofDays(3700));
        assertThatThrownBy(() -> at(late))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("its issuer ca is expired 2036-11-20T10:00:00Z; rotate");
        var rotated = TREE.reconcile(all, Issuance.of(late, RANDOM).withRotate(Set.of("ca", "front-proxy-ca")));
        assertThat(rotated.issued()).hasSize(9);
    }

    /** kubeadm dates the certificates in kubeconfigs back to the beginning of their issuer. */
    @Test
    void reconcile_backdatedByMuch_isDueByItsDeclaredLifetime() {
        var authority = CertificateSpec.authority("ca", "kubernetes");
        var admin = CertificateSpec.client("admin", "kubernetes-admin", "ca");
        var backdated = admin.toBuilder().validity(Duration.ofDays(1000 + 365)).build();
        var current = CertificateTree.of(List.of(authority, backdated)).reconcile(Map.of(), ISSUANCE);
        var tree = CertificateTree.of(List.of(authority, admin));
        assertThat(tree.reconcile(current.certificates(), Issuance.of(NOW.plus(Duration.ofDays(1030)), RANDOM))
                        .issued())
                .isEmpty();
        assertThat(tree.reconcile(current.certificates(), Issuance.of(NOW.plus(Duration.ofDays(1260)), RANDOM))
                        .issued())
                .containsOnlyKeys("admin");
    }

    @Test
    void reconcile_policyWantsMoreThanThereIs_doesNotIssueOnEachPass() {
        var greedy = RenewalPolicy.before(Duration.ofDays(400));
        assertThat(TREE.reconcile(all, ISSUANCE.withRenewalPolicy(greedy)).issued())
                .isEmpty();
        var result = TREE.reconcile(
                all, Issuance.of(NOW.plus(Duration.ofDays(1)), RANDOM).withRenewalPolicy(greedy));
        assertThat(result.issued()).isEmpty();
        assertThat(result.warnings()).hasSize(7).allMatch(warning -> warning.contains("too short from the start"));
    }

    @Test
    void reconcile_externalAuthority_mustBeThereAndIsNeverIssued() {
        var tree = CertificateTree.of(List.of(
                CertificateSpec.externalAuthority("datastore-ca"),
                CertificateSpec.client("etcd-client", "tenant-a", "datastore-ca")));
        assertThatThrownBy(() -> tree.reconcile(Map.of(), ISSUANCE))
                .hasMessage("datastore-ca is an external authority: its certificate and key must be provided");
        var issued = tree.reconcile(Map.of("datastore-ca", all.get("ca")), ISSUANCE);
        assertThat(issued.issued()).containsOnlyKeys("etcd-client");
        assertThat(issued.certificates()).containsKeys("datastore-ca", "etcd-client");
        assertThat(issued.warnings()).isEmpty();
        assertThatThrownBy(() -> tree.reconcile(Map.of(), ISSUANCE.withRotate(Set.of("datastore-ca"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot rotate datastore-ca: not ours, but external");
        assertThatThrownBy(() -> tree.reconcile(Map.of("datastore-ca", all.get("admin")), ISSUANCE))
                .hasMessageContaining("its issuer datastore-ca is not an authority");
    }

    @Test
    void reconcile_unreadable_issuesTheLeafAndRefusesTheAuthority() {
        var broken = new PkiException("the private key is empty");
        Map<String, KeyedCertificate> current = new HashMap<>(all);
        current.remove("admin");
        current.remove("ca");
        assertThatThrownBy(() -> TREE.reconcile(current, Map.of("ca", broken), ISSUANCE))
                .isInstanceOf(PkiException.class)
                .hasMessage("ca is stored but cannot be read, and an authority is never replaced unasked:"
                        + " the private key is empty");
        current.put("ca", all.get("ca"));
        assertThat(TREE.reconcile(current, Map.of("admin", broken), ISSUANCE).issued())
                .containsExactly(Map.entry("admin", "unreadable: the private key is empty"));
    }
}
