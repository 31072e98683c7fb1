package io.kamaji.testkit.operator;

import static io.kamaji.testkit.Eventually.until;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.operator.Operator;
import io.kamaji.core.operator.OperatorBuilder;
import io.kamaji.core.operator.TenantList;
import io.kamaji.core.operator.TenantReport;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.datastore.Drivers;
import io.kamaji.datastore.etcd.EtcdDriver;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.laws.Blue;
import io.kamaji.testkit.laws.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Many tenants, each in a namespace and with an API of its own, by the real clock, on one etcd in memory; of several they are
 * placed.
 */
final class Fleet implements AutoCloseable {
    final ApiServerSimulator admin;
    final TenantApis apis = new TenantApis();
    final MemoryStore store = new MemoryStore(new EtcdDriver());
    final MovableStore movable = new MovableStore(store);
    final TenantList list = TenantList.of();
    volatile List<DataStore> dataStores;
    private final int size;

    Fleet(int size, DataStore... dataStores) {
        this.size = size;
        this.dataStores = dataStores.length == 0 ? List.of(Blue.ETCD) : List.of(dataStores);
        admin = ApiServerSimulator.builder()
                .namespaces(IntStream.range(0, size).mapToObj(i -> "team-" + i).toArray(String[]::new))
                .deploymentsBecomeAvailable(Duration.ZERO)
                .bookmarksEvery(Duration.ofSeconds(2))
                .start();
    }

    TenantControlPlane tenant(int i, String version) {
        return TenantControlPlane.builder("team-" + i, "tenant")
                .kubernetesVersion(version)
                .replicas(1)
                .loadBalancer()
                .spec(spec -> spec.dataStore(
                        dataStores.size() == 1 ? dataStores.get(0).metadata().name() : Optional.empty()))
                .kubeProxy()
                .build();
    }

    List<ObjectRef> put(String version) {
        return IntStream.range(0, size)
                .mapToObj(i -> list.put(tenant(i, version)))
                .toList();
    }

    OperatorBuilder operator() {
        return Operator.builder(AdminCluster.kubeconfig(admin.kubeconfig()))
                .settings(settings())
                .tenants(list);
    }

    ReconcilerSettings settings() {
        return ReconcilerSettings.builder()
                .drivers(Drivers.of(movable))
                .dataStores(admin -> dataStores)
                .access(apis.access())
                .build();
    }

    void awaitReady(Duration atMost) {
        until("all ready", atMost, () -> list.tenants().stream().allMatch(this::isReady));
    }

    private boolean isReady(ObjectRef tenant) {
        var wanted = list.read(tenant).flatMap(wish -> wish.tenant().metadata().generation());
        return list.report(tenant)
                .filter(TenantReport::ready)
                .filter(report -> report.wire().observedGeneration().equals(wanted))
                .isPresent();
    }

    @Override
    public void close() {
        admin.close();
    }
}
