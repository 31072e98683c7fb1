package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.WritePermissions;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.status.Phase;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limit of a tenant's writes comes, goes and is kept like everything else in the tenant. */
class WriteLimitTest {
    private static final TenantControlPlane OPEN = Blue.spec().build();
    private static final TenantControlPlane LIMITED =
            limited(permissions -> permissions.blockCreation(true).blockDeletion(true));
    private static final String NAME = "kamaji-write-permissions";
    private static final ObjectRef POLICY = ref("ValidatingAdmissionPolicy", NAME);
    private static final ObjectRef BINDING = ref("ValidatingAdmissionPolicyBinding", NAME);

    private final TenantWorld world = Blue.world();

    private static TenantControlPlane limited(Consumer<WritePermissions.Builder> edit) {
        return Blue.spec().spec(spec -> spec.writePermissions(edit)).build();
    }

    private static ObjectRef ref(String kind, String name) {
        return ObjectRef.of("admissionregistration.k8s.io/v1", kind, name);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void reconcile_newTenantWithFlags_isReadyLimitedAndQuiet() {
        var pass = last(world.converge(LIMITED));

        assertThat(pass.status().phase()).isEqualTo(Phase.WRITE_LIMITED);
        assertThat(pass.status().isReady()).isTrue();
        assertThat(pass.status()
                        .condition(ConditionType.WRITES_LIMITED)
                        .orElseThrow()
                        .holds())
                .contains(true);
        assertThat(world.tenant().get(POLICY)).isPresent();
        assertThat(world.tenant().get(BINDING)).isPresent();
        world.forget();
        world.converge(LIMITED);
        assertThat(world.tenant().requests().count()).isPositive();
        assertThat(world.tenant().requests().writes()).isZero();
    }

    @Test
    void reconcile_flagsGone_removesBothInOnePass() {
        world.converge(LIMITED);
        try (var kamaji = world.connect()) {
            assertThat(limits(kamaji.tenant(OPEN).plan())).containsExactly("lets the tenant's users write again");

            var pass = kamaji.tenant(OPEN).reconcile();

            assertThat(pass.report().writes()).isEqualTo(2);
            assertThat(pass.status().phase()).isEqualTo(Phase.READY);
            assertThat(pass.status().condition(ConditionType.WRITES_LIMITED)).isEmpty();
        }
        assertThat(world.tenant().get(POLICY)).isEmpty();
        assertThat(world.tenant().get(BINDING)).isEmpty();
    }

    @Test
    void plan_otherFlags_saysWhatIsRefusedThen() {
        world.converge(OPEN);
        try (var kamaji = world.connect()) {
            assertThat(limits(kamaji.tenant(LIMITED).plan()))
                    .containsExactly("refuses to the tenant's users: CREATE, DELETE");
            world.converge(LIMITED);
            assertThat(limits(kamaji.tenant(limited(permissions -> permissions.blockUpdate(true)))
                            .plan()))
                    .containsExactly("refuses to the tenant's users: UPDATE");
        }
    }

    private static List<String> limits(Plan plan) {
        return plan.consequences().stream()
                .filter(consequence -> consequence.kind() == Consequence.Kind.LIMIT)
                .map(Consequence::text)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ValidatingAdmissionPolicy        | {spec: {validations: [{expression: 'true'}]}}",
                "ValidatingAdmissionPolicy        | {spec: {failurePolicy: Ignore, variables: [{name: a, expression: a}]}}",
                "ValidatingAdmissionPolicy        | {spec: {matchConditions: [{name: never, expression: 'false'}]}}",
                "ValidatingAdmissionPolicyBinding | {spec: {validationActions: [Audit]}}",
                "ValidatingAdmissionPolicyBinding | {spec: {matchResources: {objectSelector: {matchLabels: {no: one}}}}}",
                "ValidatingAdmissionPolicyBinding | {metadata: {labels: {kamaji.clastix.io/component: null}}}",
            })
    void glimpse_spoilt_isAnotherAndOnePassMends(String kind, String patch) {
        var damaged = ref(kind, NAME);
        world.converge(LIMITED);
        try (var kamaji = world.connect();
                var admin = world.adminCluster().connect();
                var tenant = kamaji.tenant(LIMITED).client()) {
            var reconciler = TenantReconciler.create(world.settings(settings -> settings));
            var before = reconciler.glimpse(TenantReconciler.ref(LIMITED), admin);
            assertThat(reconciler.glimpse(TenantReconciler.ref(LIMITED), admin)).isEqualTo(before);
            var was = List.of(spec(POLICY), spec(BINDING));
            tenant.patch(damaged, PatchType.MERGE, JsonObject.parse(patch), "");
            assertThat(reconciler.glimpse(TenantReconciler.ref(LIMITED), admin)).isNotEqualTo(before);

            assertThat(kamaji.tenant(LIMITED).reconcile().report().writes()).isEqualTo(1);
            assertThat(List.of(spec(POLICY), spec(BINDING))).isEqualTo(was);
            assertThat(kamaji.tenant(LIMITED).reconcile().report().writes()).isZero();
        }
    }

    @Test
    void glimpse_deleted_isAnotherAndOnePassMends() {
        world.converge(LIMITED);
        try (var kamaji = world.connect();
                var admin = world.adminCluster().connect();
                var tenant = kamaji.tenant(LIMITED).client()) {
            var reconciler = TenantReconciler.create(world.settings(settings -> settings));
            for (var deleted : List.of(POLICY, BINDING)) {
                var before = reconciler.glimpse(TenantReconciler.ref(LIMITED), admin);
                tenant.delete(deleted, Preconditions.NONE);
                assertThat(reconciler.glimpse(TenantReconciler.ref(LIMITED), admin))
                        .isNotEqualTo(before);

                assertThat(kamaji.tenant(LIMITED).reconcile().report().writes()).isEqualTo(1);
                assertThat(world.tenant().get(deleted)).isPresent();
            }
        }
    }

    private JsonObject spec(ObjectRef ref) {
        return world.tenant().get(ref).orElseThrow().object("spec");
    }

    @Test
    void reconcile_asleep_isSleepingAndKeepsTheLimit() {
        world.converge(LIMITED);

        var pass = last(world.converge(LIMITED.toBuilder().replicas(0).build()));

        assertThat(pass.status().phase()).isEqualTo(Phase.SLEEPING);
        assertThat(world.tenant().get(POLICY)).isPresent();
    }

    @Test
    void reconcile_policiesOfTheTenantsOwn_stay() {
        world.converge(LIMITED);
        var theirs = world.tenant()
                .create(world.tenant()
                        .get(POLICY)
                        .orElseThrow()
                        .with(
                                "metadata",
                                JsonObject.parse("{name: theirs, labels: {kamaji.clastix.io/project: kamaji}}")));

        world.converge(OPEN);

        assertThat(world.tenant().get(ObjectRef.of(theirs))).contains(theirs);
    }

    private static Pass last(List<Pass> passes) {
        return passes.get(passes.size() - 1);
    }
}
