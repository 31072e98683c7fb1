package io.kamaji.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport.Effect;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.DryRun;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.testing.InMemoryCluster;
import io.kamaji.core.testing.InMemoryCluster.Fault;
import io.kamaji.core.testing.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApplierTest {
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final List<String> store = new ArrayList<>();

    private Plan plan(List<JsonObject> objects, String... storeSteps) {
        return Planner.standard()
                .plan(PlanRequest.builder(Trees.NAMESPACE, Trees.NAME, Trees.rendered(objects))
                        .putSeen(Target.ADMIN, cluster.observed(), DryRun.by(cluster))
                        .storeSteps(List.of(storeSteps))
                        .allowDataLoss(true)
                        .build());
    }

    private ApplyReport apply(Plan plan) {
        return Applier.standard().apply(plan, Map.of(Target.ADMIN, cluster), () -> {
            store.add("ensure after " + cluster.requests().size());
        });
    }

    @Test
    void apply_newTenant_writesInOrderWithTheStoreBeforeTheDeployment() {
        var report = apply(plan(Trees.blue(), "user blue"));

        assertThat(report.orThrow().writes()).isEqualTo(8);
        assertThat(cluster.requests())
                .containsExactly(
                        "APPLY v1 Service tenants/blue",
                        "POST v1 Secret tenants/blue-ca",
                        "APPLY v1 ConfigMap tenants/blue-kubeadmconfig",
                        "APPLY v1 PersistentVolumeClaim tenants/blue-data",
                        "APPLY apps/v1 Deployment tenants/blue",
                        "APPLY policy/v1 PodDisruptionBudget tenants/blue",
                        "APPLY networking.k8s.io/v1 Ingress tenants/blue",
                        "APPLY networking.k8s.io/v1 NetworkPolicy tenants/blue");
        assertThat(store).containsExactly("ensure after 4");
        assertThat(report.storeEnsured()).isTrue();
        assertThat(report.answered(Target.ADMIN, ObjectRef.of(Trees.blue("Deployment"))))
                .hasValueSatisfying(
                        live -> assertThat(live.text("metadata", "uid")).isPresent());
    }

    @Test
    void apply_storeFails_deploymentIsNotWritten() {
        var plan = plan(Trees.blue(), "user blue");

        var report = Applier.standard().apply(plan, Map.of(Target.ADMIN, cluster), () -> {
            throw new KamajiException("store is down", null);
        });

        assertThat(report.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("store is down"));
        assertThat(report.writes()).isEqualTo(4);
        assertThat(report.outcomes(Effect.SKIPPED)).hasSize(4);
    }

    @Test
    void apply_optionalKindRefused_isToleratedAndTheRestWritten() {
        cluster.failAt(new Fault(6, 403, false));

        var report = apply(plan(Trees.blue()));

        assertThat(report.failure()).isEmpty();
        assertThat(report.outcomes(Effect.TOLERATED))
                .extracting(outcome -> outcome.change().ref().kind())
                .containsExactly("PodDisruptionBudget");
        assertThat(report.writes()).isEqualTo(7);
    }

    @Test
    void apply_secretAppearedMeanwhile_stopsAndKeepsIt() {
        var plan = plan(Trees.blue());
        var stored = Trees.blue("Secret").withAt(List.of("data", "ca.key"), "b3RoZXI=");
        cluster.put(stored);

        var report = apply(plan);

        assertThat(report.failure()).containsInstanceOf(StalePlanException.class);
        assertThat(report.retryAfter()).isPresent();
        assertThat(cluster.observed().get(ObjectRef.of(stored)).orElseThrow().text("data", "ca.key"))
                .contains("b3RoZXI=");
    }

    @Test
    void apply_missingClient_isRefusedBeforeAnyWrite() {
        var plan = plan(Trees.blue());

        assertThatThrownBy(() -> Applier.standard().apply(plan, Map.of(), StoreEffect.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ADMIN");
        assertThat(cluster.requests()).isEmpty();
    }

    static Stream<Arguments> faults() {
        return IntStream.rangeClosed(1, 8)
                .boxed()
                .flatMap(position -> Stream.of(0, 409, 429, 500)
                        .flatMap(code -> Stream.of(true, false).map(after -> Arguments.of(position, code, after))));
    }

    /** What is stored is what the next pass works with, as the reconciler reads stored keys before it renders. */
    @ParameterizedTest
    @MethodSource("faults")
    void apply_faultAtAnyRequest_convergesAndKeepsStoredKeys(int position, int code, boolean afterEffect) {
        cluster.failAt(new Fault(position, code, afterEffect));
        var keys = new HashMap<String, Integer>();
        var passes = 0;
        while (passes++ < 4) {
            var pass = passes;
            var secret = ObjectRef.of(Trees.blue("Secret"));
            var key = cluster.observed()
                    .get(secret)
                    .flatMap(live -> live.text("data", "ca.key"))
                    .orElse("a2V5" + pass + "AAA");
            var wanted = Trees.with(Trees.blue(), "Secret", s -> s.withAt(List.of("data", "ca.key"), key));
            var report = apply(plan(wanted));
            cluster.observed()
                    .get(secret)
                    .flatMap(live -> live.text("data", "ca.key"))
                    .ifPresent(stored -> keys.merge(stored, 1, Integer::sum));
            assertThat(report.failure().isPresent()).isEqualTo(pass == 1);
            if (pass == 2) {
                assertThat(cluster.observed().objects()).hasSize(8);
            } else if (pass > 2) {
                assertThat(report.writes()).isZero();
            }
        }
        assertThat(keys).as("keys that were ever stored").hasSize(1);
    }

    @Test
    void checkFresh_objectAppearedOrWent_isStale() {
        var before = plan(Trees.blue());
        apply(before).orThrow();

        assertThatThrownBy(() -> Applier.standard().checkFresh(before, Map.of(Target.ADMIN, cluster.observed())))
                .isInstanceOf(StalePlanException.class)
                .hasMessageContaining("has come into being");

        var after = plan(Trees.blue());
        Applier.standard().checkFresh(after, Map.of(Target.ADMIN, cluster.observed()));
        cluster.delete(ObjectRef.of(Trees.blue("ConfigMap")), io.kamaji.core.cluster.ClusterClient.Preconditions.NONE);
        assertThatThrownBy(() -> Applier.standard().checkFresh(after, Map.of(Target.ADMIN, cluster.observed())))
                .isInstanceOf(StalePlanException.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void apply_updateOfWhatWasDeleted_doesNotMakeItAnew() {
        apply(plan(Trees.blue())).orThrow();
        var plan = plan(Trees.with(Trees.blue(), "Deployment", d -> d.withAt(List.of("spec", "replicas"), 3)));
        var deployment = ObjectRef.of(Trees.blue("Deployment"));
        cluster.delete(deployment, io.kamaji.core.cluster.ClusterClient.Preconditions.NONE);

        var report = apply(plan);

        assertThat(report.failure()).containsInstanceOf(StalePlanException.class);
        assertThat(cluster.observed().get(deployment)).isEmpty();
    }

    @Test
    void orThrow_failure_throwsIt() {
        cluster.failAt(new Fault(1, 500, false));

        assertThatThrownBy(() -> apply(plan(Trees.blue())).orThrow()).isInstanceOf(ClusterException.class);
    }
}
