package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.testkit.simulator.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the operator goes through, and that it goes on by itself afterwards. */
@Tag("once")
class OutageTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private final Fleet fleet = new Fleet(3);
    private final Operator operator =
            fleet.operator().watchTimeout(Duration.ofSeconds(2)).start();

    @AfterEach
    void close() {
        operator.close();
        fleet.close();
    }

    private void make(int i) {
        var ref = fleet.list.put(fleet.tenant(i, "1.36.3"));
        until(
                ref + " ready",
                SOON,
                () -> fleet.list.report(ref).filter(TenantReport::ready).isPresent());
    }

    private void settle() {
        until("settled", SOON, () -> operator.stats().settled());
    }

    /** Someone else changes the Deployment of a tenant, which only a watch tells. */
    private void damage(int i, int replicas) {
        try (var stranger = AdminCluster.kubeconfig(fleet.admin.kubeconfig()).connect()) {
            stranger.patch(
                    ResourceTypes.DEPLOYMENT.ref("team-" + i, "tenant"),
                    PatchType.MERGE,
                    JsonObject.of("spec", JsonObject.of("replicas", replicas)),
                    "");
        }
    }

    private void awaitHealed(int i) {
        until(
                "healed",
                SOON,
                () -> fleet.admin
                        .get(ResourceTypes.DEPLOYMENT.ref("team-" + i, "tenant"))
                        .flatMap(live -> live.number("spec", "replicas"))
                        .equals(Optional.of(1L)));
    }

    @Test
    void adminCluster_down_goesOnAfterwards() {
        make(0);
        settle();
        fleet.admin.faults().onEvery(request -> true, Fault.disconnect());
        fleet.admin.faults().dropWatches();
        var ref = fleet.list.put(fleet.tenant(1, "1.36.3"));
        until("a pass in vain", SOON, () -> fleet.list.report(ref).isPresent());
        assertThat(fleet.list.report(ref).orElseThrow().ready()).isFalse();

        fleet.admin.faults().clear();

        until(
                "ready",
                SOON,
                () -> fleet.list.report(ref).filter(TenantReport::ready).isPresent());
        settle();
        damage(0, 5);
        awaitHealed(0);
    }

    @Test
    void rights_revoked_tellsAndGoesOnWhenTheyAreGivenBack() {
        make(0);
        settle();
        fleet.admin.faults().onEvery(request -> true, Fault.status(403));
        fleet.admin.faults().dropWatches();
        var ref = fleet.list.put(fleet.tenant(1, "1.36.3"));
        until("told", Duration.ofSeconds(15), () -> fleet.list.report(ref).isPresent());
        assertThat(fleet.list.report(ref).orElseThrow().wire().toString()).contains("403");
        until(
                "watches are late",
                SOON,
                () -> operator.stats().watches().values().stream()
                        .anyMatch(age -> age.compareTo(Duration.ofSeconds(4)) > 0));

        fleet.admin.faults().clear();

        until(
                "ready",
                SOON,
                () -> fleet.list.report(ref).filter(TenantReport::ready).isPresent());
        settle();
        damage(0, 5);
        awaitHealed(0);
        until(
                "watches are well",
                SOON,
                () -> operator.stats().watches().values().stream()
                        .allMatch(age -> age.compareTo(Duration.ofSeconds(4)) < 0));
    }

    @Test
    void watches_silenced_areMadeAnew() {
        make(0);
        settle();
        fleet.admin.faults().onEvery(request -> request.path().contains("watch=true"), Fault.silence());
        fleet.admin.faults().dropWatches();
        until(
                "it asks again",
                SOON,
                () -> fleet.admin.requests().all().stream()
                        .anyMatch(request -> request.fault().contains("silence")));
        damage(0, 5);
        fleet.admin.faults().clear();

        awaitHealed(0);
    }

    @Test
    void watch_tooOld_listsAnewAndMissesNothing() {
        make(0);
        settle();
        fleet.admin.faults().onEvery(request -> request.path().contains("watch=true"), Fault.status(410));
        fleet.admin.faults().dropWatches();
        damage(0, 5);

        awaitHealed(0);
    }

    @Test
    void store_down_waitsAndGoesOn() {
        fleet.store.down(true);
        var ref = fleet.list.put(fleet.tenant(0, "1.36.3"));
        until("told", Duration.ofSeconds(15), () -> fleet.list.report(ref).isPresent());
        assertThat(fleet.list.report(ref).orElseThrow().wire().toString()).contains("is down");

        fleet.store.down(false);

        until(
                "ready",
                SOON,
                () -> fleet.list.report(ref).filter(TenantReport::ready).isPresent());
    }
}
