package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.reconcile.DataStoreSource;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.bed.Bed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real worker joins a tenant of a real admin cluster with the line that we give, and becomes Ready. */
class WorkerIT {
    private static final String NAMESPACE = "ht-worker-it";
    private static final String WORKER = "htw1";
    private static final String STORE = "etcd-bronze";

    private final Bed bed = Bed.require();
    private final Path worker = worker();
    private final TenantControlPlane tenant = TenantControlPlane.builder(NAMESPACE, "ht")
            .kubernetesVersion("1.36.3")
            .loadBalancer()
            .replicas(1)
            .dataStore(STORE)
            .build();
    private Kamaji kamaji;
    private ClusterClient admin;

    /** The script that makes workers, in the folder {@code KAMAJI_TEST_BED}. */
    private static Path worker() {
        var folder = Optional.ofNullable(System.getenv("KAMAJI_TEST_BED"));
        var script =
                folder.map(path -> Path.of(path, "worker").toAbsolutePath()).filter(Files::exists);
        Real.skipUnless(
                script.isPresent() ? Optional.empty() : Optional.of("no workers here: KAMAJI_TEST_BED is not set"));
        return script.orElseThrow();
    }

    @BeforeEach
    void create() {
        admin = bed.admin().connect();
        Bed.namespace(admin, NAMESPACE);
        kamaji = Kamaji.connect(bed.admin(), settings -> settings.dataStores(DataStoreSource.of(bed.etcd(STORE))));
        kamaji.delete(tenant); // what a killed run left
        kamaji.await(tenant, Duration.ofMinutes(3), pass -> {});
    }

    @AfterEach
    void delete() throws Exception {
        ProcessTenant.run(null, "bash", worker.toString(), "down", WORKER);
        kamaji.delete(tenant);
        kamaji.close();
        admin.delete(ObjectRef.of("v1", "Namespace", NAMESPACE), Preconditions.NONE);
        admin.close();
    }

    @Test
    void worker_withOurLine_becomesReadyAndTheTenantStaysQuiet() throws Exception {
        var words = new ArrayList<>(List.of("bash", worker.toString(), "up", WORKER, "--version", "1.36.3", "--"));
        words.addAll(kamaji.join(tenant).arguments());
        var began = System.nanoTime();

        var said = ProcessTenant.run(null, words.toArray(String[]::new));

        assertThat(said).startsWith("0\n").contains("joined");
        try (var api = kamaji.tenant(tenant)) {
            var node = ObjectRef.of("v1", "Node", WORKER);
            until("node Ready", () -> api.get(node).filter(WorkerIT::isReady).isPresent());
            System.out.printf("worker: Ready after %.1f s%n", (System.nanoTime() - began) / 1e9);
            assertThat(api.get(node).orElseThrow().text("status", "nodeInfo", "kubeletVersion"))
                    .contains("v1.36.3");
        }
        assertThat(kamaji.reconcile(tenant).report().writes()).isZero();
    }

    private static boolean isReady(JsonObject node) {
        return node.array("status", "conditions")
                .objects()
                .anyMatch(condition -> condition.text("type").equals(Optional.of("Ready"))
                        && condition.text("status").equals(Optional.of("True")));
    }
}
