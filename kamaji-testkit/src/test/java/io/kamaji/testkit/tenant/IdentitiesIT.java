package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.refusal;
import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.access.BootstrapToken.Usage;
import io.kamaji.core.access.TokenRequest;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.node.RealBinaries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each identity of a tenant may not do: what is beyond its business is refused or left unsigned. */
class IdentitiesIT {
    @TempDir
    static Path folder;

    private static ProcessTenant blue;
    private static SigningRequests requests;

    @BeforeAll
    static void start() {
        blue = ProcessTenant.start(ProcessTenant.withAddOns(RealBinaries.KUBERNETES), "proxy-server");
        requests = new SigningRequests(blue, folder);
    }

    @AfterAll
    static void stop() {
        if (blue != null) {
            blue.close();
        }
    }

    @Test
    void signingRequests_forMoreThanANode_areLeftUnsigned() throws Exception {
        var token = blue.kamaji().tenant(blue.tenant()).tokens().create().token();
        var bearer = blue.kamaji().tenant(blue.tenant()).kubeconfig().withToken(token);
        var usages = "digital signature, key encipherment, client auth";
        var unsigned = List.of(
                requests.ask(bearer, "as-admin", "/O=kubeadm:cluster-admins/CN=kubernetes-admin", usages),
                requests.ask(bearer, "as-server", "/O=system:nodes/CN=system:node:w1", usages + ", server auth"));
        var w1 = requests.node("w1", token);
        requests.node("w3", token); // by then the controllers have seen all that came before

        for (var asked : unsigned) {
            assertThat(requests.status(asked).isEmpty()).as("%s", asked.ref()).isTrue();
        }
        assertThatThrownBy(() -> requests.ask(w1, "as-w2", "w2")).hasMessageContaining("403");
        try (var kubelet = ProcessTenant.connect(w1)) {
            var approval = JsonObject.parse("{status: {conditions: [{type: Approved, status: 'True', reason: Mine}]}}");
            assertThat(refusal(() -> kubelet.patch(unsigned.get(0).ref(), PatchType.MERGE, approval, "approval")))
                    .isEqualTo(403);
        }
    }

    @Test
    void systemMasters_canNotBeAskedFor() throws Exception {
        var token = blue.kamaji().tenant(blue.tenant()).tokens().create().token();
        var bearer = blue.kamaji().tenant(blue.tenant()).kubeconfig().withToken(token);

        var asked = requests.ask(
                bearer, "as-master", "/O=system:masters/CN=system:node:w1", "digital signature, client auth");

        requests.node("w4", token);
        assertThat(requests.status(asked).isEmpty()).isTrue();
    }

    @Test
    void tokens_thatAreOverOrForSomethingElse_areRefused() {
        var tokens = blue.kamaji().tenant(blue.tenant()).tokens();
        var brief =
                tokens.create(TokenRequest.builder().ttl(Duration.ofSeconds(3)).build());
        var forSigning =
                tokens.create(TokenRequest.builder().usages(Usage.SIGNING).build());
        try (var bearer = blue.bearer(brief.token());
                var signer = blue.bearer(forSigning.token());
                var guess = blue.bearer("abcdef.0123456789abcdef")) {
            until("expired", () -> refusal(() -> bearer.get(config())) == 401);
            assertThat(refusal(() -> signer.get(config()))).isEqualTo(401);
            assertThat(refusal(() -> guess.get(config()))).isEqualTo(401);
        }
    }

    private static ObjectRef config() {
        return ObjectRef.of("v1", "ConfigMap", "kube-system", "kubelet-config");
    }

    @Test
    void konnectivityServer_mayReviewTokensAndNothingElse() {
        try (var server = connect("konnectivity-kubeconfig", "konnectivity-server.conf")) {
            var review = server.create(JsonObject.parse("""
                    apiVersion: authentication.k8s.io/v1
                    kind: TokenReview
                    metadata: {name: none}
                    spec: {token: nobodys}
                    """));
            assertThat(review.object("status").text("error").isPresent()
                            || review.object("status").get("authenticated").isEmpty())
                    .isTrue();
            refusesWhatIsAdmins(server);
            assertThat(refusal(() -> server.list(ListRequest.of(ResourceTypes.POD, "kube-system", ""))))
                    .isEqualTo(403);
        }
    }

    @Test
    void scheduler_mayNotReadSecretsOrGrant() {
        try (var scheduler = connect("scheduler-kubeconfig", "scheduler.conf")) {
            assertThat(scheduler.list(ListRequest.of(ResourceTypes.POD, "kube-system", "")))
                    .isNotNull();
            refusesWhatIsAdmins(scheduler);
        }
    }

    @Test
    void controllerManager_mayNotGrant() {
        try (var manager = connect("controller-manager-kubeconfig", "controller-manager.conf")) {
            assertThat(refusal(() -> manager.create(binding()))).isEqualTo(403);
        }
    }

    @Test
    void admin_isAdminOnlyByOurBinding() {
        var granted = ObjectRef.of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "kubeadm:cluster-admins");
        try (var admin = ProcessTenant.connect(
                        blue.kamaji().tenant(blue.tenant()).kubeconfig());
                var superAdmin = blue.superAdmin()) {
            assertThat(admin.list(secrets()).items()).isNotNull();

            superAdmin.delete(granted, Preconditions.NONE);
            until("refused", () -> refusal(() -> admin.list(secrets())) == 403);

            blue.kamaji().tenant(blue.tenant()).reconcile();
            until("granted again", () -> refusal(() -> admin.list(secrets())) == 0);
        }
    }

    private static void refusesWhatIsAdmins(ClusterClient client) {
        assertThat(refusal(() -> client.list(secrets()))).isEqualTo(403);
        assertThat(refusal(() -> client.create(binding()))).isEqualTo(403);
    }

    private static ListRequest secrets() {
        return ListRequest.of(ResourceTypes.SECRET, "kube-system", "");
    }

    private static JsonObject binding() {
        return JsonObject.parse("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: mine}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: User, name: mallory, apiGroup: rbac.authorization.k8s.io}]
                """);
    }

    /** As one of the control plane's own, at the address for everybody. */
    private static ClusterClient connect(String secret, String key) {
        var own = Kubeconfig.parse(blue.stored(secret, key));
        var admin = blue.kamaji().tenant(blue.tenant()).kubeconfig();
        return ProcessTenant.connect(own.withServer(admin.server()));
    }
}
