package io.kamaji.pki;

import static io.kamaji.pki.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.pki.internal.CertificateFields;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private final Map<String, KeyedCertificate> all = Fixtures.issued(KeyAlgorithm.ECDSA_P256);

    @ParameterizedTest
    @CsvSource({
        "FD00:96:0:0:0:0:0:1, fd00:96::1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "10:100:0:0:20:0:0:0, 10:100:0:0:20::",
        "::ffff:10.0.0.1, 10.0.0.1"
    })
    void subjectAltNames_address_isCanonical(String written, String canonical) {
        assertThat(SubjectAltNames.of(written, canonical).ipAddresses()).containsExactly(canonical);
    }

    @Test
    void subjectAltNames_mixed_areToldApartInOrder() {
        var names = SubjectAltNames.of("B.example.com", "10.0.0.1", "a", "*.b", "b.example.com", "1.2.3");
        assertThat(names.dnsNames()).containsExactly("b.example.com", "a", "*.b", "1.2.3");
        assertThat(names.ipAddresses()).containsExactly("10.0.0.1");
        assertThat(names.plus(SubjectAltNames.of("a", "c")).dnsNames())
                .containsExactly("b.example.com", "a", "*.b", "1.2.3", "c");
        assertThat(names.minus(names).isEmpty()).isTrue();
        assertThat(SubjectAltNames.of(all.get("apiserver").certificate())).isEqualTo(Fixtures.NAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ab", "\\b", " a, +=b<>;\"", "a b ", "日🦊"})
    void issue_oddCommonName_namesItAndIsKept(String name) {
        var tree = CertificateTree.of(
                List.of(CertificateSpec.authority("ca", "ca"), CertificateSpec.client("client", name, "ca")));
        var first = tree.reconcile(Map.of(), Fixtures.ISSUANCE);

        var issued = first.certificates().get("client").certificate();
        assertThat(CertificateFields.commonName(issued)).contains(name);
        assertThat(tree.reconcile(first.certificates(), Fixtures.ISSUANCE).issued())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"th-TH-u-ca-buddhist-nu-thai", "ar-EG-u-nu-arab", "tr-TR", "ja-JP-u-ca-japanese"})
    void issue_anyLocaleAndZone_saysTheSame(String tag) {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            var pair = Fixtures.issued().get("apiserver");
            assertThat(pair.certificate().getNotBefore().toInstant()).isEqualTo(NOW.minusSeconds(300));
            assertThat(pair.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(365)));
            assertThat(SubjectAltNames.of("INGRESS.EXAMPLE.COM").dnsNames()).containsExactly("ingress.example.com");
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void keyedCertificate_bundleWithText_keepsItsTextAndChain() {
        String bundle = "# from somewhere: else\r\n"
                + (all.get("admin").certificatePem() + all.get("ca").certificatePem()).replace("\n", "\r\n");
        var parsed = KeyedCertificate.parse(bundle, all.get("admin").keyPem());
        assertThat(parsed.certificatePem()).isEqualTo(bundle);
        assertThat(parsed.certificate()).isEqualTo(all.get("admin").certificate());
        assertThat(parsed.chain()).containsExactly(all.get("ca").certificate());
        assertThat(parsed).isNotEqualTo(all.get("admin"));
        assertThat(parsed.fingerprint())
                .isEqualTo(all.get("admin").fingerprint())
                .matches("sha256:[0-9a-f]{16}");
    }

    @Test
    void serialNumbers_areLongPositiveAndDistinct() {
        assertThat(all.values().stream().map(pair -> pair.certificate().getSerialNumber()))
                .doesNotHaveDuplicates()
                .allSatisfy(serial ->
                        assertThat(serial.signum() * serial.bitLength()).isEqualTo(127));
    }

    @Test
    void securityProviders_afterIssuing_areThoseOfTheJdk() {
        assertThat(all).isNotEmpty();
        assertThat(java.security.Security.getProvider("BC")).isNull();
        all.values().forEach(pair -> assertThat(pair.key().getClass().getName()).startsWith("sun.security."));
    }

    @Test
    void discoveryHash_ofTheAuthority_matchesItsBundleOnly() {
        var hash = DiscoveryHash.of(all.get("ca").certificate());
        assertThat(hash.toString()).matches("sha256:[0-9a-f]{64}");
        assertThat(hash.matches(all.get("front-proxy-ca").certificatePem()
                        + all.get("ca").certificatePem()))
                .isTrue();
        assertThat(hash.matches(all.get("front-proxy-ca").certificatePem())).isFalse();
    }

    @Test
    void clientCertificate_forAPerson_isShortLivedAndSigned() throws Exception {
        var pair = ClientCertificates.issue(
                all.get("ca"),
                "jane, the \"admin\"",
                List.of("team:b", "team:a"),
                Duration.ofHours(2),
                Fixtures.ISSUANCE);
        pair.certificate().verify(all.get("ca").certificate().getPublicKey());
        assertThat(pair.notAfter()).isEqualTo(NOW.plus(Duration.ofHours(2)));
        assertThat(io.kamaji.pki.internal.CertificateFields.commonName(pair.certificate()))
                .contains("jane, the \"admin\"");
        assertThat(io.kamaji.pki.internal.CertificateFields.organizations(pair.certificate()))
                .containsExactlyInAnyOrder("team:a", "team:b");
        assertThat(pair.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(pair.certificate().getBasicConstraints()).isNegative();
    }

    @Test
    void kubeconfig_ofOthers_usesTheCurrentContext() {
        String yaml = """
                {"apiVersion": "v1", "kind": "Config", "preferences": {}, "current-context": "two",
                 "clusters": [{"name": "a", "cluster": {"server": "https://a"}},
                              {"name": "b", "cluster": {"server": "https://b", "insecure-skip-tls-verify": false}}],
                 "contexts": [{"name": "one", "context": {"cluster": "a", "user": "x"}},
                              {"name": "two", "context": {"cluster": "b", "user": "y", "namespace": "n"}}],
                 "users": [{"name": "x", "user": {"exec": {"command": "no"}}}, {"name": "y", "user": {"token": "12345"}}]}
                """;
        var config = Kubeconfig.parse(yaml);
        assertThat(config)
                .isEqualTo(new Kubeconfig("b", "https://b", "", Optional.empty(), "y", Optional.empty())
                        .withToken("12345"));
        assertThat(config.toYaml()).contains("token: \"12345\"").contains("name: \"y\"");
        assertThat(Kubeconfig.parse(config.toYaml())).isEqualTo(config);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n",
                "yes",
                "on",
                "null",
                "~",
                "1.0",
                "0x1f",
                "1e3",
                "a: b",
                "- a",
                "#a",
                "@a",
                "é",
                "12:30:45",
                "2026-11-23",
                "<<",
                "=",
                "true"
            })
    void kubeconfig_namesThatYamlWouldMisread_comeBack(String name) {
        var config = new Kubeconfig(name, "https://a", "", Optional.of(name), name, Optional.empty()).withToken(name);
        assertThat(Kubeconfig.parse(config.toYaml())).isEqualTo(config);
        assertThat(Kubeconfig.parse(config.toYaml()).toYaml()).isEqualTo(config.toYaml());
    }
}
