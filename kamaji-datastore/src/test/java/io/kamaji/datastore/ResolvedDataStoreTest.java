package io.kamaji.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.InvalidSpecException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResolvedDataStoreTest {
    private static final String HEAD = """
            apiVersion: kamaji.clastix.io/v1alpha1
            kind: DataStore
            metadata: {name: main}
            """;

    @Test
    void resolve_everythingMissing_namesAllAtOnceInTheWordsOfTheReference() {
        var store = DataStore.parse(HEAD + """
                spec:
                  driver: etcd
                  endpoints: ["a:2379"]
                  basicAuth:
                    username: {secretReference: {namespace: ns, name: auth, keyPath: user}}
                    password: {}
                  tlsConfig:
                    certificateAuthority:
                      certificate: {secretReference: {namespace: ns, keyPath: ca.crt}}
                    clientCertificate:
                      certificate: {secretReference: {name: client, keyPath: tls.crt}}
                      privateKey: {secretReference: {namespace: ns, name: there, keyPath: tls.key}}
                """);
        SecretSource secrets = (ns, name) -> name.equals("there") ? Optional.of(Map.of()) : Optional.empty();
        assertThatThrownBy(() -> ResolvedDataStore.resolve(store, secrets))
                .isInstanceOfSatisfying(
                        InvalidSpecException.class,
                        e -> assertThat(e.violations())
                                .extracting(v -> v.path() + ": " + v.message())
                                .containsExactly(
                                        "spec.basicAuth.password: basic-auth password is not valid, the Secret reference is mandatory when bare content is not specified",
                                        "spec.basicAuth.username.secretReference: basic-auth username is not valid, secret ns/auth is not found",
                                        "spec.tlsConfig.certificateAuthority.certificate.secretReference.name: CA certificate is not valid, the Secret reference name is mandatory",
                                        "spec.tlsConfig.clientCertificate.certificate.secretReference.namespace: client certificate is not valid, the Secret reference namespace is mandatory",
                                        "spec.tlsConfig.clientCertificate.privateKey.secretReference.keyPath: client private key is not valid, secret ns/there has no key tls.key"));
    }

    @Test
    void resolve_inlineAndSecret_inlineWinsAndASecretIsReadOnce() {
        var store = DataStore.parse(HEAD + """
                spec:
                  driver: PostgreSQL
                  endpoints: ["a:5432"]
                  basicAuth:
                    username: {content: cm9vdA==, secretReference: {namespace: ns, name: never, keyPath: user}}
                    password: {secretReference: {namespace: ns, name: auth, keyPath: password}}
                """);
        var asked = new AtomicInteger();
        var resolved = ResolvedDataStore.resolve(store, (ns, name) -> {
            asked.incrementAndGet();
            assertThat(name).isEqualTo("auth");
            return Optional.of(Map.of("password", "s3cret".getBytes(StandardCharsets.UTF_8)));
        });
        assertThat(resolved.username()).contains("root");
        assertThat(resolved.password()).contains("s3cret");
        assertThat(asked).hasValue(1);
        assertThat(resolved.toString()).doesNotContain("s3cret");
    }

    @Test
    void resolve_lineEndAfterUserOrPassword_isNotPartOfIt() {
        var store = DataStore.parse(HEAD + """
                spec:
                  driver: PostgreSQL
                  endpoints: ["a:5432"]
                  basicAuth:
                    username: {content: cm9vdAo=}
                    password: {secretReference: {namespace: ns, name: auth, keyPath: password}}
                """);
        for (var given : List.of("s3cret\n", "s3cret\r\n", "s3cret")) {
            var resolved = ResolvedDataStore.resolve(
                    store, (ns, name) -> Optional.of(Map.of("password", given.getBytes(StandardCharsets.UTF_8))));
            assertThat(resolved.username()).contains("root");
            assertThat(resolved.password()).contains("s3cret");
        }
        var two = ResolvedDataStore.resolve(
                store, (ns, name) -> Optional.of(Map.of("password", " two\n\n".getBytes(StandardCharsets.UTF_8))));
        assertThat(two.password()).contains(" two\n");
    }

    @Test
    void resolve_whatIsNoPem_isAViolationThatRepeatsNoContent() {
        var store = DataStore.parse(HEAD + """
                spec:
                  driver: PostgreSQL
                  endpoints: ["a:5432"]
                  tlsConfig:
                    certificateAuthority:
                      certificate: {content: bm90IGEgcGVt}
                """);
        assertThatThrownBy(() -> ResolvedDataStore.resolve(store, SecretSource.none()))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("CA certificate is not valid")
                .hasMessageNotContaining("not a pem");
    }
}
