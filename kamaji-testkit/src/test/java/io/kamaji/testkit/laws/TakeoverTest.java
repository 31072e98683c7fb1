package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Plan;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.simulator.Fault;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant that the reference's operator made is taken over in place. */
class TakeoverTest {
    private static final TenantControlPlane BLUE =
            Blue.spec().replicas(2).konnectivity().build();

    /** What the reference gives the powers of system:masters without need, and what holds it. */
    private static final Set<String> TOO_POWERFUL = Set.of(
            "blue-konnectivity-certificate/tls.crt",
            "blue-konnectivity-certificate/tls.key",
            "blue-konnectivity-kubeconfig/konnectivity-server.conf",
            "blue-datastore-certificate/server.crt",
            "blue-datastore-certificate/server.key");

    private TenantWorld world;

    /** Made once: its RSA keys take seconds. */
    private static final class Made {
        static final Moment MOMENT = moment();

        private static Moment moment() {
            try (var world = Blue.world()) {
                ReferenceTenant.make(world);
                world.forget();
                return world.moment();
            }
        }
    }

    @BeforeEach
    void make() {
        world = Blue.world(Made.MOMENT);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Plan plan() {
        try (var kamaji = world.connect()) {
            return kamaji.tenant(BLUE).plan();
        }
    }

    @Test
    void plan_first_adoptsInPlaceAndSaysWhatFollows() {
        var plan = plan();

        assertThat(plan.changes(Action.CREATE))
                .filteredOn(change -> change.target() == Target.ADMIN)
                .extracting(change -> change.ref().kind())
                .containsExactly("PodDisruptionBudget");
        assertThat(plan.changes(Action.DELETE)).isEmpty();
        assertThat(texts(plan, Consequence.Kind.TAKEOVER))
                .anyMatch(text -> text.contains("Deployment blue over in place"));
        assertThat(texts(plan, Consequence.Kind.ROLLOUT))
                .singleElement()
                .asString()
                .startsWith("rolls 2 pods");
        assertThat(texts(plan, Consequence.Kind.CREDENTIAL))
                .containsExactlyInAnyOrder(
                        "re-issues konnectivity-server: organizations are [system:masters], not []",
                        "re-issues datastore-client: organizations are [system:masters], not []");
        assertThat(plan.change(Target.ADMIN, ObjectRef.of(Blue.deployment(world)))
                        .orElseThrow()
                        .fields())
                .extracting(FieldDiff::path)
                .contains("spec.template.spec.volumes[usr-share-ca-certificates]");
        assertThat(plan.toString()).doesNotContain("PRIVATE KEY");
        assertThat(world.admin().requests().writes()).isZero();
    }

    private static List<String> texts(Plan plan, Consequence.Kind kind) {
        return plan.consequences().stream()
                .filter(consequence -> consequence.kind() == kind)
                .map(Consequence::text)
                .toList();
    }

    @Test
    void reconcile_first_replacesNoValidCredentialAndRollsOnce() {
        var before = Blue.secret(world, "admin-kubeconfig");

        world.converge(BLUE);

        assertThat(world.credentials().replaced()).isEqualTo(TOO_POWERFUL);
        assertThat(Blue.deployment(world).number("metadata", "generation")).contains(2L);
        Checksums.requireTrue(Blue.objects(world));
        assertThat(Blue.secret(world, "admin-kubeconfig").object("data")).isEqualTo(before.object("data"));
        assertThat(clientOf("admin.svc")).isNotEqualTo(clientOf("admin.conf"));
        assertThat(Blue.decoded(Blue.secret(world, "datastore-config"), "DB_PASSWORD"))
                .isEqualTo("p");
    }

    private Object clientOf(String key) {
        return Kubeconfig.parse(Blue.decoded(Blue.secret(world, "admin-kubeconfig"), key))
                .client()
                .orElseThrow()
                .certificate();
    }

    @Test
    void reconcile_first_leavesNothingOfTheReferencesPodBehind() {
        world.converge(BLUE);

        try (var fresh = Blue.world()) {
            fresh.converge(BLUE);
            assertThat(shape(Blue.deployment(world))).isEqualTo(shape(Blue.deployment(fresh)));
        }
        assertThat(Blue.deployment(world).array("metadata", "ownerReferences")).hasSize(1);
        assertThat(Blue.secret(world, "datastore-config").array("metadata", "finalizers"))
                .hasSize(1);
    }

    /** The pod template but for sums of keys and addresses. */
    private static JsonObject shape(JsonObject deployment) {
        return deployment
                .object("spec", "template")
                .update(
                        "metadata",
                        metadata -> metadata.with(
                                "annotations",
                                metadata.texts("annotations").keySet().stream()
                                        .sorted()
                                        .collect(Collectors.joining(" "))));
    }

    @Test
    void reconcile_again_writesNothing() {
        world.converge(BLUE);
        world.forget();

        world.converge(BLUE);

        assertThat(world.admin().requests().writes()).isZero();
    }

    /** The first write to the Deployment hands its fields over, the second applies. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void reconcile_cutAtTheHandover_convergesToTheSame(int write) {
        world.admin()
                .faults()
                .onNth(
                        request -> request.write() && request.path().contains("/deployments/blue"),
                        write,
                        Fault.disconnect().afterTheEffect());

        world.converge(BLUE);

        try (var undisturbed = Blue.world(Made.MOMENT)) {
            undisturbed.converge(BLUE);
            assertThat(world.objects()).isEqualTo(undisturbed.objects());
        }
        assertThat(world.credentials().replaced()).isEqualTo(TOO_POWERFUL);
    }

    /** Its webhooks answer no more once it is gone; until they are away the API server refuses our writes as well. */
    @Test
    void reconcile_webhooksOfTheReference_goBeforeAnythingIsWrittenInTheTenant() {
        for (var name : List.of("write-permissions", "freeze")) {
            world.tenant().create(webhooks("kamaji-" + name, name.replace("freeze", "migrate")));
        }
        assertThat(texts(plan(), Consequence.Kind.TAKEOVER))
                .contains(
                        "takes webhook kamaji-freeze away, for which only the operator answered that made the tenant",
                        "takes webhook kamaji-write-permissions away, for which only the operator answered that made the"
                                + " tenant");
        assertThat(plan().toString()).contains("- ValidatingWebhookConfiguration  kamaji-freeze");
        world.tenant().requests().reset();

        world.converge(BLUE);

        assertThat(world.tenant()
                        .objects()
                        .ofKind("ValidatingWebhookConfiguration")
                        .size())
                .isZero();
        assertThat(world.tenant().requests().all().stream()
                        .filter(RecordedRequest::write)
                        .limit(2))
                .extracting(RecordedRequest::method)
                .containsExactly("DELETE", "DELETE");
    }

    @Test
    void reconcile_webhooksOfSomebodyElse_stay() {
        var theirs = world.tenant().create(webhooks("kamaji-freeze", "somewhere"));
        var another = world.tenant().create(webhooks("mine", "migrate"));

        world.converge(BLUE);

        assertThat(world.tenant().get(ObjectRef.of(theirs))).contains(theirs);
        assertThat(world.tenant().get(ObjectRef.of(another))).contains(another);
    }

    private static JsonObject webhooks(String name, String path) {
        return JsonObject.parse("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: %1$s}
                webhooks:
                - name: leases.%2$s.kamaji.clastix.io
                  admissionReviewVersions: [v1]
                  sideEffects: NoneOnDryRun
                  clientConfig: {url: "https://kamaji-webhook-service.kamaji-system.svc:443/%2$s"}
                - name: catchall.%2$s.kamaji.clastix.io
                  admissionReviewVersions: [v1]
                  sideEffects: NoneOnDryRun
                  clientConfig: {url: "https://kamaji-webhook-service.kamaji-system.svc:443/%2$s"}
                """.formatted(name, path));
    }

    @Test
    void delete_afterwards_leavesNothing() {
        world.converge(BLUE);

        world.delete(BLUE);

        assertThat(Blue.objects(world).ofKind("Secret").objects()).isEmpty();
        assertThat(Blue.objects(world).ofKind("Deployment").objects()).isEmpty();
        assertThat(world.store().tenants()).isEmpty();
    }
}
