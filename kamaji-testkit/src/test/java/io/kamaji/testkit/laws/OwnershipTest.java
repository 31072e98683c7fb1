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
    private static final TenantControlPlane BLUE = World.blue().build();

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
                                "namespace", World.NAMESPACE,
                                "labels", labels,
                                "annotations", annotations),
                "type", "Opaque",
                "data", encoded);
    }

    private static KeyedCertificate authority(String commonName, KeyAlgorithm algorithm) {
        var issuance = Issuance.of(World.NOW.minus(Duration.ofDays(30)), new SecureRandom())
                .withKeyAlgorithm(algorithm);
        return CertificateTree.of(List.of(CertificateSpec.authority("ca", commonName)))
                .reconcile(Map.of(), issuance)
                .certificates()
                .get("ca");
    }

    @Test
    void reconcile_otherDataStoreInTheSpec_isRefusedInsteadOfStartingEmpty() {
        try (var world = new World()) {
            world.converge(BLUE);
            var before = world.admin.objects().normalised();
            var moved = World.blue().dataStore("embedded").replicas(1).build();

            try (var kamaji = world.connect()) {
                assertThatThrownBy(() -> kamaji.reconcile(moved))
                        .isInstanceOf(InvalidSpecException.class)
                        .hasMessageContaining(
                                "spec.dataStore: \"embedded\": the tenant's state is in datastore shared");
            }

            assertThat(world.admin.objects().normalised()).isEqualTo(before);
        }
    }

    @Test
    void reconcile_authorityBroughtAlong_usesItAndNeverWritesIt() {
        var ca = authority("my own CA", KeyAlgorithm.ECDSA_P256);
        try (var world = new World()) {
            var before = world.admin.create(
                    secret("blue-ca", Map.of(), Map.of(), "ca.crt", ca.certificatePem(), "ca.key", ca.keyPem()));

            world.converge(BLUE);

            assertThat(world.secret("ca")).isEqualTo(before);
            var apiServer = KeyedCertificate.parse(
                    World.decoded(world.secret("api-server-certificate"), "apiserver.crt"),
                    World.decoded(world.secret("api-server-certificate"), "apiserver.key"));
            assertThat(apiServer.certificate().getIssuerX500Principal())
                    .isEqualTo(ca.certificate().getSubjectX500Principal());

            world.passesToNothing(BLUE);

            assertThat(world.ours().ofKind("Secret").objects()).containsExactly(before);
        }
    }

    @Test
    void reconcile_foreignSecretOfOurName_refusesNamingIt() {
        for (var suffix : List.of("sa-certificate", "api-server-certificate", "datastore-config", "admin-kubeconfig")) {
            try (var world = new World()) {
                var before = world.admin.create(secret("blue-" + suffix, Map.of(), Map.of(), "mine", "x"));

                assertThatThrownBy(() -> world.converge(BLUE))
                        .as(suffix)
                        .isInstanceOf(KamajiException.class)
                        .hasMessageContaining("blue-" + suffix)
                        .hasMessageContaining("not ours");
                assertThat(world.secret(suffix)).isEqualTo(before);
            }
        }
    }

    @Test
    void reconcile_foreignObjectsOfOurNames_refusesNamingThem() {
        try (var world = new World()) {
            var before = world.admin.create(JsonObject.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "Service",
                    "metadata",
                    JsonObject.of("name", "blue", "namespace", World.NAMESPACE),
                    "spec",
                    JsonObject.of("ports", List.of(JsonObject.of("name", "http", "port", 80)))));

            assertThatThrownBy(() -> world.converge(BLUE))
                    .isInstanceOf(KamajiException.class)
                    .hasMessageContaining("blue");
            assertThat(world.get("v1", "Service", "blue")).isEqualTo(before);
        }
    }

    @Test
    void reconcile_foreignSecretWithAdoption_takesItOver() {
        try (var world = new World()) {
            var keys = SigningKeys.generate(KeyAlgorithm.RSA_2048, new SecureRandom());
            world.admin.create(secret(
                    "blue-sa-certificate",
                    Map.of(),
                    Map.of(),
                    "sa.pub",
                    keys.publicPem(),
                    "sa.key",
                    keys.privatePem()));

            world.converge(BLUE, settings -> settings.adopt(true));

            var adopted = world.secret("sa-certificate");
            assertThat(World.decoded(adopted, "sa.key")).isEqualTo(keys.privatePem());
            assertThat(adopted.texts("metadata", "labels")).containsEntry("kamaji.clastix.io/name", "blue");
        }
    }

    @Test
    void reconcile_foreignLabelsAndFields_staysThere() {
        try (var world = new World()) {
            world.converge(BLUE);
            try (var client = io.kamaji.core.cluster.AdminCluster.kubeconfig(world.admin.kubeconfig())
                    .connect()) {
                for (var ref : List.of(
                        ObjectRef.of("v1", "Secret", World.NAMESPACE, "blue-ca"),
                        ObjectRef.of("v1", "Service", World.NAMESPACE, "blue"),
                        ObjectRef.of("apps/v1", "Deployment", World.NAMESPACE, "blue"))) {
                    client.patch(
                            ref,
                            io.kamaji.core.cluster.ClusterClient.PatchType.MERGE,
                            JsonObject.of("metadata", JsonObject.of("labels", Map.of("theirs", "yes"))),
                            "");
                }
            }
            world.forget();

            world.converge(World.blue().certSan("other.example.com").build());

            assertThat(world.secret("ca").texts("metadata", "labels")).containsEntry("theirs", "yes");
            assertThat(world.get("v1", "Service", "blue").texts("metadata", "labels"))
                    .containsEntry("theirs", "yes");
            assertThat(world.deployment().texts("metadata", "labels")).containsEntry("theirs", "yes");
            assertThat(world.replaced())
                    .containsExactlyInAnyOrder(
                            "blue-api-server-certificate/apiserver.crt", "blue-api-server-certificate/apiserver.key");
        }
    }
}
