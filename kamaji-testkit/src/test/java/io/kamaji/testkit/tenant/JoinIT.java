package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.refusal;
import static io.kamaji.testkit.tenant.ProcessTenant.run;
import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.access.Join;
import io.kamaji.core.access.TokenRequest;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.node.RealBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joining, but for the node itself: kubeadm's discovery, tokens, certificates and what each identity may do. */
class JoinIT {
    private static final ObjectRef INFO = ObjectRef.of("v1", "ConfigMap", "kube-public", "cluster-info");

    @TempDir
    static Path folder;

    private static ProcessTenant blue;

    @BeforeAll
    static void start() {
        blue = ProcessTenant.start(ProcessTenant.withAddOns(RealBinaries.KUBERNETES), "proxy-server");
    }

    @AfterAll
    static void stop() {
        if (blue != null) {
            blue.close();
        }
    }

    @Test
    void kubeadmPreflight_withOurLine_discoversAndReadsTheConfiguration() throws Exception {
        var said = preflight(blue.kamaji().tenant(blue.tenant()).join());

        assertThat(said).startsWith("0\n").contains("Reading configuration from the \"kubeadm-config\" ConfigMap");
    }

    @Test
    void kubeadmPreflight_withAnotherHash_refusesTheCluster() throws Exception {
        var join = blue.kamaji().tenant(blue.tenant()).join();
        var other = new Join(
                join.endpoint(), join.token(), List.of(new io.kamaji.pki.DiscoveryHash("sha256:" + "0".repeat(64))));

        assertThat(preflight(other)).doesNotStartWith("0\n").contains("public key");
    }

    private static String preflight(Join join) throws Exception {
        var words = new ArrayList<>(join.arguments());
        words.set(0, ProcessTenant.kubeadm());
        words.addAll(2, List.of("phase", "preflight"));
        words.addAll(List.of("--ignore-preflight-errors=all", "--node-name=w1"));
        return run(folder, words.toArray(String[]::new));
    }

    @Test
    void kubeadmTokenList_ourTokens_areItsTokens() throws Exception {
        var token = blue.kamaji()
                .tenant(blue.tenant())
                .tokens()
                .create(TokenRequest.builder().description("rack seven").build());
        var file = Files.writeString(
                folder.resolve("admin.conf"),
                blue.kamaji().tenant(blue.tenant()).kubeconfig().toYaml());
        var kubeconfig = "--kubeconfig=" + file;

        assertThat(run(folder, ProcessTenant.kubeadm(), "token", "list", kubeconfig))
                .contains(token.token(), "rack seven", "authentication,signing");

        var theirs = run(folder, ProcessTenant.kubeadm(), "token", "create", kubeconfig)
                .lines()
                .filter(line -> line.matches("[a-z0-9]{6}\\.[a-z0-9]{16}"))
                .findFirst()
                .orElseThrow();
        assertThat(blue.kamaji().tenant(blue.tenant()).tokens().list())
                .anySatisfy(listed -> assertThat(listed.token()).isEqualTo(theirs));
    }

    @Test
    void clusterInfo_signed_keepsItsSignaturesThroughPasses() {
        var token = blue.kamaji().tenant(blue.tenant()).tokens().create();
        try (var admin = blue.superAdmin()) {
            var signature = "jws-kubeconfig-" + token.id();
            until("signature", () -> data(admin, INFO).has(signature));
            var signed = data(admin, INFO);

            assertThat(blue.kamaji().tenant(blue.tenant()).plan().changes())
                    .noneMatch(change -> change.action().writes());

            admin.patch(INFO, PatchType.MERGE, JsonObject.parse("{data: {kubeconfig: broken}}"), "");
            assertThat(blue.kamaji().tenant(blue.tenant()).reconcile().report().writes())
                    .isEqualTo(1);
            assertThat(data(admin, INFO).text("kubeconfig")).isEqualTo(signed.text("kubeconfig"));
            assertThat(data(admin, INFO).members()).containsKey(signature);
            until("the same signature again", () -> data(admin, INFO).equals(signed));

            blue.kamaji().tenant(blue.tenant()).tokens().revoke(token.id());
            until("no signature", () -> !data(admin, INFO).has(signature));
        }
    }

    private static JsonObject data(ClusterClient client, ObjectRef ref) {
        return client.get(ref).orElseThrow().object("data");
    }

