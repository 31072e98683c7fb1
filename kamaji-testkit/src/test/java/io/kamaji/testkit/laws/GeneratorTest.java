package io.kamaji.testkit.laws;

import static io.kamaji.testkit.laws.Generators.BLUE;
import static io.kamaji.testkit.laws.Generators.OF_BLUE;
import static io.kamaji.testkit.laws.Generators.made;
import static io.kamaji.testkit.laws.Generators.of;
import static io.kamaji.testkit.laws.Generators.pass;
import static io.kamaji.testkit.laws.Generators.subject;
import static io.kamaji.testkit.laws.Generators.viewer;
import static io.kamaji.testkit.laws.Generators.world;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.kubeconfig.CompoundValue;
import io.kamaji.core.Kamaji;
import io.kamaji.core.access.GeneratorPass;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kubeconfigs that a generator keeps in the admin cluster. */
class GeneratorTest {
    @Test
    void reconcile_selectedTenants_getASecretEach() {
        try (var world = world()) {
            var pass = pass(world, viewer());

            assertThat(pass.status().resources()).isEqualTo(2);
            assertThat(pass.status().availableResources()).isEqualTo(2);
            assertThat(pass.status().errors()).isEmpty();
            assertThat(pass.status().observedGeneration()).contains(3L);
            var secret = world.admin().get(OF_BLUE).orElseThrow();
            assertThat(secret.texts("metadata", "labels"))
                    .containsEntry("kamaji.clastix.io/managed-by", "viewer")
                    .containsEntry("kamaji.clastix.io/managed-for", "blue");
            var yaml = JsonObject.parse(Blue.decoded(secret, "value"));
            assertThat(yaml.text("current-context")).contains("viewer");
            assertThat(yaml.array("contexts").toJson()).contains("\"name\":\"viewer\"");
            try (var kamaji = world.connect()) {
                assertThat(made(world, OF_BLUE).server())
                        .isEqualTo(kamaji.tenant(BLUE).kubeconfig().server());
            }
            assertThat(subject(world)).contains("CN=blue", "O=platform:viewers", "O=tenants");
            assertThat(pass.plan().toString()).startsWith("KubeconfigGenerator ");
            try (var kamaji = world.connect()) {
                assertThatThrownBy(() -> kamaji.apply(pass.plan()))
                        .isInstanceOf(KamajiException.class)
                        .hasMessageContaining("is no tenant");
            }
            assertThat(pass.plan().toString())
                    .doesNotContain(made(world, OF_BLUE).client().orElseThrow().keyPem());
        }
    }

    @Test
    void reconcile_again_writesNothingNorDoesATenantsPassTouchIt() {
        try (var world = world()) {
            pass(world, viewer());
            world.forget();

            var again = pass(world, viewer());
            world.converge(BLUE);

            assertThat(again.plan().isEmpty()).isTrue();
            assertThat(world.admin().requests().writes()).isZero();
        }
    }

    @Test
    void reconcile_narrowerSelector_prunesWhatIsSelectedNoMore() {
        try (var world = world()) {
            pass(world, viewer());

            var pass = pass(world, of("search"));

            assertThat(pass.status().resources()).isEqualTo(1);
            assertThat(world.admin().get(OF_BLUE)).isEmpty();
            assertThat(secrets(world)).containsExactly("red-viewer");
        }
    }

    @Test
    void reconcile_namespaceSelector_asksForTheirLabels() {
        try (var world = world()) {
            var none = viewer(builder -> builder.spec(
                    spec -> spec.namespaceSelector(JsonObject.parse("{matchLabels: {environment: production}}"))));
            assertThat(pass(world, none).status().resources()).isZero();

            try (var client =
                    AdminCluster.kubeconfig(world.admin().kubeconfig()).connect()) {
                client.patch(
                        ObjectRef.of("v1", "Namespace", Blue.NAMESPACE),
                        PatchType.MERGE,
                        JsonObject.parse("{metadata: {labels: {environment: production}}}"),
                        "");
            }
            assertThat(pass(world, none).status().availableResources()).isEqualTo(2);
        }
    }

    @Test
    void reconcile_renewalDue_makesANewOne() {
        try (var world = world()) {
            pass(world, viewer());
            var before = made(world, OF_BLUE);
            world.clock().advance(Duration.ofDays(200));
            pass(world, viewer());
            assertThat(made(world, OF_BLUE)).isEqualTo(before);

            world.clock().advance(Duration.ofDays(100));
            pass(world, viewer());

            assertThat(made(world, OF_BLUE)).isNotEqualTo(before);
            assertThat(made(world, OF_BLUE).client().orElseThrow().notAfter())
                    .isAfter(world.clock().instant().plus(Duration.ofDays(360)));
        }
    }

    @Test
    void reconcile_rotationAsked_makesANewOneOnce() {
        try (var world = world()) {
            pass(world, viewer());
            var before = made(world, OF_BLUE);
            patch(world, "{metadata: {annotations: {certs.kamaji.clastix.io/rotate: \"\", theirs: stays}}}");

            pass(world, viewer());
            var after = made(world, OF_BLUE);
            assertThat(after).isNotEqualTo(before);
            assertThat(world.admin().get(OF_BLUE).orElseThrow().texts("metadata", "annotations"))
                    .containsEntry("certs.kamaji.clastix.io/rotate", Blue.NOW.toString())
                    .containsEntry("theirs", "stays");

            pass(world, viewer());
            assertThat(made(world, OF_BLUE)).isEqualTo(after);
        }
    }

    private static void patch(TenantWorld world, String patch) {
        try (var client = AdminCluster.kubeconfig(world.admin().kubeconfig()).connect()) {
            client.patch(OF_BLUE, PatchType.MERGE, JsonObject.parse(patch), "");
        }
    }

