package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.bed.ApiProbe;
import io.kamaji.testkit.bed.Bed;
import io.kamaji.testkit.bed.BedImages;
import io.kamaji.testkit.bed.Kubectl;
import io.kamaji.testkit.bed.WorkerProbe;
import io.kamaji.testkit.bed.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant of two replicas on a real admin cluster goes from one minor to the next while it is asked five times a second,
 * and a worker of the older minor runs pods on it; then one more worker of the older minor joins the newer control plane.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class UpgradeIT {
    private static final String NAMESPACE = "upgrade-it";
    private static final String STORE = "etcd-bronze";
    private static final String BEHIND_KINE = "postgresql-bronze";
    private static final String OLD = "1.35.4";
    private static final String NEW = "1.36.3";
    private static final String SERVICE_IP = "10.96.0.1";
    private static final String FIRST = "u3";
    private static final String SECOND = "u4";

    private final Bed bed = Bed.require();
    private final Workers workers = Workers.require();
    private final BedImages images = BedImages.require();
    private TenantControlPlane old;
    private TenantControlPlane young;
    private Kamaji kamaji;
    private ClusterClient admin;
    private Kubectl kubectl;

    @TempDir
    private static Path folder;

    @BeforeAll
    void create() {
        admin = bed.admin().connect();
        Bed.namespace(admin, NAMESPACE);
        kamaji = Kamaji.connect(
                bed.admin(),
                settings -> settings.dataStores(
                        DataStoreSource.of(bed.etcd(STORE), bed.withPassword("PostgreSQL", BEHIND_KINE))));
        old = tenant(OLD);
        young = tenant(NEW);
        kamaji.tenant(old).delete(); // what a killed run left
        kamaji.tenant(old).await(Duration.ofMinutes(3), pass -> {});
        kubectl = Kubectl.of(kamaji.tenant(old).kubeconfig(), folder);
        join(FIRST, old);
        run("kept", FIRST);
    }

    private TenantControlPlane tenant(String version) {
        var proxy = images.makeKubeProxy(version);
        return TenantControlPlane.builder(NAMESPACE, "rising")
                .kubernetesVersion(version)
                .loadBalancer()
                .replicas(2)
                .coreDns()
                .kubeProxy(image -> image.imageRepository(BedImages.REPOSITORY).imageTag(proxy))
                .konnectivity()
                .dataStore(STORE)
                .build();
    }

    @AfterAll
    void delete() {
        workers.close();
        kamaji.tenant(young).delete();
        kamaji.close();
        admin.delete(ObjectRef.of("v1", "Namespace", NAMESPACE), Preconditions.NONE);
        admin.close();
    }

    @Test
    @Order(1)
    void upgrade_withAWorkerAttached_keepsItsPodsAndAnswersThroughout() {
        var before = containers("kept");
        var probe = ApiProbe.start(kamaji.tenant(old).kubeconfig());
        var within = WorkerProbe.start(FIRST, SERVICE_IP, kamaji.tenant(old).kubeconfig(), folder);
        try (probe;
                within) {
            kamaji.tenant(young).await(Duration.ofMinutes(3), pass -> assertApiServersFirst());
            until(
                    "the older control plane is gone",
                    () -> apiServers(young, pod -> true).equals(List.of(NEW, NEW)));
        }
        System.out.println("upgrade " + OLD + " to " + NEW + ": " + probe + ", " + within);

        assertThat(probe.refused()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(within.refused()).as("from pods").isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(within.answered()).isPositive();
        assertThat(kubectl.run("version", "-o", "yaml")).contains("gitVersion: v" + NEW);
        kubectl.run("-n", "kube-system", "rollout", "status", "daemonset/kube-proxy", "--timeout=60s");
        kubectl.run("wait", "--for=condition=Ready", "node/" + FIRST, "--timeout=60s");
        assertThat(containers("kept")).as("container ids and restarts").isEqualTo(before);
        assertThat(kubectl.run("logs", "kept")).as("through the new tunnel").isEqualTo("runs");
        assertThat(kamaji.tenant(young).reconcile().report().writes()).isZero();
    }

    /** What nodes run of the newer minor is not told before the last API server of the older one is told to end. */
    private void assertApiServersFirst() {
        var proxy = kubectl.json("-n", "kube-system", "get", "daemonset", "kube-proxy");
        if (proxy.toString().contains(NEW)) {
            assertThat(apiServers(young, pod -> !pod.object("metadata").has("deletionTimestamp")))
                    .doesNotContain(OLD);
        }
    }

    /** Versions of the API servers whose pods are still there and are as asked. */
    private List<String> apiServers(TenantControlPlane tenant, Predicate<JsonObject> which) {
        var selector = "kamaji.clastix.io/name=" + tenant.metadata().name().orElseThrow();
        var pods = ListRequest.of(ResourceTypes.POD, NAMESPACE, selector);
        return admin.list(pods).items().stream()
                .filter(which)
                .flatMap(pod -> pod.array("spec", "containers").objects())
                .flatMap(container -> container.text("image").stream())
                .filter(image -> image.contains("/kube-apiserver:"))
                .map(image -> image.substring(image.lastIndexOf(":v") + 2))
                .toList();
    }

    @Test
    @Order(2)
    void worker_ofTheOlderMinor_joinsTheNewerControlPlaneAndRunsAPod() {
        join(SECOND, young);
        run("young", SECOND);

        assertThat(kubectl.json("get", "node", SECOND).text("status", "nodeInfo", "kubeletVersion"))
                .contains("v" + OLD);
        assertThat(kubectl.run("logs", "young")).isEqualTo("runs");
    }

    /** kine has to serve until the API server beside it has ended. */
    @Test
    @Order(3)
    @Tag("long")
    void upgrade_behindKine_answersThroughout() {
        var before = behindKine(OLD);
        var after = behindKine(NEW);
        kamaji.tenant(before).delete(); // what a killed run left
        try {
            kamaji.tenant(before).await(Duration.ofMinutes(3), pass -> {});
            var probe = ApiProbe.start(kamaji.tenant(before).kubeconfig());
            try (probe) {
                kamaji.tenant(after).await(Duration.ofMinutes(3), pass -> {});
                until(
                        "the older control plane is gone",
                        () -> apiServers(after, pod -> true).equals(List.of(NEW, NEW)));
            }
            System.out.println("upgrade " + OLD + " to " + NEW + " behind kine: " + probe);
            assertThat(probe.refused()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        } finally {
            kamaji.tenant(after).delete();
        }
    }

    private static TenantControlPlane behindKine(String version) {
        return TenantControlPlane.builder(NAMESPACE, "climbing")
                .kubernetesVersion(version)
                .loadBalancer()
                .replicas(2)
                .dataStore(BEHIND_KINE)
                .build();
    }

    private void join(String worker, TenantControlPlane tenant) {
        workers.up(worker, OLD, kamaji.tenant(tenant).join());
        kubectl.awaitNode(worker);
    }

    /** Runs a pod on a node. */
    private void run(String name, String node) {
        kubectl.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec:
              nodeName: %s
              terminationGracePeriodSeconds: 1
              containers:
                - {name: says, image: "docker.io/library/busybox:1.35", command: [sh, -c, "echo runs; exec sleep 86400"]}
            """.formatted(name, node));
        kubectl.run("wait", "--for=condition=Ready", "pod/" + name, "--timeout=60s");
    }

    /** Of each container of a pod: its id and how often it was restarted. */
    private List<String> containers(String pod) {
        return kubectl.json("get", "pod", pod)
                .array("status", "containerStatuses")
                .objects()
                .map(status -> status.text("containerID").orElseThrow()
                        + " restarts "
                        + status.number("restartCount").orElseThrow())
                .toList();
    }
}