    @Test
    void anonymous_mayReadClusterInfoAndNothingElse() {
        try (var nobody = blue.anonymous()) {
            assertThat(nobody.get(INFO)).isPresent();
            assertThat(refusal(() -> nobody.get(configMap("kube-system", "kubeadm-config"))))
                    .isIn(401, 403);
            assertThat(refusal(() -> nobody.list(secrets()))).isIn(401, 403);
        }
    }

    @Test
    void bootstrapToken_mayReadConfigurationsAndNoSecret() {
        var tokens = blue.kamaji().tenant(blue.tenant()).tokens();
        var token = tokens.create();
        try (var bearer = blue.bearer(token.token())) {
            assertThat(bearer.get(configMap("kube-system", "kubeadm-config"))).isPresent();
            assertThat(bearer.get(configMap("kube-system", "kubelet-config"))).isPresent();
            assertThat(bearer.get(ObjectRef.of("v1", "Node", "w9"))).isEmpty();
            assertThat(refusal(() -> bearer.list(secrets()))).isEqualTo(403);
            assertThat(refusal(() -> bearer.create(node("w9")))).isEqualTo(403);
            assertThat(refusal(() -> bearer.patch(
                            configMap("kube-system", "kubeadm-config"), PatchType.MERGE, JsonObject.EMPTY, "")))
                    .isEqualTo(403);

            tokens.revoke(token.id());
            until("refused", () -> refusal(() -> bearer.get(configMap("kube-system", "kubelet-config"))) == 401);
        }
    }

    @Test
    void signingRequest_ofABearer_makesANodeThatMayChangeOnlyItself() throws Exception {
        var token = blue.kamaji().tenant(blue.tenant()).tokens().create();
        var requests = new SigningRequests(blue, folder);
        var w1 = requests.node("w1", token.token());
        try (var kubelet = ProcessTenant.connect(w1);
                var admin = blue.superAdmin()) {
            kubelet.create(node("w1"));
            admin.create(node("w2"));
            assertThat(kubelet.patch(ObjectRef.of("v1", "Node", "w1"), PatchType.MERGE, label(), ""))
                    .isNotNull();
            assertThat(kubelet.get(configMap("kube-system", "kubelet-config"))).isPresent();
            assertThat(refusal(() -> kubelet.patch(ObjectRef.of("v1", "Node", "w2"), PatchType.MERGE, label(), "")))
                    .isEqualTo(403);
            assertThat(refusal(() -> kubelet.create(node("w3")))).isEqualTo(403);
            assertThat(refusal(() -> kubelet.list(secrets()))).isEqualTo(403);
        }
        var renewed = requests.signed(requests.ask(w1, "w1-renewal", "w1"));
        assertThat(renewed.certificate().getSubjectX500Principal().getName()).contains("CN=system:node:w1");
    }

    @Test
    void kubeconfigOnDemand_isItsUserForAWhile() {
        var operator = blue.kamaji()
                .tenant(blue.tenant())
                .kubeconfig("alice", List.of("kubeadm:cluster-admins"), Duration.ofMinutes(10));
        var guest = blue.kamaji().tenant(blue.tenant()).kubeconfig("bob", List.of("guests"), Duration.ofSeconds(2));
        try (var alice = ProcessTenant.connect(operator);
                var bob = ProcessTenant.connect(guest)) {
            assertThat(alice.list(secrets()).items()).isNotNull();
            assertThat(refusal(() -> bob.list(secrets()))).isEqualTo(403);
            until("expired", () -> refusal(() -> bob.list(secrets())) == 401);
        }
        assertThat(operator.client().orElseThrow().certificate().getNotAfter())
                .isBeforeOrEqualTo(java.util.Date.from(java.time.Instant.now().plusSeconds(600)));
    }

    private static ListRequest secrets() {
        return ListRequest.of(ResourceTypes.SECRET, "kube-system", "");
    }

    private static ObjectRef configMap(String namespace, String name) {
        return ObjectRef.of("v1", "ConfigMap", namespace, name);
    }

    private static JsonObject node(String name) {
        return JsonObject.of("apiVersion", "v1", "kind", "Node", "metadata", JsonObject.of("name", name));
    }

    private static JsonObject label() {
        return JsonObject.parse("{metadata: {labels: {example.com/seen: yes-it-is}}}");
    }
}
