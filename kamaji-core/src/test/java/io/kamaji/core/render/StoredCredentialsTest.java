package io.kamaji.core.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Credentials;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.testing.Trees;
import io.kamaji.pki.KeyedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredCredentialsTest {
    private static final Scenarios.Scenario ETCD = Scenarios.named("addons");

    private static Map<String, JsonObject> secrets() {
        var secrets = new LinkedHashMap<String, JsonObject>();
        ETCD.render().manifests(Target.ADMIN).stream()
                .filter(manifest -> manifest.isSecret())
                .forEach(manifest -> secrets.put(manifest.ref().name().substring("blue-".length()), manifest.tree()));
        return secrets;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, JsonObject> with(String secret, String key, String value) {
        var secrets = secrets();
        secrets.compute(secret, (name, tree) -> tree.update("data", data -> data.with(key, value)));
        return secrets;
    }

    private static StoredCredentials read(Map<String, JsonObject> secrets) {
        return CredentialReader.read(ControlPlaneRenderer.standard().registry().credentials(), secrets);
    }

    @Test
    void of_whatWasRendered_givesBackAllOfIt() {
        var stored = read(secrets());
        var expected = new LinkedHashMap<>(GoldenPki.certificates());
        expected.remove("datastore-ca"); // the store's, whose key a tenant never has
        expected.remove("relay"); // of tenants behind a server name only
        assertThat(stored.certificates()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(stored.unreadable()).isEmpty();
        assertThat(stored.signingKeys()).contains(GoldenPki.serviceAccountKeys());
        assertThat(stored.kubeconfigs())
                .containsOnlyKeys(
                        "admin.conf",
                        "admin.svc",
                        "super-admin.conf",
                        "super-admin.svc",
                        "controller-manager.conf",
                        "scheduler.conf",
                        "konnectivity-server.conf");
    }

    @Test
    void of_whatWasRendered_rendersTheSameBytesAgain() {
        var stored = read(secrets());
        var inputs = ETCD.inputs();
        var again = inputs.toBuilder()
                .credentials(Credentials.of(
                                stored.certificates(), stored.signingKeys().orElseThrow())
                        .withKubeconfigs(stored.kubeconfigs()))
                .build();
        assertThat(Trees.yaml(ControlPlaneRenderer.standard().render(ETCD.tenant(), again)))
                .isEqualTo(Trees.yaml(ETCD.render()));
    }

    @Test
    void of_nothing_isEmpty() {
        var stored = read(Map.of());
        assertThat(stored.certificates()).isEmpty();
        assertThat(stored.signingKeys()).isEmpty();
    }

    @Test
    void of_broughtAuthority_isReadByItsTlsNames() {
        var ca = GoldenPki.certificates().get("ca");
        var secret = JsonObject.of(
                "metadata",
                JsonObject.of("name", "blue-ca"),
                "data",
                JsonObject.of("tls.crt", base64(ca.certificatePem()), "tls.key", base64(ca.keyPem())));
        assertThat(read(Map.of("ca", secret)).certificates()).containsExactly(Map.entry("ca", ca));
    }

    @Test
    void of_authorityWithoutKey_isNamedAndNotMissing() {
        var stored = read(with("ca", "ca.key", ""));
        assertThat(stored.certificates()).doesNotContainKey("ca");
        assertThat(stored.unreadable().get("ca")).hasMessage("Secret blue-ca has ca.crt but no ca.key");
    }

    @Test
    void of_brokenLeaf_isNamedWithSecretAndKey() {
        var stored = read(with("front-proxy-client-certificate", "front-proxy-client.crt", "%%%"));
        assertThat(stored.unreadable().get("front-proxy-client"))
                .hasMessageStartingWith(
                        "Secret blue-front-proxy-client-certificate, front-proxy-client.crt and front-proxy-client.key: ");
    }

    @Test
    void of_brokenSigningKeys_isRefused() {
        assertThatThrownBy(() -> read(with("sa-certificate", "sa.key", "")))
                .isInstanceOf(CorruptSecretException.class)
                .hasMessageStartingWith("Secret blue-sa-certificate: sa.key is missing");
        assertThatThrownBy(() -> read(with("sa-certificate", "sa.pub", base64("no"))))
                .isInstanceOf(CorruptSecretException.class);
    }

    @Test
    void toStringAndMessages_neverShowAKey() {
        var conf = read(secrets()).kubeconfigs().get("admin.conf");
        var key = conf.lines()
                .filter(line -> line.contains("client-key-data"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip().substring(40, 80))
                .findFirst()
                .orElseThrow();
        var broken = read(with("admin-kubeconfig", "admin.conf", base64(conf + "\n\t: [" + key)));
        assertThat(broken.unreadable().get("admin").getMessage()).doesNotContain(key);
        var pem = GoldenPki.certificates().values().stream()
                .map(KeyedCertificate::keyPem)
                .toList();
        assertThat(read(secrets()).toString())
                .doesNotContain("s3cret")
                .doesNotContain(pem)
                .doesNotContain("PRIVATE");
    }

    @Test
    void of_bundleBesideTheSigner_isTrustedByAllAndSignedWithByNone() {
        var other = GoldenPki.certificates().get("front-proxy-ca");
        var inputs = ETCD.inputs();
        var bundled = inputs.toBuilder()
                .credentials(inputs.credentials().withTrusted(Map.of("ca", List.of(other.certificate()))))
                .build();
        var rendered = ControlPlaneRenderer.standard().render(ETCD.tenant(), bundled);
        var ca = rendered.manifests(Target.ADMIN).stream()
                .filter(manifest -> manifest.ref().name().equals("blue-ca"))
                .findFirst()
                .orElseThrow()
                .tree();
        assertThat(ca.texts("data")).containsOnlyKeys("ca.crt", "ca.key", "ca-bundle.crt", "tls.crt", "tls.key");
        assertThat(read(Map.of("ca", ca)).trusted().get("ca"))
                .containsExactly(GoldenPki.certificates().get("ca").certificate(), other.certificate());
        assertThat(Trees.yaml(rendered))
                .contains("--client-ca-file=/etc/kubernetes/pki/ca-bundle.crt")
                .contains("--root-ca-file=/etc/kubernetes/pki/ca-bundle.crt")
                .contains("--cluster-signing-cert-file=/etc/kubernetes/pki/ca.crt");
    }
}
