package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.tenant.AddonsSpec;
import io.kamaji.core.status.ConditionType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real workers join a tenant of a real admin cluster with the line that we give, and work: add-ons, Services, the tunnel. The
 * bed drops connections of control planes to workers, so logs, exec and port-forward come through the tunnel only. One
 * tenant for all, as starting is most of the time: the tests run in their order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkerIT {
    private static final String FIRST = "a1";
    private static final String SECOND = "a2";

    /** A new server is in the Service before agents know it by its lease, and a request may meet it in between. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static WorkerTenant tenant;

    @BeforeAll
    static void start() {
        tenant = WorkerTenant.start("worker-it", folder);
    }

    @AfterAll
    static void stop() {
        if (tenant != null) {
            tenant.close();
        }
    }

    @Test
    @Order(1)
    void worker_withOurLine_becomesReadyAndRunsTheAddons() {
        var began = System.nanoTime();
        tenant.join(FIRST);
        var ready = System.nanoTime();
        tenant.awaitAddons();
        System.out.printf(
                "worker: Ready after %.1f s, add-ons after %.1f s%n",
                (ready - began) / 1e9, (System.nanoTime() - began) / 1e9);

        assertThat(tenant.kubectl().json("get", "node", FIRST).text("status", "nodeInfo", "kubeletVersion"))
                .contains("v" + WorkerTenant.VERSION);
        assertQuiet();
    }

    private static void assertQuiet() {
        var pass = tenant.kamaji().tenant(tenant.spec()).reconcile();
        assertThat(pass.report().writes()).isZero();
        assertThat(pass.status().isReady()).as("%s", pass.status()).isTrue();
        assertThat(List.of(ConditionType.ADD_ONS_RUNNING, ConditionType.TUNNEL_UP))
                .as("%s", pass.status())
                .allSatisfy(type -> assertThat(
                                pass.status().condition(type).orElseThrow().holds())
                        .contains(true));
    }

    @Test
    @Order(2)
    void deployment_ofThreePods_answersUnderTheServicesName() {
        tenant.runWeb();

        var answered = new TreeSet<String>();
        until("an answer of each pod", () -> {
            answered.add(tenant.ask("web.default.svc.cluster.local"));
            return answered.containsAll(tenant.webPods());
        });
        assertThat(answered).containsExactlyInAnyOrderElementsOf(tenant.webPods());
    }

    @Test
    @Order(3)
    void tunnel_logsExecAndPortForward_work() throws Exception {
        var pod = tenant.webPod();
        assertThat(tenant.kubectl().run("logs", pod)).isEqualTo("serves");
        assertThat(tenant.kubectl().run("exec", pod, "--", "hostname")).isEqualTo(pod);

        var forward = tenant.kubectl().start("port-forward", "pod/" + pod, ":8080");
        try {
            var said = forward.inputReader().readLine();
            assertThat(said).startsWith("Forwarding from 127.0.0.1:");
            var port = said.replaceFirst(".*127.0.0.1:(\\d+) .*", "$1");
            assertThat(get("http://127.0.0.1:" + port + "/")).isEqualTo(pod);
        } finally {
            forward.destroy();
        }
    }

    private static String get(String uri) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(20));
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body()
                .strip();
    }

    @Test
    @Order(4)
    void tunnel_certificatesRenewed_goesOnAndRollsNoAgent() {
        var agents = tenant.agents();
        var before = tenant.secret("konnectivity-kubeconfig");
        var probe = TunnelProbe.start(tenant.kubectl(), "exec", tenant.webPod(), "--", "hostname");
        try (probe) {
            tenant.deleteSecret("konnectivity-certificate"); // the server's as a client
            tenant.deleteSecret("api-server-certificate"); // and what it shows to agents
            tenant.reconcile(tenant.spec());
            until("the pod with the old certificates is gone", () -> tenant.controlPlanes() == 1);
            until("a tunnel to its successor alone", () -> tenant.openTunnels() == 1);
        }
        System.out.println("tunnel, certificates renewed: " + probe);
        assertThat(tenant.secret("konnectivity-kubeconfig")).isNotEqualTo(before);
        assertThat(tenant.agents()).isEqualTo(agents);
        assertThat(probe.longestGap()).isLessThan(LONGEST_GAP);
    }

    @Test
    @Order(5)
    void addons_switchedOffAndOnAgain_goAndComeOnBothSides() {
        var pods = tenant.pods("-l", "app=web");
        switchOffAndOn(addons -> addons.coreDNS(Optional.empty()), () -> {});
        switchOffAndOn(addons -> addons.kubeProxy(Optional.empty()), () -> {});
        switchOffAndOn(
                addons -> addons.konnectivity(Optional.empty()),
                () -> until("no way to the worker without the tunnel", () -> !tenant.tunnelWorks()));

        tenant.awaitAddons();
        until("the tunnel again", tenant::tunnelWorks);
        until("the agent from before is gone", () -> tenant.agents().size() == 1);
        assertThat(tenant.pods("-l", "app=web")).isEqualTo(pods);
        assertQuiet();
    }

    private static void switchOffAndOn(UnaryOperator<AddonsSpec.Builder> off, Runnable whileOff) {
        var with = tenant.spec();
        var without = without(with, off);
        var addon = tenant.objectsOf(with);
        addon.removeAll(tenant.objectsOf(without));

        assertThat(tenant.present(addon)).isEqualTo(addon).isNotEmpty();
        tenant.reconcile(without);
        assertThat(tenant.present(addon)).isEmpty();
        whileOff.run();
        tenant.reconcile(with);
        assertThat(tenant.present(addon)).isEqualTo(addon);
    }

    private static TenantControlPlane without(TenantControlPlane with, UnaryOperator<AddonsSpec.Builder> off) {
        var addons = off.apply(with.spec().addons().orElseThrow().toBuilder()).build();
        return with.toBuilder().spec(spec -> spec.addons(addons)).build();
    }

    @Test
    @Order(6)
    void tunnel_serversScale_goesOnAndRollsNoAgent() {
        var agents = tenant.agents();
        var revisions = tenant.revisions();
        var probe = TunnelProbe.start(tenant.kubectl(), "exec", tenant.webPod(), "--", "hostname");
        try (probe) {
            scale(3);
            until("tunnels to three servers", () -> tenant.openTunnels() == 3);
            until("their leases alone", () -> tenant.serverLeases().size() == 3);
            scale(2);
            until("the third pod is gone", () -> tenant.controlPlanes() == 2);
            until("tunnels to two servers", () -> tenant.openTunnels() == 2);
        }
        System.out.println("tunnel, servers from 1 to 3 to 2: " + probe);
        assertThat(tenant.agents()).isEqualTo(agents);
        assertThat(tenant.revisions()).isEqualTo(revisions);
        assertThat(probe.longestGap()).isLessThan(LONGEST_GAP);
    }

    private static void scale(int replicas) {
        tenant.reconcile(tenant.spec().toBuilder().replicas(replicas).build());
    }

    @Test
    @Order(7)
    void secondWorker_joins_andTheFirstIsDrainedAndDeleted() {
        tenant.join(SECOND);
        tenant.awaitAddons();

        tenant.kubectl()
                .run("drain", FIRST, "--ignore-daemonsets", "--delete-emptydir-data", "--force", "--timeout=60s");
        tenant.remove(FIRST);

        tenant.awaitWeb();
        tenant.awaitAddons();
        assertThat(tenant.names("get", "nodes")).containsExactly(SECOND);
        until("the tunnel without the first worker's agent", tenant::tunnelWorks);
        assertQuiet();
    }
}
