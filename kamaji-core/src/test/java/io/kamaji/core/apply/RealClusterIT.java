package io.kamaji.core.apply;

import static io.kamaji.core.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport.Effect;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.DryRun;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.testing.RealApiServer;
import io.kamaji.core.testing.Trees;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans and applies against a real kube-apiserver: its defaults, its managedFields, its refusals. */
class RealClusterIT {
    private static final Set<ResourceType> TYPES = new LinkedHashSet<>(List.of(
            ResourceTypes.SERVICE,
            ResourceTypes.SECRET,
            ResourceTypes.CONFIG_MAP,
            ResourceTypes.PERSISTENT_VOLUME_CLAIM,
            ResourceTypes.DEPLOYMENT,
            ResourceTypes.POD_DISRUPTION_BUDGET,
            ResourceTypes.INGRESS,
            ResourceTypes.NETWORK_POLICY));
    private static final ObjectRef DEPLOYMENT = ref("apps/v1", "Deployment", "blue");
    private static final ObjectRef CA = ref("v1", "Secret", "blue-ca");

    private static RealApiServer server;
    private static ClusterClient client;
    private static int round;

    private String namespace = "";

    @BeforeAll
    static void start() throws Exception {
        server = RealApiServer.start();
        client = server.connect();
    }

    @AfterAll
    static void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeNamespace() {
        namespace = "tenants-" + round++;
        client.create(
                JsonObject.of("apiVersion", "v1", "kind", "Namespace", "metadata", JsonObject.of("name", namespace)));
    }

    @AfterEach
    void sweep() {
        client.delete(ObjectRef.of("v1", "Namespace", namespace), ClusterClient.Preconditions.NONE);
    }

    private static ObjectRef ref(String apiVersion, String kind, String name) {
        return ObjectRef.of(apiVersion, kind, "tenants", name);
    }

    private ObjectRef here(ObjectRef ref) {
        return ObjectRef.of(ref.apiVersion(), ref.kind(), namespace, ref.name());
    }

    private List<JsonObject> blue() {
        return Trees.blue().stream()
                .map(object -> object.withAt(List.of("metadata", "namespace"), namespace))
                .toList();
    }

    private Observation observe(ObjectRef... names) {
        return Observation.of(
                client, namespace, Ownership.selector(Target.ADMIN, "blue"), TYPES, Set.of(), Set.of(names));
    }

    private Plan plan(List<JsonObject> objects, UnaryOperator<PlanRequest.Builder> more, ObjectRef... names) {
        var request = PlanRequest.builder(namespace, "blue", Trees.rendered(objects))
                .putSeen(Target.ADMIN, observe(names).observed(), DryRun.by(client));
        return Planner.standard().plan(more.apply(request).build());
    }

    private Plan plan(List<JsonObject> objects) {
        return plan(objects, UnaryOperator.identity());
    }

    private static ApplyReport apply(Plan plan) {
        return Applier.standard().apply(plan, Map.of(Target.ADMIN, client), StoreEffect.NONE);
    }

    @Test
    void plan_secondPass_isEmptyWithoutDryRun() {
        var first = plan(blue());
        assertThat(first.writes()).isEqualTo(8);
        assertThat(apply(first).orThrow().writes()).isEqualTo(8);

        var second = plan(blue());

        assertThat(second.changes(Action.NONE)).hasSize(8);
        assertThat(second.isEmpty()).as(second.toString()).isTrue();
        assertThat(second.dryRuns()).isZero();
        assertThat(apply(second).outcomes(Effect.UNCHANGED)).hasSize(8);
    }

    @Test
    void plan_falseThatTheServerLeavesOut_isOwnedOnceAndThenUnchanged() {
        apply(plan(blue())).orThrow();
        var explicit = Trees.with(
                blue(),
                "Deployment",
                object -> object.withAt(List.of("spec", "template", "spec", "hostNetwork"), false));

        var first = plan(explicit);
        assertThat(first.change(Target.ADMIN, here(DEPLOYMENT)).orElseThrow().fields())
                .extracting(FieldDiff::path)
                .containsExactly("metadata.managedFields[kamaji]");
        assertThat(first.consequences()).as("no rollout").isEmpty();
        apply(first).orThrow();

        var second = plan(explicit);
        assertThat(second.isEmpty()).isTrue();
        assertThat(second.dryRuns()).isZero();
    }

