package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.refusal;
import static io.kamaji.testkit.tenant.ProcessTenant.run;
import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.WritePermissions;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.status.Phase;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.node.RealBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a limit of writes refuses and what goes on under it, on a real API server with its controllers. */
class WriteLimitIT {
    private static final String SAID = "the current Control Plane has limited write permissions";
    private static final ObjectRef POLICY = limit("ValidatingAdmissionPolicy");
    private static final ObjectRef BINDING = limit("ValidatingAdmissionPolicyBinding");
    private static final ObjectRef NOTE = ObjectRef.of("v1", "ConfigMap", "default", "note");
    private static final ObjectRef WIDGET = ObjectRef.of("example.com/v1", "Widget", "default", "w");
    private static final ObjectRef WEB = ObjectRef.of("apps/v1", "Deployment", "default", "web");
    private static final TenantControlPlane OPEN = ProcessTenant.spec(RealBinaries.KUBERNETES).toBuilder()
            .coreDns()
            .kubeProxy()
            .build();
    private static final TenantControlPlane FROZEN =
            limited(all -> all.blockCreation(true).blockUpdate(true).blockDeletion(true));

    @TempDir
    static Path folder;

    private static ProcessTenant blue;
    private static ClusterClient admin;
    private static String kubeconfig;

    private static TenantControlPlane limited(Consumer<WritePermissions.Builder> edit) {
        return OPEN.toBuilder().spec(spec -> spec.writePermissions(edit)).build();
    }

    private static ObjectRef limit(String kind) {
        return ObjectRef.of("admissionregistration.k8s.io/v1", kind, "kamaji-write-permissions");
    }

