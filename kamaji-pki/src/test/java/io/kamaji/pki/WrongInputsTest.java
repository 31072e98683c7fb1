package io.kamaji.pki;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong input has its message. */
class WrongInputsTest {
    private static final Map<String, KeyedCertificate> ALL = Fixtures.issued(KeyAlgorithm.ECDSA_P256);
    private static final KeyedCertificate CA = ALL.get("ca");
    private static final String CERTIFICATE = CA.certificatePem();
    private static final String KEY = CA.keyPem();
    private static final Duration DAY = Duration.ofDays(1);

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void parse_unreadable_saysWhat(String message, ThrowingCallable input) {
        assertThatThrownBy(input).isInstanceOf(PkiException.class).hasMessageContaining(message);
    }

    static Stream<Arguments> unreadable() {
        String garbled = KEY.replaceAll("\n[^-].*\n", "\nAAAA\n");
        return Stream.of(
                pair("the certificate is empty", "", KEY),
                pair("the certificate is not PEM", "hello", KEY),
                pair("the certificate has no certificate but EC PRIVATE KEY", KEY, KEY),
                pair("the certificate has a PEM block without its end", CERTIFICATE.substring(0, 90), KEY),
                pair("a block CERTIFICATE that is not base64", CERTIFICATE.replace("MII", "M!I"), KEY),
                pair("a block CERTIFICATE that is not an X.509", Pems.block("CERTIFICATE", "AAAA"), KEY),
                pair("the private key is empty", CERTIFICATE, " \n"),
                pair("the private key has no private key but CERTIFICATE", CERTIFICATE, CERTIFICATE),
                pair(
                        "the private key has no private key but EC PARAMETERS",
                        CERTIFICATE,
                        Pems.block("EC PARAMETERS", "AAAA")),
                pair("a block EC PRIVATE KEY that is not a private key", CERTIFICATE, garbled),
                pair("a block RSA PRIVATE KEY that is not", CERTIFICATE, Pems.block("RSA PRIVATE KEY", "MAA=")),
                pair("a block PRIVATE KEY that is not", CERTIFICATE, Pems.block("PRIVATE KEY", "MAA=")),
                pair(
                        "is an encrypted key (ENCRYPTED PRIVATE KEY)",
                        CERTIFICATE,
                        Pems.block("ENCRYPTED PRIVATE KEY", "AAAA")),
                pair(
                        "does not belong to the certificate of CN=kubernetes",
                        CERTIFICATE,
                        ALL.get("admin").keyPem()),
                pair(
                        "does not belong to the certificate of CN=kubernetes",
                        CERTIFICATE,
                        Fixtures.issued(KeyAlgorithm.RSA_2048).get("ca").keyPem()),
                row(
                        "does not belong to the certificate of CN=kubernetes",
                        () -> KeyedCertificate.of(
                                CA.certificate(), ALL.get("admin").key())),
                row("the public key for signing is not PEM", () -> SigningKeys.parse("x", KEY)),
                row(
                        "the public key for signing has no public key but EC PRIVATE KEY",
                        () -> SigningKeys.parse(KEY, KEY)),
                row(
                        "does not belong to the public key",
                        () -> SigningKeys.parse(ALL.get("admin").certificatePem(), KEY)),
                config("it is no object of kind Config", ""),
                config("it is no object of kind Config", "kind: Pod"),
                config("not YAML, line 2", "a: b\nc: [d"),
                config("2 contexts and none that is current", "contexts: [{name: a}, {name: b}]"),
                config("no context 'x' but [a]", "current-context: x\ncontexts: [{name: a}]"),
                config("no cluster in its context", "contexts: [{name: a, context: {user: u}}]"),
                config("no cluster 'c' but []", "contexts: [{name: a, context: {user: u, cluster: c}}]"),
                user("client-certificate is a file", "client-certificate: /a.crt"),
                user("client-key is a file", "client-key: /a.key"),
                user("tokenFile is a file", "tokenFile: /a"),
                user("exec is a command", "exec: {command: x}"),
                user("auth-provider is a plugin", "auth-provider: {name: gcp}"),
                user("username is of basic authentication", "username: a"),
                user("as impersonates", "as: root"),
                user("only one of client-certificate-data", "client-certificate-data: AAAA"),
                user("client-key-data of the kubeconfig is not base64", "client-key-data: '*'"),
                user("user 'u': the certificate is not PEM", "{client-certificate-data: AAAA, client-key-data: AAAA}"),
                cluster("no server in its cluster 'c'", "proxy: x"),
                cluster("certificate-authority is a file", "{server: 'https://a', certificate-authority: /ca.crt}"),
                cluster("leaves the server unverified", "{server: 'https://a', insecure-skip-tls-verify: true}"),
                cluster("proxy-url is not supported", "{server: 'https://a', proxy-url: 'http://b'}"),
                row(
                        "its authority is expired",
                        () -> ClientCertificates.issue(
                                CA, "u", List.of(), DAY, Issuance.of(CA.notAfter(), Fixtures.RANDOM))),
                row(
                        "is not an authority",
                        () -> ClientCertificates.issue(ALL.get("admin"), "u", List.of(), DAY, Fixtures.ISSUANCE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("undeclarable")
    void declare_whatCannotBe_saysWhat(String message, ThrowingCallable input) {
        assertThatThrownBy(input).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    static Stream<Arguments> undeclarable() {
        var ca = CertificateSpec.authority("ca", "kubernetes");
        var leaf = CertificateSpec.client("leaf", "me", "ca");
        return Stream.of(
                row("needs a name", () -> CertificateSpec.authority(" ", "x")),
                row("ca: the common name is empty", () -> CertificateSpec.authority("ca", "")),
                row("leaf: an organization is empty", () -> CertificateSpec.client("leaf", "x", "ca", "")),
                row("given twice in [a, a]", () -> CertificateSpec.client("leaf", "x", "ca", "a", "a")),
                row(
                        "an authority has no extended key usage",
                        () -> ca.toBuilder()
                                .usages(CertificateSpec.Usage.CLIENT_AUTH)
                                .build()),
                row(
                        "neither an authority nor any usage",
                        () -> leaf.toBuilder().usages().build()),
                row(
                        "only an authority can be external",
                        () -> leaf.toBuilder().external(true).build()),
                row(
                        "has no issuer in the tree",
                        () -> ca.toBuilder().external(true).issuer("x").build()),
                row("its own issuer", () -> ca.toBuilder().issuer("ca").build()),
                row(
                        "a validity of PT0S",
                        () -> ca.toBuilder().validity(Duration.ZERO).build()),
                row("ca: declared twice", () -> CertificateTree.of(List.of(ca, ca))),
                row("leaf: its issuer ca is not declared", () -> CertificateTree.of(List.of(leaf))),
                row(
                        "x: its issuer leaf is not an authority",
                        () -> CertificateTree.of(List.of(ca, leaf, CertificateSpec.client("x", "x", "leaf")))),
                row(
                        "issues itself, by way of",
                        () -> CertificateTree.of(List.of(
                                ca.toBuilder().issuer("b").build(),
                                CertificateSpec.authority("b", "b").toBuilder()
                                        .issuer("ca")
                                        .build()))),
                row(
                        "cannot rotate x: not declared",
                        () -> CertificateTree.of(List.of(ca))
                                .reconcile(Map.of(), Fixtures.ISSUANCE.withRotate(java.util.Set.of("x")))),
                row("not a DNS name or IP address: 'a_b'", () -> SubjectAltNames.of("a_b")),
                row("not a DNS name or IP address: 'a.*.b'", () -> SubjectAltNames.of("a.*.b")),
                row("not a DNS name or IP address: ''", () -> SubjectAltNames.of("")),
                row("not a DNS name or IP address: 'fe80::1%eth0'", () -> SubjectAltNames.of("fe80::1%eth0")),
                row("not a DNS name or IP address: 'a\n'", () -> new SubjectAltNames(List.of("a\n"), List.of())),
                row("not an IP address: '10.0.0.256'", () -> new SubjectAltNames(List.of(), List.of("10.0.0.256"))),
                row("not an IP address: 'localhost'", () -> new SubjectAltNames(List.of(), List.of("localhost"))),
                row("not a discovery hash", () -> new DiscoveryHash("sha256:12")),
                row(
                        "name of its cluster",
                        () -> new Kubeconfig(" ", "https://a", "", Optional.empty(), "u", Optional.empty())),
                row("needs a server", () -> new Kubeconfig("c", "", "", Optional.empty(), "u", Optional.empty())),
                row(
                        "the token of a kubeconfig is empty",
                        () -> new Kubeconfig(
                                "c", "https://a", "", Optional.empty(), "u", Optional.empty(), Optional.of(" "))),
                row(
                        "name of its user",
                        () -> new Kubeconfig("c", "https://a", "", Optional.empty(), "", Optional.empty())));
    }

    private static Arguments row(String message, ThrowingCallable input) {
        return Arguments.of(message, input);
    }

    private static Arguments pair(String message, String certificate, String key) {
        return row(message, () -> KeyedCertificate.parse(certificate, key));
    }

    private static Arguments config(String message, String yaml) {
        return row(message, () -> Kubeconfig.parse(yaml));
    }

    private static Arguments cluster(String message, String yaml) {
        return config(message, whole(yaml, "token: t"));
    }

    private static Arguments user(String message, String yaml) {
        return config(message, whole("server: https://a", yaml));
    }

    private static String whole(String cluster, String user) {
        return "contexts: [{name: a, context: {user: u, cluster: c}}]\n"
                + "clusters: [{name: c, cluster: " + (cluster.startsWith("{") ? cluster : "{" + cluster + "}") + "}]\n"
                + "users: [{name: u, user: " + (user.startsWith("{") ? user : "{" + user + "}") + "}]\n";
    }
}