    @Test
    void plan_otherSpelling_isConfirmedByDryRunAndNotWritten() {
        var autoscaler = JsonObject.parse("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: blue, namespace: %s, labels: {kamaji.clastix.io/name: blue}}
                spec:
                  maxReplicas: 3
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: blue}
                  metrics:
                  - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1024Mi}}}
                """.formatted(namespace));
        var ref = ObjectRef.of(autoscaler);
        apply(plan(List.of(autoscaler))).orThrow();

        var plan = plan(List.of(autoscaler), UnaryOperator.identity(), ref);

        assertThat(client.get(ref).orElseThrow().toJson()).contains("\"averageValue\":\"1Gi\"");
        assertThat(plan.dryRuns()).isEqualTo(1);
        assertThat(plan.isEmpty()).as(plan.toString()).isTrue();
    }

    @Test
    void plan_newImage_showsFieldAndRollout() {
        apply(plan(blue())).orThrow();
        var upgraded = Trees.with(
                blue(),
                "Deployment",
                object ->
                        JsonObject.parse(object.toJson().replace("kube-apiserver:v1.35.4", "kube-apiserver:v1.36.3")));

        var plan = plan(upgraded);

        var change = plan.change(Target.ADMIN, here(DEPLOYMENT)).orElseThrow();
        assertThat(change.fields())
                .hasToString(
                        "[spec.template.spec.containers[kube-apiserver].image: registry.k8s.io/kube-apiserver:v1.35.4"
                                + " → registry.k8s.io/kube-apiserver:v1.36.3]");
        assertThat(plan.consequences())
                .extracting(Consequence::text)
                .containsExactly("rolls 2 pods (kube-apiserver image v1.35.4 → v1.36.3)");
        assertThat(apply(plan).orThrow().writes()).isEqualTo(1);
        assertThat(plan(upgraded).isEmpty()).isTrue();
    }

    @Test
    void plan_fieldNoLongerRendered_isRemoved() {
        apply(plan(blue())).orThrow();
        var less = Trees.with(
                blue(),
                "Deployment",
                object -> JsonObject.parse(
                        object.toJson().replace("\"nodeSelector\":{\"kubernetes.io/os\":\"linux\"},", "")));

        apply(plan(less)).orThrow();

        assertThat(client.get(here(DEPLOYMENT)).orElseThrow().get("spec", "template", "spec", "nodeSelector"))
                .isEmpty();
        assertThat(plan(less).isEmpty()).isTrue();
    }

    @Test
    void plan_foreignFieldAndScale_keepsTheOneAndTakesBackTheOther() {
        apply(plan(blue())).orThrow();
        client.patch(
                here(DEPLOYMENT),
                PatchType.MERGE,
                JsonObject.parse("{\"metadata\":{\"labels\":{\"team\":\"a\"}},\"spec\":{\"replicas\":5}}"),
                "");
        client.apply(
                JsonObject.of("apiVersion", "apps/v1", "kind", "Deployment")
                        .with("metadata", Map.of("name", "blue", "namespace", namespace))
                        .with("spec", Map.of("replicas", 7)),
                new ApplyOptions("autoscaler", true, false));

        var plan = plan(blue());

        assertThat(plan.change(Target.ADMIN, here(DEPLOYMENT)).orElseThrow().fields())
                .hasToString("[spec.replicas: 7 → 2]");
        assertThat(plan.consequences())
                .extracting(Consequence::text)
                .containsExactly(
                        "scales the control plane from 7 to 2 pods",
                        "takes spec.replicas of Deployment blue back from autoscaler");
        apply(plan).orThrow();
        assertThat(client.get(here(DEPLOYMENT)).orElseThrow().text("metadata", "labels", "team"))
                .contains("a");
        assertThat(plan(blue()).isEmpty()).isTrue();
    }

    /** The reference's operator: an update by manager kamaji, kine a plain container, the CA in system folders. */
    @Test
    void apply_deploymentOfTheReference_leavesNothingOfItsPodBehind() {
        var blue = blue();
        client.create(JsonObject.parse("""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: blue
                  namespace: %s
                  labels: {kamaji.clastix.io/name: blue, kamaji.clastix.io/project: kamaji}
                  annotations: {kube-apiserver.kamaji.clastix.io/args: 0cc175b9c0f1b6a831c399e269772661}
                  ownerReferences:
                  - {apiVersion: kamaji.clastix.io/v1alpha1, kind: TenantControlPlane, name: blue, uid: 1-2-3}
                spec:
                  selector: {matchLabels: {kamaji.clastix.io/name: blue}}
                  template:
                    metadata:
                      labels:
                        kamaji.clastix.io/name: blue
                        component.kamaji.clastix.io/ca: 92eb5ffee6ae2fec3ad71c777531578f
                    spec:
                      containers:
                      - name: kube-apiserver
                        image: registry.k8s.io/kube-apiserver:v1.36.3
                        volumeMounts: [{name: etc-ca-certificates, mountPath: /etc/ca-certificates}]
                      - {name: kine, image: rancher/kine}
                      initContainers: [{name: chmod, image: rancher/kine}]
                      volumes: [{name: etc-ca-certificates, secret: {secretName: blue-ca}}]
                """.formatted(namespace)));

        var plan = plan(blue);
        apply(plan).orThrow();

        assertThat(plan.change(Target.ADMIN, here(DEPLOYMENT)).orElseThrow().fields())
                .extracting(FieldDiff::path)
                .contains(
                        "spec.template.spec.initContainers[chmod]",
                        "spec.template.spec.volumes[etc-ca-certificates]",
                        "metadata.annotations[kube-apiserver.kamaji.clastix.io/args]");
        var live = client.get(here(DEPLOYMENT)).orElseThrow();
        assertThat(live.toJson()).doesNotContain("chmod", "\"name\":\"etc-ca-certificates\"", "92eb5ffee6ae");
        assertThat(live.array("metadata", "ownerReferences")).hasSize(1);
        assertThat(plan(blue).isEmpty()).isTrue();
    }

    @Test
    void plan_immutableField_saysThatTheServerWouldRefuse() {
        apply(plan(blue())).orThrow();
        var other = Trees.with(
                blue(), "Deployment", object -> object.withAt(List.of("spec", "selector", "matchLabels", "more"), "x"));

        var plan = plan(other);

        assertThat(plan.consequences()).extracting(Consequence::kind).containsExactly(Consequence.Kind.REFUSAL);
        var report = apply(plan);
        assertThat(report.failure()).containsInstanceOf(ClusterException.class);
        assertThat(report.retryAfter()).isEmpty();
    }

    @Test
    void apply_secretOfSomebodyElse_isRefusedByNameAndUntouched() {
        var theirs = Trees.blue("Secret")
                .withAt(List.of("metadata"), Map.of("name", "blue-ca", "namespace", namespace))
                .with("data", Map.of("ca.key", "dGhlaXJz"));
        client.create(theirs);

        assertThatThrownBy(() -> apply(plan(blue())).orThrow())
                .isInstanceOf(KamajiException.class)
                .hasMessageContaining("blue-ca")
                .hasMessageContaining("not managed by Kamaji");
        assertThatThrownBy(() -> plan(blue(), UnaryOperator.identity(), here(CA)))
                .isInstanceOf(KamajiException.class)
                .hasMessageContaining("not managed by Kamaji");
        var brought = plan(blue(), request -> request.bringYourOwn(Set.of(here(CA))), here(CA));

        assertThat(brought.change(Target.ADMIN, here(CA)).orElseThrow().action())
                .isEqualTo(Action.NONE);
        assertThat(client.get(here(CA)).orElseThrow().text("data", "ca.key")).contains("dGhlaXJz");
        assertThat(client.get(here(CA)).orElseThrow().object("metadata", "labels"))
                .isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void apply_serviceOfSomebodyElse_isRefusedAndUntouched() {
        client.create(JsonObject.parse("""
                apiVersion: v1
                kind: Service
                metadata: {name: blue, namespace: %s}
                spec: {selector: {app: theirs}, ports: [{name: web, port: 80}]}
                """.formatted(namespace)));

        var report = apply(plan(blue()));

        assertThat(report.failure().orElseThrow()).hasMessageContaining("not managed by Kamaji");
        assertThat(report.writes()).isZero();
        assertThat(client.get(here(ref("v1", "Service", "blue"))).orElseThrow().texts("spec", "selector"))
                .containsExactly(Map.entry("app", "theirs"));
    }

    @Test
    void apply_secretMovedUnderThePlan_isStaleAndKept() {
        apply(plan(blue())).orThrow();
        var changed = Trees.with(blue(), "Secret", secret -> secret.withAt(List.of("data", "ca.crt"), "bmV3"));
        var plan = plan(changed);
        assertThat(plan.toString())
                .contains("data[ca.crt]: sha256:")
                .doesNotContain("bmV3")
                .doesNotContain("a2V5");
        client.patch(here(CA), PatchType.MERGE, JsonObject.parse("{\"data\":{\"ca.key\":\"b3RoZXI=\"}}"), "");

        assertThatThrownBy(() -> Applier.standard()
                        .checkFresh(plan, Map.of(Target.ADMIN, observe().observed())))
                .isInstanceOf(StalePlanException.class)
                .hasMessageContaining("blue-ca");
        var report = apply(plan);

        assertThat(report.failure()).containsInstanceOf(StalePlanException.class);
        assertThat(client.get(here(CA)).orElseThrow().texts("data"))
                .containsEntry("ca.key", "b3RoZXI=")
                .containsEntry("ca.crt", "Y2VydGlmaWNhdGU=");
    }

    @Test
    void apply_secretOfOursChanged_keepsForeignParts() {
        apply(plan(blue())).orThrow();
        client.patch(
                here(CA),
                PatchType.MERGE,
                JsonObject.parse("{\"metadata\":{\"annotations\":{\"x\":\"y\"},\"finalizers\":[\"a.b/c\"]}}"),
                "");
        assertThat(plan(blue()).isEmpty()).isTrue();
        var changed = Trees.with(blue(), "Secret", secret -> secret.withAt(List.of("data", "ca.crt"), "bmV3"));

        apply(plan(changed)).orThrow();

        var live = client.get(here(CA)).orElseThrow();
        assertThat(live.texts("metadata", "annotations")).containsEntry("x", "y");
        assertThat(live.array("metadata", "finalizers").texts()).containsExactly("a.b/c");
        assertThat(live.text("data", "ca.crt")).contains("bmV3");
        client.patch(here(CA), PatchType.MERGE, JsonObject.parse("{\"metadata\":{\"finalizers\":null}}"), "");
    }

    @Test
    void plan_statusMoved_isFreshAndOwnFieldMoved_isStale() {
        apply(plan(blue())).orThrow();
        var plan = plan(blue());
        client.patch(here(DEPLOYMENT), PatchType.MERGE, JsonObject.parse("{\"status\":{\"replicas\":2}}"), "status");
        Applier.standard().checkFresh(plan, Map.of(Target.ADMIN, observe().observed()));

        client.patch(here(DEPLOYMENT), PatchType.MERGE, JsonObject.parse("{\"spec\":{\"replicas\":9}}"), "");

        assertThatThrownBy(() -> Applier.standard()
                        .checkFresh(plan, Map.of(Target.ADMIN, observe().observed())))
                .isInstanceOf(StalePlanException.class)
                .hasMessageContaining("Deployment");
    }

    @Test
    void plan_nothingRendered_deletesOursAndOnlyOurs() {
        apply(plan(blue())).orThrow();
        var foreign = JsonObject.parse("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: theirs, namespace: %s, labels: {kamaji.clastix.io/name: blue}}
                """.formatted(namespace));
        client.create(foreign);

        var refused = plan(List.of());
        assertThat(refused.waits()).containsExactly("<consent to lose data>");
        var plan = plan(List.of(), request -> request.allowDataLoss(true));
        assertThat(plan.changes(Action.DELETE)).hasSize(8);
        assertThat(plan.consequences())
                .extracting(Consequence::text)
                .contains("deletes PersistentVolumeClaim blue-data: loses all data on it");
        apply(plan).orThrow();

        // nobody takes the claim's protection off on a server without controllers
        client.patch(
                here(ref("v1", "PersistentVolumeClaim", "blue-data")),
                PatchType.MERGE,
                JsonObject.parse("{\"metadata\":{\"finalizers\":null}}"),
                "");
        assertThat(observe().observed().objects().keySet().stream()
                        .map(ObjectRef::name)
                        .collect(Collectors.toList()))
                .containsExactly("theirs");
    }

    @Test
    void watch_changes_areSeenUntilTheHandlerHasEnough() {
        var list = client.list(ListRequest.of(ResourceTypes.CONFIG_MAP, namespace, ""));
        client.create(JsonObject.parse(
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"w\",\"namespace\":\""
                        + namespace + "\"}}"));
        var seen = new ArrayList<String>();

        var ended = client.watch(
                new ListRequest(ResourceTypes.CONFIG_MAP, java.util.Optional.of(namespace), "", true),
                list.resourceVersion(),
                Duration.ofSeconds(20),
                event -> {
                    seen.add(event.type() + " " + ObjectRef.of(event.object()).name());
                    return seen.contains("ADDED w");
                });

        assertThat(ended).isTrue();
        assertThat(client.watch(
                        ListRequest.of(ResourceTypes.SERVICE, namespace, ""),
                        list.resourceVersion(),
                        Duration.ofSeconds(1),
                        event -> false))
                .isFalse();
    }

    @Test
    void connect_tlsServerNameAndAuthority_areHeeded() throws Exception {
        var authority = Base64.getEncoder().encodeToString(Files.readAllBytes(server.servingCertificate()));
        var verified = server.kubeconfig()
                .replace(
                        "insecure-skip-tls-verify: true",
                        "certificate-authority-data: " + authority + ", tls-server-name: kubernetes.default.svc");
        try (var named = AdminCluster.kubeconfig(verified).connect()) {
            assertThat(named.raw("/readyz")).isEqualTo("ok");
        }
        try (var wrong = AdminCluster.kubeconfig(verified.replace("kubernetes.default.svc", "other.example.com"))
                .connect()) {
            assertThatThrownBy(() -> wrong.raw("/readyz"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("server name");
        }
        try (var unknown = AdminCluster.kubeconfig(server.kubeconfig().replace("token: secret", "token: wrong"))
                .connect()) {
            assertThatThrownBy(() -> unknown.raw("/version"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("401");
        }
    }

    @Test
    void close_afterUse_endsItsThreads() {
        var others = connectionThreads();
        var another = server.connect();
        another.raw("/readyz");
        var its = connectionThreads();
        its.removeAll(others);
        assertThat(its).isNotEmpty();

        another.close();

        await("an end of " + its, () -> its.stream().noneMatch(RealClusterIT::reads));
    }

    /** A thread that reads a connection is named after its host for as long as it does; afterwards OkHttp reuses it. */
    private static boolean reads(Thread thread) {
        return thread.isAlive() && thread.getName().contains("127.0.0.1");
    }

    private static Set<Thread> connectionThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(RealClusterIT::reads)
                .collect(java.util.stream.Collectors.toCollection(java.util.HashSet::new));
    }

    @Test
    void get_kindFromACustomResourceDefinition_isDiscovered() {
        assertThat(client.get(ObjectRef.of("example.com/v1", "Nothing", namespace, "x")))
                .isEmpty();
        assertThat(client.get(ObjectRef.of("scheduling.k8s.io/v1", "PriorityClass", "system-cluster-critical")))
                .isPresent();
        assertThatThrownBy(() -> client.create(JsonObject.parse(
                        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Nothing\",\"metadata\":{\"name\":\"x\"}}")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("does not serve");
    }
}
