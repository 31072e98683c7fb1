package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.LeadershipChanged;
import io.kamaji.core.event.ObjectWritten;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Election;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.testkit.laws.TenantWorld;
import io.kamaji.testkit.simulator.Fault;
import io.kamaji.testkit.simulator.RecordedRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who of several replicas works on which tenants, and what happens when a lease is lost. */
@Tag("once")
class LeadershipTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final ObjectRef FIRST = ResourceTypes.LEASE.ref("kube-system", "kamaji");

    private final TenantWorld world = TenantWorld.start();
    private final TenantList list = TenantList.of();
    private final List<KamajiEvent> events = new CopyOnWriteArrayList<>();
    private final List<Operator> operators = new CopyOnWriteArrayList<>();

    private Operator replica(String identity, int shards, Duration lease, Consumer<KamajiEvent> listener) {
        var operator = Operator.builder(world.adminCluster())
                .settings(world.settings(settings -> settings.listener(listener)))
                .tenants(list)
                .election(Election.lease("kube-system", "kamaji").toBuilder()
                        .identity(identity)
                        .duration(lease)
                        .shards(shards)
                        .build())
                .start();
        operators.add(operator);
        return operator;
    }

    private Operator replica(String identity) {
        return replica(identity, 1, LEASE, events::add);
    }

    @AfterEach
    void close() {
        operators.forEach(operator -> operator.close(Duration.ZERO));
        world.close();
    }

    private static TenantControlPlane tenant(String name) {
        return TenantControlPlane.builder(TenantWorld.NAMESPACE, name)
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .loadBalancer()
                .dataStore("embedded")
                .build();
    }

    private void awaitReady(ObjectRef tenant) {
        until(
                tenant + " ready",
                SOON,
                () -> list.report(tenant).filter(TenantReport::ready).isPresent());
    }

    private long writes() {
        return world.admin().requests().all().stream()
                .filter(RecordedRequest::write)
                .filter(request -> !isOfLeases(request))
                .count();
    }

    private static boolean isOfLeases(RecordedRequest request) {
        return request.path().contains("/leases");
    }

    @Test
    void twoReplicas_oneShard_oneWorksAndTheOtherTakesOver() {
        var first = replica("first");
        until("the first leads", SOON, () -> first.stats().leading());
        var second = replica("second");
        awaitReady(list.put(tenant("blue")));

        assertThat(second.stats().leading()).isFalse();
        assertThat(second.stats().passes()).isZero();
        until("settled", SOON, () -> first.stats().settled());
        first.close();
        world.forget();

        until("the second leads", LEASE.multipliedBy(2), () -> second.stats().leading());
        until(
                "a pass",
                SOON,
                () -> second.stats().passes() > 0 && second.stats().settled());
        assertThat(writes()).isZero();
        assertThat(first.stats().leading()).isFalse();
    }

    @Test
    void replica_thatDies_isFollowedOnlyAfterItsLease() {
        var dead = JsonObject.parse("""
                {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                 "metadata": {"namespace": "kube-system", "name": "kamaji"},
                 "spec": {"holderIdentity": "dead", "leaseDurationSeconds": 3, "leaseTransitions": 4}}""");
        world.admin().create(dead);
        var began = System.nanoTime();

        var operator = replica("alive");

        until("it leads", SOON, () -> operator.stats().leading());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(LEASE);
        assertThat(world.admin().get(FIRST).orElseThrow().number("spec", "leaseTransitions"))
                .contains(5L);
    }

    @Test
    void lease_takenByAnother_noWriteUntilItIsHeldAgain() {
        var operator = replica("host");
        awaitReady(list.put(tenant("blue")));
        until("settled", SOON, () -> operator.stats().settled());
        var lease = world.admin().get(FIRST).orElseThrow();
        try (var thief = world.adminCluster().connect()) {
            until("taken", SOON, () -> steal(thief, 3600));
        }
        until("it noticed", SOON, () -> !operator.stats().leading());
        world.forget();

        var green = list.put(tenant("green"));
        operator.wake(green);
        assertThat(writes()).isZero();

        try (var thief = world.adminCluster().connect()) {
            assertThat(steal(thief, 0)).isTrue();
        }
        awaitReady(green);
        assertThat(lease.text("spec", "holderIdentity")).contains("host");
        assertThat(events).filteredOn(LeadershipChanged.class::isInstance).hasSize(3);
    }

    /** With 0 s: gives it back. */
    private static boolean steal(ClusterClient thief, int seconds) {
        var lease = thief.get(FIRST).orElseThrow();
        var spec = lease.object("spec")
                .with("holderIdentity", seconds == 0 ? "" : "thief")
                .with("leaseDurationSeconds", Math.max(1, seconds));
        try {
            thief.replace(lease.with("spec", spec));
            return true;
        } catch (ClusterException e) {
            return false; // renewed just then
        }
    }

    @Test
    void leases_notAnswered_writesStopBeforeTheLeaseEndsAndGoOnAfterwards() {
        var operator = replica("host");
        awaitReady(list.put(tenant("blue")));
        until("settled", SOON, () -> operator.stats().settled());
        world.admin().faults().onEvery(request -> isOfLeases(request), Fault.status(500));

        until("it noticed", LEASE, () -> !operator.stats().leading());
        world.forget();
        var green = list.put(tenant("green"));
        assertThat(writes()).isZero();

        world.admin().faults().clear();
        awaitReady(green);
    }

    @Test
    void twoReplicas_fourShards_shareThemAndNeverWriteForTheSameTenant() {
        var writers = new HashMap<ObjectRef, Set<String>>();
        var first = replica("first", 4, LONG, event -> note(writers, "first", event));
        var second = replica("second", 4, LONG, event -> note(writers, "second", event));
        until(
                "both have two",
                SOON,
                () -> first.stats().shardsHeld() == 2 && second.stats().shardsHeld() == 2);

        var refs =
                IntStream.range(0, 12).mapToObj(i -> list.put(tenant("t" + i))).toList();
        refs.forEach(this::awaitReady);

        synchronized (writers) {
            assertThat(writers)
                    .hasSize(12)
                    .allSatisfy((tenant, by) -> assertThat(by).hasSize(1));
            assertThat(writers.values()).anyMatch(by -> by.contains("first")).anyMatch(by -> by.contains("second"));
        }
        until("settled", SOON, () -> first.stats().settled() && second.stats().settled());
        assertThat(first.stats().tenants()).isNotEmpty();
        second.close();
        until("the first has all", SOON, () -> first.stats().shardsHeld() == 4);
        until("it knows all", SOON, () -> first.stats().tenants().getOrDefault("Ready", 0) == 12);
    }

    private static void note(Map<ObjectRef, Set<String>> writers, String who, KamajiEvent event) {
        if (event instanceof ObjectWritten) {
            synchronized (writers) {
                writers.computeIfAbsent(event.tenant(), added -> new HashSet<>())
                        .add(who);
            }
        }
    }
}
