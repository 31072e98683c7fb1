package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.setting.Setting;
import io.kamaji.api.setting.Settings;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.bed.Bed;
import io.kamaji.testkit.bed.BedImages;
import io.kamaji.testkit.bed.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pods of a worker ask their tenant's API, which is behind a real Gateway that goes by server names: by Service {@code
 * kubernetes} and its name, as an in-cluster client, and with a client certificate. One tenant for all: the tests run in their
 * order.
 */
@Tag("alone")
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PodsWayIT {
    private static final String NAME = "pods-way-it";
    private static final String HOST = NAME + WorkerTenant.GATEWAY_DOMAIN;
    private static final String WORKER = "w1";
    private static final String BY_NAME = "https://kubernetes.default.svc";
    private static final String BY_ADDRESS = "https://10.96.0.1";
    private static final String BY_ENVIRONMENT = "https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT";
    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Behind an Ingress: the same in short. */
    private static final String INGRESS = "ingress-way-it";

    @TempDir
    static Path folder;

    private static WorkerTenant tenant;

    @BeforeAll
    static void start() {
        try (var admin = Bed.require().admin().connect()) {
            Real.skipUnless(
                    isThere(admin) ? Optional.empty() : Optional.of("the bed has no Gateway front/tenants: front up"));
        }
        var images = BedImages.require();
        images.makeRelay();
        images.makeCurl();
        tenant = WorkerTenant.start(
                NAME,
                WorkerTenant.ETCD,
                folder,
                spec -> spec.gateway(gateway -> gateway.hostname(HOST)
                        .addParentRef(parent -> parent.namespace("front")
                                .name("tenants")
                                .sectionName("kube-apiserver")
                                .port(6443))));
        tenant.join(WORKER);
        tenant.awaitAddons();
        tenant.kubectl().run("rollout", "status", "daemonset/kamaji-relay", "--timeout=90s");
    }

    private static boolean isThere(ClusterClient admin) {
        try {
            return admin.get(ResourceTypes.GATEWAY.ref("front", "tenants")).isPresent();
        } catch (ClusterException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (tenant != null) {
            tenant.close();
        }
    }

    private static void pod(String name, String fields) {
        tenant.kubectl().run("delete", "pod", name, "--ignore-not-found", "--wait=true");
        tenant.kubectl().apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers: [{name: client, image: "%s", command: [sleep, "86400"]%s}]
                """.formatted(name, BedImages.CURL, fields));
        tenant.kubectl().run("wait", "--for=condition=Ready", "pod/" + name, "--timeout=90s");
    }

    private static String in(String pod, String script) {
        return attempt(pod, script).text();
    }

    private static Programs.Outcome attempt(String pod, String script) {
        return tenant.kubectl().attempt(PATIENCE, "exec", pod, "--", "sh", "-c", script);
    }

    /** As a client with the pod's token; who it is to the API server. */
    private static String ask(String server) {
        return "curl -sS --max-time 10 --cacert " + ACCOUNT + "ca.crt -H \"Authorization: Bearer $(cat " + ACCOUNT
                + "token)\" " + REVIEW.formatted(server);
    }

    private static final String REVIEW = "-H 'Content-Type: application/json' -d"
            + " '{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}'"
            + " %s/apis/authentication.k8s.io/v1/selfsubjectreviews";

    private static final String WHO = "system:serviceaccount:default:default";

    @Test
    @Order(1)
    void pod_byServiceAddressNameAndEnvironment_isKnownByItsToken() {
        pod("client", "");
        assertThat(endpoints()).containsExactly("7443");

        assertThat(in("client", ask(BY_ADDRESS))).contains(WHO);
        assertThat(in("client", ask(BY_NAME))).contains(WHO);
        assertThat(in("client", "echo $KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT"))
                .isEqualTo(HOST + ":6443");
        assertThat(in("client", ask(BY_ENVIRONMENT))).contains(WHO);
        assertQuiet();
    }

    /** Ports of all endpoints of Service {@code kubernetes}. */
    private static Stream<String> endpoints() {
        return tenant.kubectl()
                .json("get", "endpointslices", "-l", "kubernetes.io/service-name=kubernetes")
                .array("items")
                .objects()
                .filter(slice -> !slice.array("endpoints").isEmpty())
                .flatMap(slice -> slice.array("ports").objects())
                .map(port -> Long.toString(port.number("port").orElseThrow()));
    }

    @Test
    @Order(2)
    void pod_withAClientCertificate_isKnownByThatThroughTheServiceAddress() {
        var certificate =
                tenant.kamaji().tenant(tenant.spec()).kubeconfig().client().orElseThrow();
        var write = "echo %s | base64 -d >/tmp/%s";
        in("client", write.formatted(base64(certificate.certificatePem()), "tls.crt"));
        in("client", write.formatted(base64(certificate.keyPem()), "tls.key"));

        assertThat(in(
                        "client",
                        "curl -sS --max-time 10 --cacert " + ACCOUNT + "ca.crt --cert /tmp/tls.crt --key /tmp/tls.key "
                                + REVIEW.formatted(BY_ADDRESS)))
                .contains("\"username\": \"kubernetes-admin\"");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    @Order(3)
    void pod_thatSaysItselfWhereTheApiIs_keepsIt() {
        pod("own", ", env: [{name: KUBERNETES_SERVICE_HOST, value: kubernetes.default}]");

        assertThat(in("own", "echo $KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT"))
                .isEqualTo("kubernetes.default:443");
        assertThat(in("own", ask(BY_ENVIRONMENT))).contains(WHO);
    }

    @Test
    @Order(4)
    void pod_withoutTheTenantsDns_isServedAndRelaysComeUp() {
        tenant.kubectl().run("-n", "kube-system", "scale", "deployment/coredns", "--replicas=0");
        until(
                "the end of CoreDNS",
                () -> tenant.names("get", "pods", "-n", "kube-system", "-l", "k8s-app=kube-dns")
                        .isEmpty());
        try {
            assertThat(in("client", ask(BY_ADDRESS))).contains(WHO);

            tenant.kubectl().run("delete", "pod", "-l", "k8s-app=kamaji-relay");
            tenant.kubectl().run("rollout", "status", "daemonset/kamaji-relay", "--timeout=60s");

            until("the relay", () -> in("client", ask(BY_ADDRESS)).contains(WHO));
            assertThat(in("client", ask(BY_NAME))).contains("Could not resolve host");
        } finally {
            tenant.kubectl().run("-n", "kube-system", "scale", "deployment/coredns", "--replicas=1");
            tenant.awaitAddons();
        }
    }

    @Test
    @Order(5)
    void front_restarted_isFoundAgain() {
        try (var admin = Bed.require().admin().connect()) {
            admin.list(ClusterClient.ListRequest.of(ResourceTypes.POD, "front", "app=gateway"))
                    .items()
                    .forEach(pod -> admin.delete(ObjectRef.of(pod), ClusterClient.Preconditions.NONE));
        }

        until("the front", () -> attempt("client", ask(BY_ADDRESS)).text().contains(WHO));
    }

    @Test
    @Order(6)
    void relay_alone_isTheWayOfEveryClient() {
        with(Settings.API_SERVER_HOST, false);
        pod("relayed", "");

        assertThat(in("relayed", "echo $KUBERNETES_SERVICE_HOST")).isEqualTo("10.96.0.1");
        assertThat(in("relayed", ask(BY_ENVIRONMENT))).contains(WHO);
        assertThat(in("relayed", ask(BY_NAME))).contains(WHO);
        assertQuiet();
    }

    @Test
    @Order(7)
    void environment_alone_isTheWayOfInClusterClientsOnly() {
        with(Settings.RELAY, false);
        with(Settings.API_SERVER_HOST, true);
        pod("told", "");

        assertThat(in("told", ask(BY_ENVIRONMENT))).contains(WHO);
        assertThat(tenant.names("get", "daemonsets")).doesNotContain("kamaji-relay");
        until("the API servers' own endpoints", () -> endpoints().allMatch("6443"::equals));
        assertThat(tenant.kubectl()
                        .json("get", "service", "kubernetes")
                        .object("spec")
                        .has("selector"))
                .isFalse();
        assertQuiet();
    }

    @Test
    @Order(8)
    void pod_behindAnIngress_isServedAlike() {
        tenant.close();
        tenant = WorkerTenant.start(
                INGRESS,
                WorkerTenant.ETCD,
                folder,
                spec -> spec.ingress(INGRESS + WorkerTenant.INGRESS_DOMAIN + ":443", "nginx")
                        .controlPlane(plane -> plane.ingress(ingress -> ingress.additionalMetadata(metadata ->
                                metadata.annotations(Map.of("nginx.ingress.kubernetes.io/ssl-passthrough", "true"))))));
        tenant.join(WORKER);
        tenant.awaitAddons();
        tenant.kubectl().run("rollout", "status", "daemonset/kamaji-relay", "--timeout=90s");
        pod("client", "");

        assertThat(endpoints()).containsExactly("7443");
        assertThat(in("client", ask(BY_ADDRESS))).contains(WHO);
        assertThat(in("client", ask(BY_NAME))).contains(WHO);
        assertThat(in("client", ask(BY_ENVIRONMENT))).contains(WHO);
        assertQuiet();
    }

    private static void with(Setting<Boolean> setting, boolean value) {
        TenantControlPlane wanted =
                tenant.spec().toBuilder().setting(setting, value).build();
        tenant.reconcile(wanted);
        tenant.kamaji().tenant(wanted).reconcile(); // a kind that is gone is recorded until the next pass
    }

    private static void assertQuiet() {
        var pass = tenant.kamaji().tenant(tenant.spec()).reconcile();
        assertThat(pass.report().writes()).isZero();
        assertThat(pass.status().isReady()).as("%s", pass.status()).isTrue();
    }
}
