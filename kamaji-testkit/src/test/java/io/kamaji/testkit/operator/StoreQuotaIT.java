package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.setting.Settings;
import io.kamaji.api.value.StoreQuota;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.event.KamajiEvent;
import io.kamaji.core.event.ObjectWritten;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.DataStoreServer;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.datastore.PostgresServer;
import io.kamaji.testkit.node.RealBinaries;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tenant of real processes fills a real store: its writes are refused, deletions work, and it thaws by itself. */
class StoreQuotaIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long MEBI = 1 << 20;
    private static final int PAGES = 6;

    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger measured = new AtomicInteger();
    private final TenantList list = TenantList.of();

    /** With kine and without. */
    enum Store {
        ETCD(EtcdServer::available, EtcdServer::start),
        POSTGRESQL(PostgresServer::available, PostgresServer::start);

        private final BooleanSupplier available;
        private final Supplier<DataStoreServer> start;

        Store(BooleanSupplier available, Supplier<DataStoreServer> start) {
            this.available = available;
            this.start = start;
        }
    }

    private void note(KamajiEvent event) {
        if (event instanceof ObjectWritten) {
            writes.incrementAndGet();
        } else if (event instanceof TenantMeasured done && done.usage().isPresent()) {
            measured.incrementAndGet();
        }
    }

    private Operator start(AdminCluster cluster, DataStore store) {
        return Operator.builder(cluster)
                .settings(settings ->
                        settings.dataStores(DataStoreSource.of(store)).listener(this::note))
                .storeSweep(Duration.ofSeconds(2))
                .tenants(list)
                .start();
    }

    private static TenantControlPlane spec(String dataStore) {
        return TenantControlPlane.builder("default", "blue")
                .kubernetesVersion(RealBinaries.KUBERNETES)
                .loadBalancer()
                .replicas(1)
                .dataStore(dataStore)
                .build();
    }

    private TenantReport await(String what, ObjectRef tenant, Predicate<TenantReport> condition) {
        until(what, LONG, () -> list.report(tenant).filter(condition).isPresent());
        return list.report(tenant).orElseThrow();
    }

    private static Predicate<TenantReport> within(String reason) {
        return report -> report.ready()
                && report.condition(ConditionType.WITHIN_STORE_QUOTA)
                        .flatMap(condition -> condition.text("reason"))
                        .equals(Optional.of(reason));
    }

    private static JsonObject page(int i, int size) {
        return JsonObject.parse(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: page-%d, namespace: default}}".formatted(i))
                .with("data", JsonObject.of("text", "x".repeat(size)));
    }

    private static int refusal(Supplier<?> request) {
        var refused = catchThrowableOfType(ClusterException.class, request::get);
        return refused == null ? 0 : refused.code();
    }

    private static void requireLimited(ClusterClient user) {
        until("refused", LONG, () -> refusal(() -> user.create(page(99, 10))) == 403);
        assertThat(catchThrowableOfType(ClusterException.class, () -> user.create(page(99, 10))))
                .hasMessageContaining("limited write permissions")
                .hasMessageContaining("in its store, which is reached")
                .hasMessageContaining("deletions are let through");
        var page = ObjectRef.of(page(0, 0));
        var more = JsonObject.of("data", JsonObject.of("more", "y"));
        assertThat(refusal(() -> user.patch(page, PatchType.MERGE, more, ""))).isEqualTo(403);
        assertThat(user.get(page)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void fill_delete_isRefusedAndThawedAcrossARestart(Store store) {
        RealBinaries.assume("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kine");
        Real.skipUnless(store.available.getAsBoolean() ? Optional.empty() : Optional.of("no binaries of " + store));
        try (var server = store.start.get();
                var simulator = ApiServerSimulator.start()) {
            var cluster = AdminCluster.kubeconfig(simulator.kubeconfig());
            try (var admin = cluster.connect();
                    var node = ProcessNode.start(admin);
                    var kamaji = Kamaji.connect(
                            cluster, settings -> settings.dataStores(DataStoreSource.of(server.dataStore())))) {
                fill(cluster, kamaji, server.dataStore());
                assertThat(node.pods()).isNotEmpty();
            }
        }
    }

    private void fill(AdminCluster cluster, Kamaji kamaji, DataStore store) {
        var open = spec(store.metadata().name().orElseThrow());
        var operator = start(cluster, store);
        try {
            var blue = list.put(open);
            await("ready", blue, TenantReport::ready);
            var empty = kamaji.tenant(open).storeUsage().orElseThrow().bytes();
            var hard = StoreQuota.parse("bytes: {soft: %d, hard: %d}".formatted(empty + MEBI, empty + 2 * MEBI));
            list.put(open.toBuilder()
                    .setting(Settings.STORE_QUOTA, hard.orElseThrow())
                    .build());
            await("within", blue, within("WithinQuota"));

            try (var user = AdminCluster.kubeconfig(
                            kamaji.tenant(open).kubeconfig().toYaml())
                    .connect()) {
                for (int i = 0; i < PAGES; i++) {
                    user.create(page(i, (int) MEBI / 2));
                }
                var full = await("limited", blue, within("HardQuotaReached"));
                assertThat(full.phase()).isEqualTo("WriteLimited");
                requireLimited(user);

                operator.close();
                writes.set(0);
                operator = start(cluster, store);
                var restarted = operator;
                until(
                        "passed over",
                        LONG,
                        () -> restarted.stats().passes() > 0
                                && restarted.stats().settled());
                requireLimited(user);
                assertThat(writes.get()).as("a restart").isZero();

                for (int i = 0; i < PAGES; i++) {
                    assertThat(user.delete(ObjectRef.of(page(i, 0)), Preconditions.NONE))
                            .isTrue();
                }
                await("thawed", blue, within("WithinQuota"));
                until("written", LONG, () -> refusal(() -> user.create(page(98, 10))) == 0);

                quiet(restarted, blue);
            }
        } finally {
            operator.close();
        }
    }

    private void quiet(Operator operator, ObjectRef blue) {
        until("settled", LONG, () -> operator.stats().settled());
        writes.set(0);
        var before = list.report(blue).orElseThrow().wire();
        var enough = measured.get() + 3;
        until("measured", LONG, () -> measured.get() >= enough);
        operator.wake(blue);
        until("settled", LONG, () -> operator.stats().settled());
        assertThat(writes.get()).isZero();
        assertThat(list.report(blue).orElseThrow().wire()).isEqualTo(before);
    }
}
