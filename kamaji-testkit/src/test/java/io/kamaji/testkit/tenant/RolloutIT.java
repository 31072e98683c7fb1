package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.testkit.bed.ApiProbe;
import io.kamaji.testkit.bed.WorkerProbe;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The API servers of a tenant are exchanged while it is asked five times a second, at its address and by its own pods' way:
 * no more than a second is refused on either, with one replica as with three.
 */
@Tag("alone")
@Tag("long")
class RolloutIT {
    private static final String SERVICE_IP = "10.96.0.1";

    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource({WorkerTenant.ETCD + ", r1", WorkerTenant.BEHIND_KINE + ", r2"})
    void rollout_ofOneAndOfThree_isAnsweredFromOutsideAndFromPods(String store, String worker) {
        try (var tenant = WorkerTenant.start("rollout-it", store, folder)) {
            tenant.join(worker);
            tenant.awaitAddons();
            rollOut(tenant, store, worker, 1, "2h");
            tenant.reconcile(tenant.spec().toBuilder().replicas(3).build());
            rollOut(tenant, store, worker, 3, "3h");
        }
    }

    private static void rollOut(WorkerTenant tenant, String store, String worker, int replicas, String eventTtl) {
        var kubeconfig = tenant.kamaji().tenant(tenant.spec()).kubeconfig();
        var outside = ApiProbe.start(kubeconfig);
        var within = WorkerProbe.start(worker, SERVICE_IP, kubeconfig, folder);
        try (outside;
                within) {
            until("both ways are asked", () -> within.answered() > 5);
            tenant.reconcile(tenant.spec().toBuilder()
                    .apiServer(c -> c.arg("--event-ttl", eventTtl))
                    .build());
            until("the older pods are gone", () -> tenant.controlPlanes() == replicas);
        }
        System.out.println("rollout of " + replicas + " on " + store + ": " + outside + "; " + within);
        assertThat(outside.refused()).as("from outside").isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(within.refused()).as("from pods").isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
