package io.kamaji.pki;

import static io.kamaji.pki.Fixtures.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorities that were made elsewhere, with keys of kinds that are never made here. */
class AuthoritiesOfOthersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-algorithm ed25519", "-algorithm EC -pkeyopt ec_paramgen_curve:P-521", "-algorithm RSA"})
    void reconcile_authorityOfThisKind_issuesWhatOpensslVerifies(String kind) throws Exception {
        var authority = KeyedCertificate.parse(certificate(kind), Files.readString(folder.resolve("ca.key")));
        var tree = CertificateTree.of(List.of(
                CertificateSpec.externalAuthority("ca"), CertificateSpec.client("admin", "kubernetes-admin", "ca")));

        var issued = tree.reconcile(Map.of("ca", authority), Issuance.of(Instant.now(), RANDOM));

        Files.writeString(
                folder.resolve("admin.crt"), issued.certificates().get("admin").certificatePem());
        openssl("verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "ca.crt", "admin.crt");
        assertThat(tree.reconcile(issued.certificates(), Issuance.of(Instant.now(), RANDOM))
                        .issued())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1, the private key has an EC key on the curve secp256k1",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-224, the private key has an EC key on the curve secp224r1",
        "-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1, the private key has an EC key on the curve 1.3.36.3",
        "-algorithm RSA-PSS, the private key has a key of the algorithm RSASSA-PSS; known are RSA",
        "-algorithm ed448, the private key has a key of the algorithm Ed448; known are RSA"
    })
    void parse_authorityOfAnotherKind_isRefusedByName(String kind, String message) throws Exception {
        var certificate = certificate(kind);
        var key = Files.readString(folder.resolve("ca.key"));

        assertThatThrownBy(() -> KeyedCertificate.parse(certificate, key))
                .isInstanceOf(PkiException.class)
                .hasMessageStartingWith(message);
    }

    private String certificate(String kind) throws Exception {
        openssl(("genpkey " + kind + " -out ca.key").split(" "));
        openssl(
                "req",
                "-x509",
                "-new",
                "-key",
                "ca.key",
                "-out",
                "ca.crt",
                "-subj",
                "/CN=theirs",
                "-days",
                "365",
                "-addext",
                "keyUsage=critical,keyCertSign");
        return Files.readString(folder.resolve("ca.crt"));
    }

    private void openssl(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(Real.program("openssl").toString()));
        command.addAll(List.of(arguments));
        assertThat(Real.run(folder, command)).as("%s", command).returns(0, Real.Outcome::code);
    }
}
