package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Annotations;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.OperatorBuilder;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.status.ConditionType;
import io.kamaji.testkit.laws.TenantWorld;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop over a list of tenants: what is wanted becomes so, and nothing is written besides. */
class OperatorTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectRef DEPLOYMENT = ResourceTypes.DEPLOYMENT.ref(TenantWorld.NAMESPACE, "blue");

    private final TenantWorld world = TenantWorld.start();
    private final TenantList list = TenantList.of();
    private final Reported reported = new Reported(list, SOON);
    private final Operator operator = start(builder -> builder);

    private Operator start(UnaryOperator<OperatorBuilder> change) {
        return change.apply(Operator.builder(world.adminCluster())
                        .settings(world.settings(settings -> settings))
                        .tenants(list))
                .start();
    }

    @AfterEach
    void close() {
        operator.close();
        world.close();
    }

    private static TenantControlPlane.Builder blue() {
        return TenantControlPlane.builder(TenantWorld.NAMESPACE, "blue")
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded");
    }

    private ObjectRef make(TenantControlPlane tenant) {
        var ref = list.put(tenant);
        reported.await(ref, "ready", TenantReport::ready);
        return ref;
    }

    private void settle() {
        until("settled", SOON, () -> operator.stats().settled());
    }

    private static Optional<String> message(TenantReport report, ConditionType type) {
        return report.condition(type).flatMap(condition -> condition.text("message"));
    }

    @Test
    void put_newTenant_becomesReady() {
        var ref = make(blue().build());

        assertThat(list.report(ref).orElseThrow().phase()).isEqualTo("Ready");
        assertThat(world.admin().get(DEPLOYMENT)).isPresent();
        settle();
        assertThat(operator.stats().tenants()).containsEntry("Ready", 1);
        assertThat(operator.stats().leading()).isTrue();
    }

    @Test
    void put_sameTenantAgain_writesNothing() {
        make(blue().build());
        settle();
        world.forget();
        var passes = operator.stats().passes();

        list.put(blue().build());

        until("another pass", SOON, () -> operator.stats().passes() > passes);
        settle();
        assertThat(world.admin().requests().writes()).isZero();
    }

    @Test
    void put_newTenant_passesOnlyAFewTimes() {
        make(blue().build());
        settle();

        assertThat(operator.stats().passes()).as("own writes are no news").isLessThanOrEqualTo(6);
    }

    @Test
    void put_noReplicas_sleepsAndWakes() {
        var ref = make(blue().build());

        list.put(blue().replicas(0).build());
        reported.await(ref, "asleep", report -> report.phase().equals("Sleeping"));

        list.put(blue().build());
        reported.await(ref, "awake", TenantReport::ready);
    }

    @Test
    void put_wrongSpec_isRefusedInStatusAndMendsWithTheSpec() {
        var ref = make(blue().build());
        world.forget();

        list.put(blue().build().toBuilder()
                .spec(spec -> spec.kubernetes(k -> k.version("nonsense")))
                .build());

        reported.await(ref, "refused", TenantReport::refused);
        var report = list.report(ref).orElseThrow();
        assertThat(report.ready()).isFalse();
        assertThat(message(report, ConditionType.READY).orElseThrow()).contains("spec.kubernetes.version", "nonsense");
        assertThat(world.admin().requests().writes()).isZero();
        make(blue().build());
    }

    @Test
    void put_paused_isLeftAloneUntilItIsNot() {
        var ref = make(blue().build());
        settle();

        list.put(blue().replicas(0).annotation(Annotations.PAUSED, "").build());
        reported.await(
                ref, "paused", report -> report.condition(ConditionType.PAUSED).isPresent());
        world.forget();
        world.admin()
                .setStatus(
                        DEPLOYMENT, world.admin().get(DEPLOYMENT).orElseThrow().object("status"));
        settle();
        assertThat(world.admin().requests().writes()).isZero();

        list.put(blue().replicas(0).build());
        reported.await(ref, "asleep", report -> report.phase().equals("Sleeping"));
        assertThat(list.report(ref).orElseThrow().condition(ConditionType.PAUSED))
                .isEmpty();
    }

    @Test
    void delete_tenant_leavesNothing() {
        var before = world.admin().objects().refs();
        var ref = make(blue().build());

        list.delete(ref);

        until("gone", SOON, () -> list.tenants().isEmpty());
        assertThat(world.admin().objects().refs()).isEqualTo(before);
        settle();
        assertThat(operator.stats().tenants()).isEmpty();
    }

    @Test
    void delete_protected_waitsForTheAnnotationToGo() {
        var ref =
                make(blue().annotation(Annotations.DELETION_PROTECTION, "true").build());
        settle();
        world.forget();

        list.delete(ref);

        reported.await(
                ref,
                "protected",
                report -> message(report, ConditionType.DELETED)
                        .filter(text -> text.contains(Annotations.DELETION_PROTECTION))
                        .isPresent());
        assertThat(world.admin().requests().writes()).isZero();
        list.put(blue().build());
        until("gone", SOON, () -> list.tenants().isEmpty());
    }

    @Test
    void someone_changesTheDeployment_isHealed() {
        make(blue().build());
        settle();
        var live = world.admin().get(DEPLOYMENT).orElseThrow();

        try (var stranger = world.adminCluster().connect()) {
            stranger.patch(DEPLOYMENT, PatchType.MERGE, JsonObject.of("spec", JsonObject.of("replicas", 5)), "");
        }

        until(
                "healed",
                SOON,
                () -> world.admin()
                        .get(DEPLOYMENT)
                        .flatMap(now -> now.number("spec", "replicas"))
                        .equals(live.number("spec", "replicas")));
    }

    @Test
    void restart_withTenants_writesNothing() {
        make(blue().build());
        settle();
        operator.close();
        world.forget();

        try (var again = start(builder -> builder)) {
            until(
                    "a pass",
                    SOON,
                    () -> again.stats().passes() > 0 && again.stats().settled());
            assertThat(world.admin().requests().writes()).isZero();
        }
    }
}
