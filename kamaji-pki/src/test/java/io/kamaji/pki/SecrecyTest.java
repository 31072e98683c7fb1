package io.kamaji.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No text form and no message shows a piece of a key. */
class SecrecyTest {

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ECDSA_P256", "RSA_2048"})
    void toString_everything_showsNoKey(KeyAlgorithm algorithm) throws Exception {
        Map<String, KeyedCertificate> all = Fixtures.issued(algorithm);
        KeyedCertificate admin = all.get("admin");
        SigningKeys keys = SigningKeys.generate(algorithm, Fixtures.RANDOM);
        Kubeconfig config = new Kubeconfig(
                "c", "https://a", all.get("ca").certificatePem(), Optional.empty(), "u", Optional.of(admin));
        List<Object> shown = List.of(
                all,
                admin,
                keys,
                config,
                config.withToken("hunter2hunter2"),
                Fixtures.TREE.reconcile(Map.of(), Fixtures.ISSUANCE.withKeyAlgorithm(KeyAlgorithm.ECDSA_P256)),
                io.kamaji.pki.internal.Pem.blocks(admin.keyPem()),
                failure(() -> KeyedCertificate.parse(
                        admin.certificatePem(), admin.keyPem().replace("\nM", "\n*"))),
                failure(() -> KeyedCertificate.parse(all.get("ca").certificatePem(), admin.keyPem())),
                failure(() -> Kubeconfig.parse(config.toYaml() + "\n - : [" + admin.keyPem())));
        List<String> secrets = java.util.stream.Stream.of(admin.keyPem(), keys.privatePem(), config.toYaml())
                .flatMap(text -> Arrays.stream(text.split("[\\n ]")))
                .filter(piece -> piece.length() > 30 && !piece.startsWith("-----"))
                .toList();
        assertThat(secrets).hasSizeGreaterThan(4);
        for (Object each : shown) {
            String text = each.toString();
            assertThat(text).doesNotContain("PRIVATE KEY-----", "hunter2");
            secrets.forEach(secret -> assertThat(text).doesNotContain(secret.substring(6, 26)));
        }
    }

    /** The message and those of all causes. */
    private static String failure(Runnable input) {
        StringBuilder text = new StringBuilder();
        try {
            input.run();
        } catch (PkiException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                text.append(cause).append('\n');
            }
        }
        assertThat(text).isNotEmpty();
        return text.toString();
    }
}
