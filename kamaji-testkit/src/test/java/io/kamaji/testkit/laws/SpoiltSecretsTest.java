package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be made anew is, of what can't be the Secret and its key are named, and nothing that a Secret says is run. */
class SpoiltSecretsTest {
    private static final ObjectRef ADMIN = ObjectRef.of("v1", "Secret", Blue.NAMESPACE, "blue-admin-kubeconfig");

    private final TenantWorld world = Blue.world();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "exec", "insecure", "empty object"})
    void pass_spoiltSuperAdmin_makesItAnewAndRunsNothing(String how) throws Exception {
        var spec = Blue.spec().build();
        world.converge(spec);
        var mark = folder.resolve("was-run");
        spoil(
                switch (how) {
                    case "exec" ->
                        superAdmin()
                                .replaceFirst(
                                        "client-certificate-data:.*",
                                        "exec: {command: touch, args: [\"" + mark + "\"]}");
                    case "insecure" ->
                        superAdmin().replaceFirst("certificate-authority-data:.*", "insecure-skip-tls-verify: true");
                    case "empty object" -> "{}";
                    default -> how;
                });

        var first = world.pass(spec);
        world.converge(spec);

        assertThat(first.plan().warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("Secret tenants/blue-admin-kubeconfig, super-admin.conf can't be read"));
        assertThat(Kubeconfig.parse(superAdmin()).client()).isPresent();
        assertThat(world.tenant().requests().all()).isNotEmpty();
        assertThat(Files.exists(mark)).isFalse();
    }

    @Test
    void kubeconfig_spoilt_namesSecretAndKey() {
        var spec = Blue.spec().build();
        world.converge(spec);
        spoil("garbage");

        try (var kamaji = world.connect()) {
            assertThat(catchThrowableOfType(
                            KamajiException.class, () -> kamaji.tenant(spec).client()))
                    .hasMessageContainingAll("blue-admin-kubeconfig: super-admin.conf", "reconcile the tenant");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no authority", "expired", "another key", "a tenth of it"})
    void pass_broughtAuthorityThatCanNotServe_namesSecretAndKeys(String how) {
        var good = authority(Blue.NOW);
        var other = authority(Blue.NOW);
        var brought = switch (how) {
            case "no authority" -> pair(leaf(good).certificatePem(), leaf(good).keyPem());
            case "expired" -> {
                var old = authority(Blue.NOW.minus(Duration.ofDays(20 * 365)));
                yield pair(old.certificatePem(), old.keyPem());
            }
            case "another key" -> pair(good.certificatePem(), other.keyPem());
            default -> pair(good.certificatePem().substring(0, 60), good.keyPem());
        };
        try (var client = world.adminCluster().connect()) {
            client.create(JsonObject.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "Secret",
                    "type",
                    "Opaque",
                    "metadata",
                    Map.of("name", "blue-ca", "namespace", Blue.NAMESPACE),
                    "data",
                    brought));
        }

        var failure = catchThrowableOfType(
                KamajiException.class, () -> world.pass(Blue.spec().build()));

        assertThat(failure).hasMessageContainingAll("blue-ca", "ca.crt and ca.key");
        assertThat(failure.ref()).contains(ObjectRef.of("v1", "Secret", Blue.NAMESPACE, "blue-ca"));
    }

    private String superAdmin() {
        return new String(
                Base64.getDecoder()
                        .decode(world.admin()
                                .get(ADMIN)
                                .orElseThrow()
                                .text("data", "super-admin.conf")
                                .orElseThrow()),
                StandardCharsets.UTF_8);
    }

    private void spoil(String text) {
        try (var client = world.adminCluster().connect()) {
            client.patch(ADMIN, PatchType.MERGE, JsonObject.of("data", Map.of("super-admin.conf", base64(text))), "");
        }
    }

    private static KeyedCertificate authority(Instant at) {
        return CertificateTree.of(List.of(CertificateSpec.authority("ca", "kubernetes")))
                .reconcile(Map.of(), Issuance.of(at, new SecureRandom()))
                .certificates()
                .get("ca");
    }

    private static KeyedCertificate leaf(KeyedCertificate authority) {
        var specs = List.of(
                CertificateSpec.authority("ca", "kubernetes"), CertificateSpec.client("leaf", "leaf", "ca", "nobody"));
        return CertificateTree.of(specs)
                .reconcile(Map.of("ca", authority), Issuance.of(Blue.NOW, new SecureRandom()))
                .certificates()
                .get("leaf");
    }

    private static Map<String, String> pair(String certificate, String key) {
        return Map.of("ca.crt", base64(certificate), "ca.key", base64(key));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
