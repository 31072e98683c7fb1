package io.kamaji.pki;

import static io.kamaji.pki.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenSslTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void verify_strictly_acceptsTheWholeTree(KeyAlgorithm algorithm) throws Exception {
        String openssl = Real.program("openssl").toString();
        Map<String, KeyedCertificate> all = Fixtures.issued(algorithm);
        Map<List<String>, List<CertificateSpec>> alike = Fixtures.specs(algorithm).stream()
                .collect(Collectors.groupingBy(
                        spec -> List.of(
                                spec.issuer().orElse(spec.name()),
                                spec.authority() ? "any" : spec.name().equals("apiserver") ? "sslserver" : "sslclient"),
                        LinkedHashMap::new,
                        Collectors.toList()));
        for (var each : alike.entrySet()) {
            String authority = each.getKey().get(0);
            List<String> verify = new ArrayList<>(List.of(
                    openssl,
                    "verify",
                    "-x509_strict",
                    "-check_ss_sig",
                    "-attime",
                    String.valueOf(NOW.getEpochSecond()),
                    "-purpose",
                    each.getKey().get(1),
                    "-CAfile",
                    write(authority + ".crt", all.get(authority).certificatePem())));
            for (CertificateSpec spec : each.getValue()) {
                verify.add(write(spec.name() + ".crt", all.get(spec.name()).certificatePem()));
            }
            var verified = Real.run(folder, verify);
            assertThat(verified).as("%s", verify).returns(0, Real.Outcome::code);
            assertThat(verified.text().lines().filter(line -> line.endsWith(": OK")))
                    .hasSameSizeAs(each.getValue());
        }
        for (CertificateSpec spec : Fixtures.specs(algorithm)) {
            var check = Real.run(
                    folder,
                    List.of(
                            openssl,
                            "pkey",
                            "-check",
                            "-noout",
                            "-in",
                            write("key", all.get(spec.name()).keyPem())));
            assertThat(check.text()).as(spec.name()).contains("Key is valid");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ECDSA_P256", "RSA_2048"})
    void parse_keysOfOpenSsl_inEveryForm(KeyAlgorithm algorithm) throws Exception {
        String openssl = Real.program("openssl").toString();
        boolean rsa = algorithm == KeyAlgorithm.RSA_2048;
        Path file = folder.resolve("made.key");
        List<String> make = rsa
                ? List.of(openssl, "genrsa", "-traditional", "-out", file.toString(), "2048")
                : List.of(openssl, "ecparam", "-genkey", "-name", "prime256v1", "-out", file.toString());
        assertThat(Real.run(folder, make)).returns(0, Real.Outcome::code);
        String traditional = Files.readString(file);
        if (!rsa) {
            assertThat(traditional).startsWith("-----BEGIN EC PARAMETERS-----");
        }
        String publicPem = Real.run(folder, List.of(openssl, "pkey", "-in", file.toString(), "-pubout"))
                .text();
        String pkcs8 = Real.run(folder, List.of(openssl, "pkcs8", "-topk8", "-nocrypt", "-in", file.toString()))
                .text();
        assertThat(pkcs8).startsWith("-----BEGIN PRIVATE KEY-----");
        SigningKeys keys = SigningKeys.parse(publicPem, traditional);
        // the same public key is the same key: the JDK would compare encodings
        assertThat(SigningKeys.parse(publicPem, pkcs8)).returns(keys.fingerprint(), SigningKeys::fingerprint);
        assertThat(SigningKeys.parse(publicPem, "Bag Attributes: none\r\n" + traditional.replace("\n", "\r\n"))
                        .fingerprint())
                .isEqualTo(keys.fingerprint());

        for (List<String> encrypt : List.of(
                List.of(openssl, "pkcs8", "-topk8", "-passout", "pass:secret", "-in", file.toString()),
                List.of(openssl, rsa ? "rsa" : "ec", "-aes128", "-passout", "pass:secret", "-in", file.toString()))) {
            String encrypted = Real.run(folder, encrypt).text();
            assertThat(encrypted).contains("ENCRYPTED");
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> SigningKeys.parse(publicPem, encrypted))
                    .isInstanceOf(PkiException.class)
                    .hasMessageContaining("is an encrypted key");
        }
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
