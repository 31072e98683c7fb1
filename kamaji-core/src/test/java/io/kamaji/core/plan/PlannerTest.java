package io.kamaji.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.Applier;
import io.kamaji.core.apply.StoreEffect;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.render.Rendered.Part;
import io.kamaji.core.testing.InMemoryCluster;
import io.kamaji.core.testing.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final ObjectRef CA = ObjectRef.of(Trees.blue("Secret"));
    private static final ObjectRef DEPLOYMENT = ObjectRef.of(Trees.blue("Deployment"));

    private static Plan plan(List<JsonObject> objects, Observed observed, UnaryOperator<PlanRequest.Builder> more) {
        return Planner.standard()
                .plan(more.apply(PlanRequest.builder(Trees.NAMESPACE, Trees.NAME, Trees.rendered(objects))
                                .putSeen(Target.ADMIN, observed, DryRun.NONE))
                        .build());
    }

    private static Plan plan(List<JsonObject> objects, Observed observed) {
        return plan(objects, observed, UnaryOperator.identity());
    }

    private static InMemoryCluster running() {
        var cluster = new InMemoryCluster();
        Applier.standard()
                .apply(plan(Trees.blue(), Observed.of(List.of())), Map.of(Target.ADMIN, cluster), StoreEffect.NONE)
                .orThrow();
        return cluster;
    }

    private static JsonObject rolledOut(JsonObject deployment) {
        return deployment
                .withAt(List.of("metadata", "generation"), 3)
                .with(
                        "status",
                        Map.of("observedGeneration", 3, "replicas", 2, "updatedReplicas", 2, "availableReplicas", 2));
    }

    @Test
    void plan_unchanged_writesNothing() {
        var plan = plan(Trees.blue(), running().observed());

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.changes(Action.NONE)).hasSize(8);
        assertThat(plan.consequences()).isEmpty();
    }

    @Test
    void plan_foreignSecretOfOurName_isRefusedUnlessAdopted() {
        var theirs = Trees.blue("Secret")
                .withAt(List.of("metadata", "labels"), Map.of("app", "x"))
                .withAt(List.of("data", "ca.key"), "dGhlaXJz");
        var observed = Observed.of(List.of(theirs));

        assertThatThrownBy(() -> plan(Trees.blue(), observed))
                .isInstanceOfSatisfying(
                        KamajiException.class, e -> assertThat(e.ref()).contains(CA))
                .hasMessageContainingAll("v1 Secret tenants/blue-ca", "adoption");
        var adopted = plan(Trees.blue(), observed, request -> request.adopt(true))
                .change(Target.ADMIN, CA)
                .orElseThrow();
        assertThat(adopted.action()).isEqualTo(Action.UPDATE);
        assertThat(adopted.body().texts("metadata", "labels")).containsEntry("app", "x");
    }

    @Test
    void plan_authorityBroughtAlong_isLeftAloneIfItSaysTheSame() {
        var theirs = Trees.blue("Secret")
                .without("metadata")
                .with("metadata", Map.of("name", "blue-ca", "namespace", "tenants"));

        var plan = plan(Trees.blue(), Observed.of(List.of(theirs)));

        assertThat(plan.change(Target.ADMIN, CA).orElseThrow().action()).isEqualTo(Action.NONE);
    }

    @Test
    void plan_secretNoLongerRendered_waitsForTheRollout() {
        var cluster = running();
        var less = Trees.without(Trees.blue(), "Secret");

        var during = plan(less, cluster.observed());
        cluster.put(rolledOut(cluster.observed().get(DEPLOYMENT).orElseThrow()));
        var after = plan(less, cluster.observed());

        assertThat(during.change(Target.ADMIN, CA).orElseThrow().waitsFor())
                .containsExactly("<rollout of Deployment blue>");
        assertThat(after.change(Target.ADMIN, CA).orElseThrow().action()).isEqualTo(Action.DELETE);
    }

    @Test
    void plan_claimNoLongerRendered_waitsForConsent() {
        var cluster = running();
        cluster.put(rolledOut(cluster.observed().get(DEPLOYMENT).orElseThrow()));
        var less = Trees.without(Trees.blue(), "PersistentVolumeClaim");

        assertThat(plan(less, cluster.observed()).waits()).containsExactly("<consent to lose data>");
        var agreed = plan(less, cluster.observed(), request -> request.allowDataLoss(true));
        assertThat(agreed.consequences()).extracting(Consequence::kind).containsExactly(Consequence.Kind.DATA_LOSS);
    }

    @Test
    void plan_labelledButNotMadeByUs_isNotDeleted() {
        var theirs = JsonObject.parse("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: theirs, namespace: tenants, labels: {kamaji.clastix.io/name: blue}}
                """);
        var kept = ObjectRef.of(Trees.blue("Service"));
        var cluster = running();
        cluster.put(theirs);

        var plan = plan(List.of(), cluster.observed(), request -> request.keep(Set.of(kept)));

        assertThat(plan.change(Target.ADMIN, ObjectRef.of(theirs))).isEmpty();
        assertThat(plan.change(Target.ADMIN, kept)).isEmpty();
        assertThat(plan.changes(Action.DELETE))
                .first()
                .satisfies(change -> assertThat(change.ref()).isEqualTo(DEPLOYMENT));
    }

    @Test
    void plan_recreate_stopsTheControlPlane() {
        UnaryOperator<JsonObject> recreate = d -> d.withAt(List.of("spec", "strategy"), Map.of("type", "Recreate"));
        var cluster = new InMemoryCluster();
        var first = Trees.with(Trees.blue(), "Deployment", recreate);
        Applier.standard()
                .apply(plan(first, Observed.of(List.of())), Map.of(Target.ADMIN, cluster), StoreEffect.NONE)
                .orThrow();
        var next = Trees.with(
                first,
                "Deployment",
                d -> d.withAt(
                        List.of("spec", "template", "metadata", "annotations", "kamaji.clastix.io/mounted"),
                        "sha256:01"));

        assertThat(plan(next, cluster.observed()).consequences())
                .extracting(Consequence::toString)
                .containsExactly("stops the control plane while its pod is replaced (what it mounts, or its metadata)");
    }

    @Test
    void plan_authorityReplaced_saysWhatStopsWorking() {
        var next = Trees.with(Trees.blue(), "Secret", s -> s.withAt(List.of("data", "ca.crt"), "bmV3"));

        var plan = plan(next, running().observed(), request -> request.issued(Map.of("ca", "rotation asked for")));

        assertThat(plan.consequences())
                .extracting(Consequence::text)
                .containsExactly(
                        "re-issues ca: rotation asked for",
                        "replaces the certificate authority: every node must join again, and every kubeconfig that"
                                + " was handed out stops working");
    }

    @Test
    void toString_newTenant_readsWellAndShowsNoKey() {
        var parts = new ArrayList<Part>(Trees.rendered(Trees.blue()).parts());
        parts.add(new Part(
                new Manifest(
                        Target.ADMIN,
                        Trees.blue("Secret").withAt(List.of("metadata", "name"), "blue-api-server-certificate")),
                "Pki",
                Set.of("<LoadBalancer address>")));
        parts.add(new Part(
                new Manifest(
                        Target.TENANT,
                        JsonObject.parse(
                                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"kubeadm-config\",\"namespace\":\"kube-system\"}}")),
                "KubeadmConfig",
                Set.of()));
        var plan = Planner.standard()
                .plan(PlanRequest.builder(
                                "tenants", "blue", new Rendered(parts, List.of("two replicas share one disk")))
                        .putSeen(Target.ADMIN, Observed.of(List.of()), DryRun.NONE)
                        .issued(Map.of("apiserver", "missing"))
                        .storeSteps(List.of("user blue"))
                        .build());

        assertThat(plan.toString()).isEqualTo("""
                        Tenant control plane tenants/blue   (+ created  ~ changed  - deleted  . waits)

                        Admin cluster
                          + Service                tenants/blue
                          + Secret                 tenants/blue-ca
                          + ConfigMap              tenants/blue-kubeadmconfig
                          + PersistentVolumeClaim  tenants/blue-data
                          + Deployment             tenants/blue
                          + PodDisruptionBudget    tenants/blue
                          + Ingress                tenants/blue
                          + NetworkPolicy          tenants/blue
                          . Secret                 tenants/blue-api-server-certificate  waiting for <LoadBalancer address>

                        Tenant cluster
                          . ConfigMap              kube-system/kubeadm-config  waiting for <tenant API>

                        Plan: 8 to create, 0 to change, 0 to delete; 1 store step; 2 waiting for <LoadBalancer address>, <tenant API>

                        Datastore
                          + user blue

                        Consequences
                          * issues certificate apiserver (missing)

                        Warnings
                          ! two replicas share one disk
                        """);
        var all = plan + plan.changes().toString() + plan.toJson().toJson();
        assertThat(all).doesNotContain("a2V5").doesNotContain("Y2VydGlmaWNhdGU");
        assertThat(plan.toJson().array("changes").size()).isEqualTo(10);
        assertThat(plan.toJson().text("summary")).contains(plan.summary());
    }
}
