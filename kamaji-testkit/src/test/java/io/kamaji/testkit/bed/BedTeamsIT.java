package io.kamaji.testkit.bed;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.testkit.laws.RandomSpecs;
import io.kamaji.testkit.simulator.Kube;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two teams on a real admin cluster, with roles of ours: each has a tenant of its own, and nothing of the other's. */
@Tag("alone")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BedTeamsIT {
    /**
     * What a member of team a tries: method, path, body, all of which are forbidden. {@code A} and {@code B} are the namespaces,
     * {@code POD} a pod of the team's own tenant, {@code OTHER} one of the other team's.
     */
    private static final String ATTEMPTS = """
            GET /api/v1/secrets
            GET /api/v1/namespaces/A/secrets
            GET /api/v1/namespaces/A/secrets?watch=true&timeoutSeconds=1
            GET /api/v1/namespaces/A/secrets/blue-ca
            GET /api/v1/namespaces/A/secrets/blue-datastore-config
            GET /api/v1/namespaces/A/secrets/blue-admin-kubeconfig
            GET /api/v1/namespaces/B/secrets/blue-admin-kubeconfig
            GET /api/v1/namespaces/kamaji-system/secrets/etcd-bronze
            GET /api/v1/namespaces/A/configmaps
            POST /api/v1/namespaces/A/secrets {"metadata":{"name":"x"}}
            PATCH /api/v1/namespaces/A/secrets/blue-ca {"data":{}}
            DELETE /api/v1/namespaces/A/secrets/blue-ca
            POST /api/v1/namespaces/A/pods {"metadata":{"name":"x"},"spec":{"containers":[{"name":"x","image":"registry.k8s.io/pause:3.10","envFrom":[{"secretRef":{"name":"blue-ca"}}]}]}}
            POST /apis/apps/v1/namespaces/A/deployments {"metadata":{"name":"x"}}
            POST /apis/batch/v1/namespaces/A/jobs {"metadata":{"name":"x"}}
            PATCH /apis/apps/v1/namespaces/A/deployments/blue {"spec":{"replicas":9}}
            PATCH /apis/apps/v1/namespaces/A/deployments/blue/scale {"spec":{"replicas":9}}
            DELETE /apis/apps/v1/namespaces/A/deployments/blue
            PATCH /api/v1/namespaces/A/pods/POD {"metadata":{"labels":{"app":"shop"}}}
            PATCH /api/v1/namespaces/A/pods/POD/ephemeralcontainers {"spec":{"ephemeralContainers":[{"name":"x","image":"registry.k8s.io/pause:3.10","targetContainerName":"kube-apiserver"}]}}
            POST /api/v1/namespaces/A/pods/POD/exec?container=kube-apiserver&command=id&stdout=true
            GET /api/v1/namespaces/A/pods/POD/exec?container=kube-apiserver&command=id&stdout=true
            POST /api/v1/namespaces/A/pods/POD/attach?container=kube-apiserver&stdout=true
            POST /api/v1/namespaces/A/pods/POD/portforward?ports=2379
            GET /api/v1/namespaces/A/pods/POD/proxy/metrics
            POST /api/v1/namespaces/A/pods/POD/binding {"target":{"name":"x"}}
            POST /api/v1/namespaces/A/pods/POD/eviction {"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"POD"}}
            GET /api/v1/namespaces/B/pods/OTHER/log
            GET /api/v1/namespaces/A/services/blue:6443/proxy/version
            PATCH /api/v1/namespaces/A/services/blue {"spec":{"externalIPs":["8.8.8.8"]}}
            POST /api/v1/namespaces/A/services {"metadata":{"name":"x"}}
            POST /apis/networking.k8s.io/v1/namespaces/A/ingresses {"metadata":{"name":"x"}}
            POST /apis/networking.k8s.io/v1/namespaces/A/networkpolicies {"metadata":{"name":"x"}}
            POST /api/v1/namespaces/A/serviceaccounts/default/token {"spec":{}}
            POST /api/v1/namespaces/A/serviceaccounts {"metadata":{"name":"x"}}
            POST /apis/rbac.authorization.k8s.io/v1/namespaces/A/roles {"metadata":{"name":"x"},"rules":[{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}]}
            POST /apis/rbac.authorization.k8s.io/v1/namespaces/A/rolebindings {"metadata":{"name":"x"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"ann"}]}
            PATCH /apis/rbac.authorization.k8s.io/v1/namespaces/A/rolebindings/kamaji-team-operate-A {"subjects":[]}
            PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/kamaji-team-view {"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}
            POST /apis/certificates.k8s.io/v1/certificatesigningrequests {"metadata":{"name":"x"}}
            POST /apis/authentication.k8s.io/v1/tokenreviews {"spec":{"token":"x"}}
            PATCH /api/v1/namespaces/A {"metadata":{"labels":{"team-of":"nobody"}}}
            PATCH /apis/platform.kamaji.io/v1alpha1/tenantboundaries/bed-teams {"spec":{"tenants":99}}
            DELETE /apis/platform.kamaji.io/v1alpha1/tenantboundaries/bed-teams
            DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/tenant-boundary-bed-teams
            GET /apis/kamaji.clastix.io/v1alpha1/datastores
            PATCH /apis/kamaji.clastix.io/v1alpha1/datastores/gold {"spec":{"endpoints":["evil.example.com:2379"]}}
            POST /apis/kamaji.clastix.io/v1alpha1/kubeconfiggenerators {"metadata":{"name":"x"}}
            GET /apis/kamaji.clastix.io/v1alpha1/kubeconfiggenerators
            GET /apis/kamaji.clastix.io/v1alpha1/tenantcontrolplanes
            GET /apis/kamaji.clastix.io/v1alpha1/namespaces/B/tenantcontrolplanes
            GET /apis/kamaji.clastix.io/v1alpha1/namespaces/B/tenantcontrolplanes/blue
            POST /apis/kamaji.clastix.io/v1alpha1/namespaces/B/tenantcontrolplanes {"metadata":{"name":"x"}}
            PATCH /apis/kamaji.clastix.io/v1alpha1/namespaces/B/tenantcontrolplanes/blue {"spec":{"dataStore":"gold"}}
            DELETE /apis/kamaji.clastix.io/v1alpha1/namespaces/B/tenantcontrolplanes/blue
            DELETE /apis/kamaji.clastix.io/v1alpha1/namespaces/A/tenantcontrolplanes
            PATCH /apis/kamaji.clastix.io/v1alpha1/namespaces/A/tenantcontrolplanes/blue/status {"status":{"storage":{"setup":{"schema":"other"}}}}
            GET /api/v1/namespaces/B/pods
            GET /api/v1/namespaces/B/events
            GET /api/v1/namespaces/B/services
            GET /apis/apps/v1/namespaces/B/deployments
            GET /api/v1/nodes
            GET /metrics
            """;

    /** What has no dry run, or no end. */
    private static final String CONNECTS =
            ".*watch=true.*|.*/(exec|attach|portforward|proxy|binding|log)[/? ].*|.*/log";

    /** What a member of team a changes of the team's own tenant, and by which part of the boundary that is refused. */
    private static final String CHANGES = """
            {"metadata":{"finalizers":null}} | deletionPolicies
            {"metadata":{"annotations":{"kamaji.clastix.io/deletion-policy":"orphan"}}} | deletionPolicies
            {"metadata":{"annotations":{"settings.kamaji.clastix.io/relay-image":"evil.example.com/x:1"}}} | images
            {"spec":{"dataStoreSchema":"other"}} | dataStores.accounts
            {"spec":{"dataStoreUsername":"other"}} | dataStores.accounts
            {"spec":{"dataStore":"gold"}} | dataStores.names
            {"spec":{"dataStoreOverrides":[{"resource":"/events","dataStore":"gold"}]}} | dataStores.names
            {"spec":{"networkProfile":{"certSANs":["api.bed-team-b.example.com"]}}} | exposure.hostNames
            {"spec":{"networkProfile":{"address":"172.31.77.200"}}} | exposure.addresses
            {"spec":{"controlPlane":{"ingress":{"hostname":"api.bed-team-b.example.com"}}}} | exposure.hostNames
            {"spec":{"controlPlane":{"deployment":{"additionalVolumes":[{"name":"x","secret":{"secretName":"blue-ca"}}]}}}} | volumes.secrets
            {"spec":{"controlPlane":{"deployment":{"additionalContainers":[{"name":"kine","image":"registry.k8s.io/pause:3.10"}]}}}} | containers.controlPlaneVolumes
            {"spec":{"controlPlane":{"deployment":{"replicas":3}}}} | replicas
            {"spec":{"controlPlane":{"deployment":{"serviceAccountName":"other"}}}} | serviceAccounts
            """;

    private static Teams teams;
    private static ClusterClient ann;
    private static ClusterClient bob;

    @BeforeAll
    static void start() {
        teams = new Teams(RandomSpecs.BOUNDARY);
        ann = teams.connect("ann", Teams.A);
        bob = teams.connect("bob", Teams.B);
        ann.create(RandomSpecs.base(Teams.A, "blue", Teams.storeName()));
        bob.create(RandomSpecs.base(Teams.B, "blue", Teams.storeName()));
        teams.awaitReady(Teams.tenant(Teams.A, "blue"));
        teams.awaitReady(Teams.tenant(Teams.B, "blue"));
    }

    @AfterAll
    static void end() {
        if (teams != null) {
            teams.close();
        }
    }

    private static String pod(ClusterClient user, String namespace) {
        return user.list(new ListRequest(ResourceTypes.POD, Optional.of(namespace), "", true)).items().stream()
                .flatMap(pod -> pod.text("metadata", "name").stream())
                .filter(name -> name.startsWith("blue-"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void eachTeam_seesAndScalesItsOwn() {
        assertThat(ann.get(Teams.tenant(Teams.A, "blue")).filter(Teams::isReady))
                .isPresent();
        assertThat(bob.get(Teams.tenant(Teams.B, "blue")).filter(Teams::isReady))
                .isPresent();
        assertThat(pod(ann, Teams.A)).isNotEqualTo(pod(bob, Teams.B));
        var patched = ann.patch(
                Teams.tenant(Teams.A, "blue"), PatchType.MERGE, JsonObject.parse("{spec: {replicas: 1}}"), "scale");
        assertThat(patched.number("spec", "replicas")).contains(1L);
    }

    @Test
    @Order(2)
    void teamA_triesToReachKeysPodsRightsAndTheOtherTeam_isForbidden() {
        var http = Kube.of(teams.user("ann", List.of(Teams.A)));
        var platform = Kube.of(teams.user("platform", List.of("system:masters")));
        var own = pod(ann, Teams.A);
        var other = pod(bob, Teams.B);
        var all = new SoftAssertions();
        ATTEMPTS.lines().forEach(line -> {
            var words = line.replace("/A/", "/" + Teams.A + "/")
                    .replace("/B/", "/" + Teams.B + "/")
                    .replace("/namespaces/A ", "/namespaces/" + Teams.A + " ")
                    .replace("-A ", "-" + Teams.A + " ")
                    .replace("POD", own)
                    .replace("OTHER", other)
                    .split(" ", 3);
            var method = line.startsWith("POST") ? "POST" : words[0]; // a name may hold what a method is called
            var type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
            var answer = http.call(method, words[1], type, words.length > 2 ? words[2] : "");
            all.assertThat(answer.code())
                    .as(line + "\n" + answer.body().toJson())
                    .isEqualTo(403);
            if (!line.matches(CONNECTS)) { // the platform could, so that it is a right that is missing
                var dry = words[1] + (words[1].contains("?") ? "&" : "?") + "dryRun=All";
                var code = platform.call(
                                method, method.equals("GET") ? words[1] : dry, type, words.length > 2 ? words[2] : "")
                        .code();
                all.assertThat(code).as("by the platform: " + line).isNotIn(403, 404, 405);
            }
        });
        all.assertAll();
    }

    @Test
    @Order(3)
    void teamA_changesItsTenantToReachFurther_isRefusedByThePartOfItsBoundary() {
        var before = ann.get(Teams.tenant(Teams.A, "blue")).orElseThrow();
        var all = new SoftAssertions();
        CHANGES.lines().map(line -> line.split(" \\| ")).forEach(row -> {
            try {
                ann.patch(Teams.tenant(Teams.A, "blue"), PatchType.MERGE, JsonObject.parse(row[0]), "");
                all.fail(row[0] + " was taken");
            } catch (ClusterException refused) {
                all.assertThat(refused).as(row[0]).hasMessageContaining("(boundary bed-teams, " + row[1] + ")");
            }
        });
        all.assertAll();
        assertThat(ann.get(Teams.tenant(Teams.A, "blue")).orElseThrow().object("spec"))
                .isEqualTo(before.object("spec"));
    }

    @Test
    @Order(4)
    void kubeconfigHandedOut_opensTheTeamsTenantAndNotTheOthers() {
        var tenant = teams.kamaji().tenant(stored(Teams.A));
        var other = teams.kamaji().tenant(stored(Teams.B));
        var minted = tenant.kubeconfig("ann", List.of("kubeadm:cluster-admins"), Duration.ofMinutes(10));

        assertThat(Kube.of(minted).call("GET", "/api/v1/namespaces", "", "").code())
                .isEqualTo(200);
        assertThat(ann.list(ListRequest.of(ResourceTypes.RECORDED_EVENT, Teams.A, ""))
                        .items())
                .filteredOn(event -> event.text("reason").equals(Optional.of("KubeconfigHandedOut")))
                .extracting(event -> event.text("note").orElse(""))
                .anyMatch(note -> note.startsWith("for user ann of groups kubeadm:cluster-admins, good until"))
                .noneMatch(note -> note.contains("BEGIN"));
        var elsewhere = other.kubeconfig();
        var strange = new Kubeconfig(
                "other",
                elsewhere.server(),
                elsewhere.certificateAuthorityPem(),
                elsewhere.tlsServerName(),
                "ann",
                minted.client());
        assertThat(Kube.of(strange).call("GET", "/api/v1/namespaces", "", "").code())
                .isEqualTo(401);
    }

    private static TenantControlPlane stored(String namespace) {
        return TenantControlPlane.stored(
                teams.admin().get(Teams.tenant(namespace, "blue")).orElseThrow());
    }

    @Test
    @Order(5)
    void teamA_deletesItsTenant_leavesTheOtherTeamsAsItWas() {
        var deployment = ResourceTypes.DEPLOYMENT.ref(Teams.B, "blue");
        var before = teams.admin().get(deployment).orElseThrow();

        ann.delete(Teams.tenant(Teams.A, "blue"), Preconditions.NONE);
        until("gone", Teams.LONG, () -> ann.get(Teams.tenant(Teams.A, "blue")).isEmpty());

        assertThat(teams.admin().get(deployment).orElseThrow().object("spec")).isEqualTo(before.object("spec"));
        assertThat(bob.get(Teams.tenant(Teams.B, "blue")).filter(Teams::isReady))
                .isPresent();
        assertThat(teams.admin()
                        .list(ListRequest.of(ResourceTypes.SECRET, Teams.A, "kamaji.clastix.io/project=kamaji"))
                        .items())
                .isEmpty();
    }
}
