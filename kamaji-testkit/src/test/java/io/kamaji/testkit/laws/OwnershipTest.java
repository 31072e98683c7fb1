package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is not ours stays as it is. */
class OwnershipTest {
    private static final TenantControlPlane BLUE = Blue.spec().build();

    private static JsonObject secret(
            String name, Map<String, String> labels, Map<String, String> annotations, String... data) {
        var encoded = new TreeMap<String, String>();
        for (int i = 0; i < data.length; i += 2) {
            encoded.put(data[i], Base64.getEncoder().encodeToString(data[i + 1].getBytes(StandardCharsets.UTF_8)));
        }
        return JsonObject.of(
                "apiVersion", "v1",
                "kind", "Secret",
                "metadata",
                        JsonObject.of(
                                "name", name,
                                "namespace", Blue.NAMESPACE,
                                "labels", labels,
                                "annotations", annotations),
                "type", "Opaque",
                "data", encoded);
    }

    private static KeyedCertificate authority(String commonName, KeyAlgorithm algorithm) {
        var issuance = Issuance.of(Blue.NOW.minus(Duration.ofDays(30)), new SecureRandom())
                .withKeyAlgorithm(algorithm);
        return CertificateTree.of(List.of(CertificateSpec.authority("ca", commonName)))
                .reconcile(Map.of(), issuance)
                .certificates()
                .get("ca");
    }

    @Test
    void reconcile_otherDataStoreInTheSpec_isRefusedInsteadOfStartingEmpty() {
        try (var world = Blue.world()) {
            world.converge(BLUE);
            var before = world.admin().objects().normalised();
            var moved = Blue.spec().dataStore("embedded").replicas(1).build();

            try (var kamaji = world.connect()) {
                assertThatThrownBy(() -> kamaji.tenant(moved).reconcile())
                        .isInstanceOf(InvalidSpecException.class)
                        .hasMessageContaining(
                                "spec.dataStore: \"embedded\": the tenant's state is in datastore shared");
            }

            assertThat(world.admin().objects().normalised()).isEqualTo(before);
        }
    }

    @Test
    void reconcile_authorityBroughtAlong_usesItAndNeverWritesIt() {
        var ca = authority("my own CA", KeyAlgorithm.ECDSA_P256);
        try (var world = Blue.world()) {
            var before = world.admin()
                    .create(secret(
                            "blue-ca", Map.of(), Map.of(), "ca.crt", ca.certificatePem(), "ca.key", ca.keyPem()));

            world.converge(BLUE);

            assertThat(Blue.secret(world, "ca")).isEqualTo(before);
            var apiServer = KeyedCertificate.parse(
                    Blue.decoded(Blue.secret(world, "api-server-certificate"), "apiserver.crt"),
                    Blue.decoded(Blue.secret(world, "api-server-certificate"), "apiserver.key"));
            assertThat(apiServer.certificate().getIssuerX500Principal())
                    .isEqualTo(ca.certificate().getSubjectX500Principal());

            world.delete(BLUE);

            assertThat(Blue.objects(world).ofKind("Secret").objects()).containsExactly(before);
        }
    }

    @Test
    void reconcile_foreignSecretOfOurName_refusesNamingIt() {
        for (var suffix : List.of("sa-certificate", "api-server-certificate", "datastore-config", "admin-kubeconfig")) {
            try (var world = Blue.world()) {
                var before = world.admin().create(secret("blue-" + suffix, Map.of(), Map.of(), "mine", "x"));

                assertThatThrownBy(() -> world.converge(BLUE))
                        .as(suffix)
                        .isInstanceOf(KamajiException.class)
                        .hasMessageContaining("blue-" + suffix)
                        .hasMessageContaining("not managed by Kamaji");
                assertThat(Blue.secret(world, suffix)).isEqualTo(before);
            }
        }
    }

    @Test
    void reconcile_foreignObjectsOfOurNames_refusesNamingThem() {
        try (var world = Blue.world()) {
            var before = world.admin()
                    .create(JsonObject.of(
                            "apiVersion",
                            "v1",
                            "kind",
                            "Service",
                            "metadata",
                            JsonObject.of("name", "blue", "namespace", Blue.NAMESPACE),
                            "spec",
                            JsonObject.of("ports", List.of(JsonObject.of("name", "http", "port", 80)))));

            assertThatThrownBy(() -> world.converge(BLUE))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("blue");
            assertThat(Blue.get(world, "v1", "Service", "blue")).isEqualTo(before);
        }
    }

    @Test
    void reconcile_foreignSecretWithAdoption_takesItOver() {
        try (var world = Blue.world()) {
            var keys = SigningKeys.generate(KeyAlgorithm.RSA_2048, new SecureRandom());
            world.admin()
                    .create(secret(
                            "blue-sa-certificate",
                            Map.of(),
                            Map.of(),
                            "sa.pub",
                            keys.publicPem(),
                            "sa.key",
                            keys.privatePem()));

            world.converge(BLUE, settings -> settings.adopt(true));

            var adopted = Blue.secret(world, "sa-certificate");
            assertThat(Blue.decoded(adopted, "sa.key")).isEqualTo(keys.privatePem());
            assertThat(adopted.texts("metadata", "labels")).containsEntry("kamaji.clastix.io/name", "blue");
        }
    }

    @Test
    void reconcile_foreignLabelsAndFields_staysThere() {
        try (var world = Blue.world()) {
            world.converge(BLUE);
            try (var client = io.kamaji.core.cluster.AdminCluster.kubeconfig(
                            world.admin().kubeconfig())
                    .connect()) {
                for (var ref : List.of(
                        ObjectRef.of("v1", "Secret", Blue.NAMESPACE, "blue-ca"),
                        ObjectRef.of("v1", "Service", Blue.NAMESPACE, "blue"),
                        ObjectRef.of("apps/v1", "Deployment", Blue.NAMESPACE, "blue"))) {
                    client.patch(
                            ref,
                            io.kamaji.core.cluster.ClusterClient.PatchType.MERGE,
                            JsonObject.of("metadata", JsonObject.of("labels", Map.of("theirs", "yes"))),
                            "");
                }
            }
            world.forget();

            world.converge(Blue.spec().certSan("other.example.com").build());

            assertThat(Blue.secret(world, "ca").texts("metadata", "labels")).containsEntry("theirs", "yes");
            assertThat(Blue.get(world, "v1", "Service", "blue").texts("metadata", "labels"))
                    .containsEntry("theirs", "yes");
            assertThat(Blue.deployment(world).texts("metadata", "labels")).containsEntry("theirs", "yes");
            assertThat(world.credentials().replaced())
                    .containsExactlyInAnyOrder(
                            "blue-api-server-certificate/apiserver.crt", "blue-api-server-certificate/apiserver.key");
        }
    }
}