    @BeforeAll
    static void start() throws Exception {
        RealBinaries.assume("kubectl");
        blue = ProcessTenant.start(OPEN);
        admin = ProcessTenant.connect(blue.kamaji().tenant(OPEN).kubeconfig());
        kubeconfig = Files.writeString(
                        folder.resolve("admin.conf"),
                        blue.kamaji().tenant(OPEN).kubeconfig().toYaml())
                .toString();
        admin.create(configMap("default", "note"));
        admin.create(JsonObject.parse("{apiVersion: v1, kind: Namespace, metadata: {name: theirs}}"));
        admin.create(JsonObject.parse("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.example.com}
                spec:
                  group: example.com
                  scope: Namespaced
                  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """));
        until("custom kind", () -> refusal(() -> admin.create(widget("w"))) == 0);
        until("service account", () -> refusal(() -> admin.create(JsonObject.parse("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: default}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: web}]}
                """))) == 0);
        until("a pod, that waits for a node", () -> !pods().isEmpty());
    }

    private static JsonObject configMap(String namespace, String name) {
        return JsonObject.parse(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: %s}}".formatted(name, namespace));
    }

    private static JsonObject widget(String name) {
        return JsonObject.parse(
                "{apiVersion: example.com/v1, kind: Widget, metadata: {name: %s, namespace: default}}".formatted(name));
    }

    private static List<JsonObject> pods() {
        return admin.list(ListRequest.of(ResourceTypes.POD, "default", "app=web"))
                .items();
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close();
        }
        if (blue != null) {
            blue.close();
        }
    }

    /** Passes until the tenant is as asked, and until its API server knows: it hears of policies by a watch. */
    private static void reach(TenantControlPlane tenant) {
        var began = System.nanoTime();
        var status = blue.kamaji().tenant(tenant).await(Duration.ofMinutes(1), pass -> {});
        assertThat(status.isReady()).as("%s", status).isTrue();
        var written = System.nanoTime();
        var limits = tenant.spec().writePermissions();
        var refused = limits.flatMap(WritePermissions::blockUpdate).isPresent();
        var told = limits.map(WriteLimitIT::told).orElse("");
        until(
                "patch is judged",
                () -> refused ? said(() -> patch(NOTE)).contains(told) : refusal(() -> patch(NOTE)) == 0);
        System.out.printf(
                "%s: passes %.0f ms, effective after %.0f ms more%n",
                status.phase(), (written - began) / 1e6, (System.nanoTime() - written) / 1e6);
    }

    /** What a refusal says is blocked: the limits of before may refuse too. */
    private static String told(WritePermissions limits) {
        var blocked = new LinkedHashMap<String, Optional<Boolean>>();
        blocked.put("blockCreation", limits.blockCreation());
        blocked.put("blockUpdate", limits.blockUpdate());
        blocked.put("blockDeletion", limits.blockDeletion());
        blocked.values().removeIf(block -> !block.orElse(false));
        return " " + String.join(", ", blocked.keySet()) + " of spec.writePermissions";
    }

    private static String said(Supplier<?> write) {
        var refused = catchThrowableOfType(ClusterException.class, write::get);
        return refused == null ? "" : refused.getMessage();
    }

    private static JsonObject patch(ObjectRef ref) {
        return patch(admin, ref, "{metadata: {annotations: {at: '%d'}}}".formatted(System.nanoTime()), "");
    }

    private static JsonObject patch(ClusterClient client, ObjectRef ref, String patch, String subresource) {
        return client.patch(ref, PatchType.MERGE, JsonObject.parse(patch), subresource);
    }

    private static boolean delete(ObjectRef ref) {
        return admin.delete(ref, Preconditions.NONE);
    }

    @Test
    void administrator_frozen_isRefusedEachWriteAndTold() {
        reach(FROZEN);
        var theirs = ObjectRef.of("v1", "Namespace", "theirs");
        var writes = new LinkedHashMap<String, Supplier<?>>();
        writes.put("create ConfigMap", () -> admin.create(configMap("default", "b")));
        writes.put("apply new ConfigMap", () -> apply(configMap("default", "b"), false));
        writes.put("dry run", () -> apply(configMap("default", "b"), true));
        writes.put("patch ConfigMap", () -> patch(NOTE));
        writes.put(
                "replace ConfigMap",
                () -> admin.replace(admin.get(NOTE).orElseThrow().with("data", JsonObject.of("a", "b"))));
        writes.put("delete ConfigMap", () -> delete(NOTE));
        writes.put("create Widget", () -> admin.create(widget("x")));
        writes.put("patch Widget", () -> patch(WIDGET));
        writes.put("delete Widget", () -> delete(WIDGET));
        writes.put(
                "delete the kind",
                () -> delete(
                        ObjectRef.of("apiextensions.k8s.io/v1", "CustomResourceDefinition", "widgets.example.com")));
        writes.put(
                "create Namespace",
                () -> admin.create(JsonObject.parse("{apiVersion: v1, kind: Namespace, metadata: {name: more}}")));
        writes.put("patch Namespace", () -> patch(theirs));
        writes.put("delete Namespace", () -> delete(theirs));
        writes.put("scale", () -> patch(admin, WEB, "{spec: {replicas: 3}}", "scale"));
        writes.put("delete pod", () -> delete(ObjectRef.of(pods().get(0))));
        writes.put("grant", () -> admin.create(JsonObject.parse("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: mine}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                """)));
        writes.put("webhook", () -> admin.create(webhook("mine", "mine.example.com")));

        writes.forEach((what, write) -> {
            var refused = catchThrowableOfType(ClusterException.class, write::get);
            assertThat(refused).as(what).isNotNull();
            assertThat(refused.code()).as(what).isEqualTo(403);
            assertThat(refused.getMessage()).as(what).contains(SAID, "blockCreation, blockUpdate, blockDeletion");
        });
        assertThat(pods()).hasSize(1);
    }

    private static JsonObject apply(JsonObject object, boolean dryRun) {
        return admin.apply(object, new ApplyOptions("theirs", true, dryRun));
    }

    private static String kubectl(String... words) {
        var kubectl =
                Binaries.standard().require("kubectl", RealBinaries.KUBERNETES).toString();
        var command = new java.util.ArrayList<>(List.of(kubectl, "--kubeconfig=" + kubeconfig));
        command.addAll(List.of(words));
        try {
            return run(folder, command.toArray(String[]::new));
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void kubectl_frozen_readsWatchesAndAsks() {
        reach(OPEN);
        var notes = ListRequest.of(ResourceTypes.CONFIG_MAP, "default", "");
        var from = admin.list(notes).resourceVersion();
        var watched = CompletableFuture.supplyAsync(() -> admin.watch(
                notes,
                from,
                Duration.ofSeconds(30),
                event -> event.object().text("metadata", "annotations", "by").isPresent()));
        reach(FROZEN);
        try (var system = blue.superAdmin()) {
            patch(system, NOTE, "{metadata: {annotations: {by: kamaji}}}", "");
        }

        assertThat(watched.join()).isTrue();
        assertThat(kubectl("get", "deployments,pods,widgets,nodes", "-A")).startsWith("0\n");
        assertThat(kubectl("auth", "can-i", "create", "pods")).startsWith("0\n");
        assertThat(kubectl("auth", "whoami")).startsWith("0\n").contains("kubernetes-admin");
        assertThat(kubectl("create", "token", "default")).startsWith("0\n");
        assertThat(kubectl("scale", "deployment", "web", "--replicas=2"))
                .startsWith("1\n")
                .contains(SAID);
        assertThat(evict()).startsWith("1\n").contains(SAID);
    }

    private static String evict() {
        until("a pod", () -> !pods().isEmpty());
        var pod = pods().get(0).text("metadata", "name").orElseThrow();
        try {
            var file = Files.writeString(folder.resolve("eviction.yaml"), """
                    {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "default"}}
                    """.formatted(pod));
            return kubectl(
                    "create", "--raw", "/api/v1/namespaces/default/pods/" + pod + "/eviction", "-f", file.toString());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void node_frozen_joinsRenewsItsLeaseAndReports() throws Exception {
        reach(FROZEN);
        var token = blue.kamaji().tenant(OPEN).tokens().create().token();

        var w1 = new SigningRequests(blue, folder).node("w1", token);

        var lease = ObjectRef.of("coordination.k8s.io/v1", "Lease", "kube-node-lease", "w1");
        try (var kubelet = ProcessTenant.connect(w1)) {
            kubelet.create(JsonObject.parse("{apiVersion: v1, kind: Node, metadata: {name: w1}}"));
            patch(
                    kubelet,
                    ObjectRef.of("v1", "Node", "w1"),
                    "{status: {conditions: [{type: Ready, status: 'True', reason: Up}]}}",
                    "status");
            kubelet.create(JsonObject.parse("""
                    apiVersion: coordination.k8s.io/v1
                    kind: Lease
                    metadata: {name: w1, namespace: kube-node-lease}
                    spec: {holderIdentity: w1, leaseDurationSeconds: 40}
                    """));
            patch(kubelet, lease, "{spec: {leaseDurationSeconds: 41}}", "");
        }
        patch(admin, WIDGET, "{status: {seen: true}}", "status");
        patch(admin, lease, "{spec: {leaseDurationSeconds: 42}}", "");
        assertThat(refusal(() -> delete(lease))).isEqualTo(403);
    }

    @Test
    void pass_frozen_isQuietAndMendsAddOnsAndGrants() {
        reach(FROZEN);
        assertThat(blue.kamaji().tenant(FROZEN).reconcile().report().writes()).isZero();
        var dns = ObjectRef.of("apps/v1", "Deployment", "kube-system", "coredns");
        var grant = ObjectRef.of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "kubeadm:get-nodes");

        assertThat(delete(dns)).as("kube-system stays writable").isTrue();
        try (var system = blue.superAdmin()) {
            system.delete(grant, Preconditions.NONE);
        }
        var pass = blue.kamaji().tenant(FROZEN).reconcile();

        assertThat(pass.report().writes()).isEqualTo(2);
        assertThat(pass.status().phase()).isEqualTo(Phase.WRITE_LIMITED);
        assertThat(admin.get(dns)).isPresent();
        assertThat(admin.get(grant)).isPresent();
    }

    @Test
    void controllers_frozen_replaceAPodThatIsLost() {
        reach(FROZEN);
        var lost = pods().get(0);
        try (var system = blue.superAdmin()) {
            system.delete(ObjectRef.of(lost), Preconditions.NONE);
        }
        until(
                "another pod",
                () -> !pods().isEmpty() && !pods().get(0).get("metadata", "uid").equals(lost.get("metadata", "uid")));
    }

    @Test
    void administrator_deletionsBlocked_createsAndChanges() {
        reach(limited(only -> only.blockDeletion(true)));

        until("deletion is judged", () -> refusal(() -> delete(ObjectRef.of(created()))) == 403);
        patch(NOTE);
        assertThat(evict()).startsWith("1\n").contains(SAID, "blockDeletion");
    }

    private static JsonObject created() {
        return admin.create(configMap("default", "new-" + System.nanoTime()));
    }

    @Test
    void administrator_onlyDeletionsLeft_canFinishThemAndEvict() {
        var held = configMap("default", "held").withAt(List.of("metadata", "finalizers"), List.of("example.com/hold"));
        reach(OPEN);
        admin.create(held);
        var ref = ObjectRef.of(held);
        reach(limited(two -> two.blockCreation(true).blockUpdate(true)));

        assertThat(refusal(() -> patch(ref))).isEqualTo(403);
        assertThat(delete(ref)).isTrue();
        patch(admin, ref, "{metadata: {finalizers: null}}", "");
        assertThat(admin.get(ref)).isEmpty();
        assertThat(evict()).startsWith("0\n");
    }

    /** A cluster administrator may: admission does not judge policies. The next pass takes it back. */
    @Test
    void limit_undoneByTheAdministrator_isPutBackByOnePass() {
        Map<String, Runnable> ways = new LinkedHashMap<>();
        ways.put("binding deleted", () -> delete(BINDING));
        ways.put("policy deleted", () -> delete(POLICY));
        ways.put("condition added", () -> apply(JsonObject.parse("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: kamaji-write-permissions}
                spec: {matchConditions: [{name: never, expression: 'false'}]}
                """), false));
        ways.put(
                "bound to nothing",
                () -> patch(
                        admin, BINDING, "{spec: {matchResources: {objectSelector: {matchLabels: {no: one}}}}}", ""));
        reach(FROZEN);
        ways.forEach((way, undo) -> {
            undo.run();
            until(way, () -> refusal(() -> patch(NOTE)) == 0);
            var began = System.nanoTime();
            var pass = blue.kamaji().tenant(FROZEN).reconcile();
            assertThat(pass.report().writes()).as(way).isEqualTo(1);
            until("limited again", () -> refusal(() -> patch(NOTE)) == 403);
            System.out.printf("%s: put back in %.0f ms%n", way, (System.nanoTime() - began) / 1e6);
            assertThat(blue.kamaji().tenant(FROZEN).reconcile().report().writes())
                    .as(way)
                    .isZero();
        });
    }

    @Test
    void limit_lifted_isGoneAndWritesAreTakenAgain() {
        reach(FROZEN);
        reach(OPEN);

        assertThat(admin.get(POLICY)).isEmpty();
        assertThat(admin.get(BINDING)).isEmpty();
        created();
        patch(admin, WEB, "{spec: {replicas: 1}}", "scale");
        assertThat(blue.kamaji().tenant(OPEN).reconcile().report().writes()).isZero();
    }

    /** With the reference's operator nobody answers its webhooks; the API server refuses our grants then. */
    @Test
    void pass_webhooksOfTheReferenceLeftBehind_takesThemAwayFirst() {
        reach(OPEN);
        var grant = ObjectRef.of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "kubeadm:get-nodes");
        try (var system = blue.superAdmin()) {
            system.delete(grant, Preconditions.NONE);
            for (var name : List.of("freeze", "write-permissions")) {
                var path = name.replace("freeze", "migrate");
                system.create(webhook("kamaji-" + name, "catchall." + path + ".kamaji.clastix.io"));
            }
            until("dead", () -> refusal(() -> patch(NOTE)) == 500);
        }

        var pass = blue.kamaji().tenant(OPEN).reconcile();

        assertThat(pass.report().writes()).as("%s", pass.report()).isEqualTo(3);
        assertThat(admin.get(grant)).isPresent();
        until("alive", () -> refusal(() -> patch(NOTE)) == 0);
    }

    private static JsonObject webhook(String name, String webhook) {
        return JsonObject.parse("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: %s}
                webhooks:
                - name: %s
                  admissionReviewVersions: [v1]
                  sideEffects: NoneOnDryRun
                  clientConfig: {url: "https://127.0.0.1:1/refuse"}
                  rules:
                  - {operations: ["*"], apiGroups: ["*"], apiVersions: ["*"], resources: ["*"], scope: "*"}
                  namespaceSelector:
                    matchExpressions:
                    - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system, kube-node-lease]}
                """.formatted(name, webhook));
    }
}