    @Test
    void reconcile_spoilt_isMadeAnew() {
        try (var world = world()) {
            for (var spoilt : List.of("c3BvaWx0", "!", "")) {
                pass(world, viewer());
                patch(world, "{data: {value: \"" + (spoilt.equals("!") ? "e30=" : spoilt) + "\"}}");

                pass(world, viewer());

                assertThat(subject(world)).contains("CN=blue");
            }
        }
    }

    @Test
    void reconcile_otherGroups_makesANewOne() {
        try (var world = world()) {
            pass(world, viewer());

            pass(world, viewer(builder -> builder.spec(spec -> spec.groups(List.of(CompoundValue.literal("others"))))));

            assertThat(subject(world)).contains("O=others").doesNotContain("platform:viewers");
        }
    }

    @Test
    void reconcile_tenantWithoutKubeconfig_isAnErrorOfThatTenantOnly() {
        try (var world = Blue.world()) {
            world.converge(BLUE);

            var pass = pass(world, viewer());

            assertThat(pass.isComplete()).isFalse();
            assertThat(pass.status().availableResources()).isEqualTo(1);
            var error = pass.status().errors().orElseThrow().get(0);
            assertThat(error.resource()).isEqualTo("tenants/red");
            assertThat(error.message()).isNotBlank();
            assertThat(secrets(world)).containsExactly("blue-viewer");
        }
    }

    @Test
    void reconcile_unknownDefinitionOrKey_isAnErrorInTheReferencesWords() {
        try (var world = world()) {
            var user = viewer(builder -> builder.spec(spec -> spec.user(CompoundValue.definition("spec.nothing"))));
            var key = viewer(builder -> builder.spec(spec -> spec.controlPlaneEndpointFrom("other.conf")));

            assertThat(messages(pass(world, user))).containsOnly("provided dot notation \"spec.nothing\" is not found");
            assertThat(messages(pass(world, key)))
                    .containsOnly("unable to decode Kubeconfig template: the given key is not available in the"
                            + " kubeconfig Secret: other.conf");
        }
    }

    private static List<String> messages(GeneratorPass pass) {
        return pass.status().errors().orElseThrow().stream()
                .map(error -> error.message())
                .toList();
    }

    @Test
    void reconcile_secretOfSomebodyElse_isNotTouched() {
        try (var world = world()) {
            world.admin()
                    .create(JsonObject.parse("{apiVersion: v1, kind: Secret, data: {value: bWluZQ==},"
                            + " metadata: {name: blue-viewer, namespace: tenants}}"));

            var pass = pass(world, viewer());

            assertThat(messages(pass)).containsExactly("the secret \"tenants/blue-viewer\" cannot be generated");
            assertThat(Blue.decoded(world.admin().get(OF_BLUE).orElseThrow(), "value"))
                    .isEqualTo("mine");
            pass(world, of("search"));
            assertThat(world.admin().get(OF_BLUE)).isPresent();
        }
    }

    @Test
    void reconcile_oneWriteFails_othersAreMadeAndTheNextPassMendsIt() {
        try (var world = world()) {
            world.admin().faults().onNth(request -> request.write(), 1, Fault.status(500));

            var pass = pass(world, viewer());
            assertThat(pass.status().availableResources()).isEqualTo(1);
            assertThat(secrets(world)).containsExactly("red-viewer");

            assertThat(pass(world, viewer()).isComplete()).isTrue();
        }
    }

    @Test
    void reconcile_pruningFails_isNotComplete() {
        try (var world = world()) {
            pass(world, viewer());
            world.admin().faults().onEvery(request -> request.method().equals("DELETE"), Fault.status(403));

            var pass = pass(world, of("search"));

            assertThat(pass.status().availableResources()).isEqualTo(1);
            assertThat(pass.isComplete()).isFalse();
        }
    }

    @Test
    void delete_generator_leavesNothingOfIt() {
        try (var world = world();
                var kamaji = world.connect()) {
            pass(world, viewer());

            kamaji.generators().delete(viewer());

            assertThat(secrets(world)).isEmpty();
        }
    }

    @Test
    void reconcile_tenantsOfTheCluster_areReadFromIt() {
        try (var world = world();
                var kamaji = world.connect()) {
            io.kamaji.api.CustomResourceDefinitions.all().forEach(world.admin()::create);
            var stored = world.admin().create(BLUE.toCustomResource());

            var pass = kamaji.generators().reconcile(viewer());

            assertThat(pass.status().resources()).isEqualTo(1);
            var owners = new ArrayList<>(world.admin()
                    .get(OF_BLUE)
                    .orElseThrow()
                    .array("metadata", "ownerReferences")
                    .objects()
                    .toList());
            assertThat(owners)
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.text("uid")).isEqualTo(stored.text("metadata", "uid")));
        }
    }

    @Test
    void reconcile_wrongSelector_isRefused() {
        try (var world = Blue.world();
                Kamaji kamaji = world.connect()) {
            var wrong = viewer(builder -> builder.spec(spec -> spec.tenantControlPlaneSelector(
                    JsonObject.parse("{matchExpressions: [{key: a, operator: Is, values: [b]}]}"))));

            assertThatThrownBy(() -> kamaji.generators().reconcile(wrong, List.of()))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("spec.tenantControlPlaneSelector.matchExpressions[0].operator");
        }
    }

    private static List<String> secrets(TenantWorld world) {
        return world.admin().objects().ofKind("Secret").objects().stream()
                .filter(secret -> secret.texts("metadata", "labels").containsKey("kamaji.clastix.io/managed-by"))
                .flatMap(secret -> secret.text("metadata", "name").stream())
                .sorted()
                .toList();
    }
}
