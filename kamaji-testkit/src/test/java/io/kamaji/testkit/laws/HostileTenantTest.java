package io.kamaji.testkit.laws;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.KamajiException;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClientLimits;
import io.kamaji.core.reconcile.TenantReconciler;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A tenant's API server that answers as badly as it can: passes and looks of a sweep end, and say what was refused. */
@Timeout(value = 240, threadMode = ThreadMode.SEPARATE_THREAD)
class HostileTenantTest {

    /** A pass over a running tenant and a look of a sweep for each way to answer badly; prints what came of them. */
    public static void main(String[] args) {
        try (var world = Blue.world();
                var admin = world.adminCluster().connect()) {
            var blue = Blue.spec().build();
            world.converge(blue);
            for (var way : HostileServer.Way.values()) {
                try (var server = new HostileServer(way)) {
                    var reconciler = TenantReconciler.create(world.settings(settings ->
                            settings.access((superAdmin, endpoints) -> AdminCluster.kubeconfig(server.kubeconfig())
                                    .limits(ClientLimits.ofTenant())
                                    .connect())));
                    System.out.println(way + " pass "
                            + reconciler.reconcile(blue, admin).plan().warnings());
                    try {
                        reconciler.glimpse(TenantReconciler.ref(blue), admin);
                    } catch (KamajiException e) {
                        System.out.println(way + " look " + e.getMessage());
                    }
                }
            }
        }
        System.exit(0);
    }

    @Test
    void passAndLook_hostileAnswers_endWithin256MegabytesAndSayWhatWasRefused() throws Exception {
        var said = HostileServer.inSmallJvm(HostileTenantTest.class, List.of());

        for (var way : HostileServer.Way.values()) {
            var refusal = ".*(" + way.refusal() + "|a look at a tenant may take)";
            assertThat(said)
                    .containsPattern(way + " pass \\[.*the tenant's API did not answer: GET " + refusal)
                    .containsPattern(way + " look GET " + refusal);
        }
    }
}
