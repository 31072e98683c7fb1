package io.kamaji.testkit.conformance;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.bed.Bed;
import io.kamaji.testkit.bed.BedImages;
import io.kamaji.testkit.bed.EtcdCompaction;
import io.kamaji.testkit.bed.Kubectl;
import io.kamaji.testkit.bed.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The tenant that the suite runs against, with two workers; all of it is taken away on close. */
final class SuiteTenant implements AutoCloseable {
    private static final String NAMESPACE = "conformance";
    private static final String STORE = "etcd-bronze";
    private static final String VERSION = "1.36.3";

    /**
     * An API server that does not compact learns of no compaction, and serves old lists from its cache for longer than a test
     * waits. Without that cache it asks etcd, which has forgotten them.
     */
    private static final String GATES = "ListFromCacheSnapshot=false";

    private final Bed bed = Bed.require();
    private final Workers workers = Workers.require();
    private final ClusterClient admin = bed.admin().connect();
    private final Kamaji kamaji =
            Kamaji.connect(bed.admin(), settings -> settings.dataStores(DataStoreSource.of(bed.etcd(STORE))));
    private final TenantControlPlane tenant;
    private final Kubectl kubectl;
    private final EtcdCompaction compaction;

    private SuiteTenant(BedImages images, Path folder) {
        tenant = TenantControlPlane.builder(NAMESPACE, "suite")
                .kubernetesVersion(VERSION)
                .loadBalancer()
                .replicas(1)
                .apiServer(server -> server.arg("--feature-gates", GATES))
                .coreDns()
                .kubeProxy(image -> image.imageRepository(BedImages.REPOSITORY).imageTag(images.makeKubeProxy(VERSION)))
                .konnectivity()
                .dataStore(STORE)
                .build();
        Bed.namespace(admin, NAMESPACE);
        kamaji.tenant(tenant).delete(); // what a killed run left
        kamaji.tenant(tenant).await(Duration.ofMinutes(5), pass -> {});
        kubectl = Kubectl.of(kamaji.tenant(tenant).kubeconfig(), folder);
        compaction = EtcdCompaction.start(bed, STORE);
        for (var worker : List.of("u1", "u2")) {
            workers.up(worker, VERSION, kamaji.tenant(tenant).join());
            kubectl.awaitNode(worker);
        }
    }

    /** Makes it; its kubeconfig is written to the folder. */
    static SuiteTenant start(BedImages images, Path folder) {
        return new SuiteTenant(images, folder);
    }

    /** What it is made of, line by line. */
    List<String> about() {
        var about = new ArrayList<>(List.of(
                "Date: " + LocalDate.now(ZoneOffset.UTC),
                "Control plane: Kubernetes " + VERSION
                        + ", 1 replica, etcd 3.6 shared with other tenants and compacted to"
                        + " 5 minutes, feature gates " + GATES,
                "Add-ons: CoreDNS, kube-proxy, konnectivity; control-plane pods can't reach workers but"
                        + " through the tunnel"));
        kubectl.json("get", "nodes")
                .array("items")
                .objects()
                .map(SuiteTenant::node)
                .forEach(about::add);
        return about;
    }

    private static String node(JsonObject node) {
        var info = node.object("status", "nodeInfo");
        return "Worker " + node.text("metadata", "name").orElseThrow() + ": kubelet "
                + info.text("kubeletVersion").orElseThrow() + ", "
                + info.text("containerRuntimeVersion").orElseThrow() + ", Linux "
                + info.text("kernelVersion").orElseThrow() + ", cgroup v1";
    }

    @Override
    public void close() {
        compaction.close();
        workers.close();
        kamaji.tenant(tenant).delete();
        kamaji.close();
        admin.delete(ObjectRef.of("v1", "Namespace", NAMESPACE), Preconditions.NONE);
        admin.close();
    }
}
