package io.kamaji.testkit.tenant;

import static io.kamaji.testkit.tenant.ProcessTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.DataStoreServer;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.datastore.PostgresServer;
import io.kamaji.testkit.node.RealBinaries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tenant of two replicas goes from the minor before to the newest that is supported, as processes. */
@Tag("long")
class NewestMinorIT {
    private static final String OLD = "1.36.3";
    private static final String NEW = RealBinaries.NEWEST;
    private static final ObjectRef WRITTEN = ObjectRef.of("v1", "ConfigMap", "default", "written");

    /** One that is asked itself, and one behind kine. */
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

    @ParameterizedTest
    @EnumSource
    void upgrade_fromTheMinorBefore_keepsWhatIsThereAndSettles(Store store) {
        RealBinaries.assume("kine");
        for (var program : List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
            RealBinaries.require(program, OLD);
            RealBinaries.require(program, NEW);
        }
        Real.skipUnless(store.available.getAsBoolean() ? Optional.empty() : Optional.of("no binaries of " + store));
        try (var server = store.start.get();
                var simulator = ApiServerSimulator.start()) {
            var cluster = AdminCluster.kubeconfig(simulator.kubeconfig());
            var stores = DataStoreSource.of(server.dataStore());
            try (var admin = cluster.connect();
                    var node = ProcessNode.start(admin);
                    var kamaji = Kamaji.connect(cluster, settings -> settings.dataStores(stores))) {
                var before = tenant(OLD, server);
                var after = tenant(NEW, server);
                kamaji.tenant(before).await(Duration.ofMinutes(2), pass -> {});
                try (var client = kamaji.tenant(before).client()) {
                    client.create(
                            JsonObject.parse(
                                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: written, namespace: default}, data: {key: value}}"));
                    assertThat(client.raw("/version")).contains("v" + OLD);

                    kamaji.tenant(after).await(Duration.ofMinutes(3), pass -> {});
                    until("the older control plane is gone", () -> images(admin).equals(List.of(NEW, NEW)));

                    assertThat(client.raw("/version")).contains("v" + NEW);
                    assertThat(client.get(WRITTEN).flatMap(map -> map.text("data", "key")))
                            .contains("value");
                    worksOn(client);
                }
                assertThat(kamaji.tenant(after).reconcile().report().writes()).isZero();
                assertThat(node.pods()).allMatch(pod -> pod.ready());
            }
        }
    }

    private static TenantControlPlane tenant(String version, DataStoreServer server) {
        return TenantControlPlane.builder("default", "rising")
                .kubernetesVersion(version)
                .loadBalancer()
                .replicas(2)
                .coreDns()
                .kubeProxy()
                .dataStore(server.dataStore().metadata().name().orElseThrow())
                .build();
    }

    /** Versions of the API servers whose pods are there. */
    private static List<String> images(ClusterClient admin) {
        return admin
                .list(ListRequest.of(ResourceTypes.POD, "default", "kamaji.clastix.io/name=rising"))
                .items()
                .stream()
                .flatMap(pod -> pod.array("spec", "containers").objects())
                .flatMap(container -> container.text("image").stream())
                .filter(image -> image.contains("/kube-apiserver:"))
                .map(image -> image.substring(image.lastIndexOf(":v") + 2))
                .toList();
    }

    /** The controller manager makes pods, and the scheduler says why it binds none of them. */
    private static void worksOn(ClusterClient client) {
        client.create(JsonObject.parse("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: new, namespace: default}
            spec:
              selector: {matchLabels: {app: new}}
              template:
                metadata: {labels: {app: new}}
                spec: {containers: [{name: c, image: c}]}
            """));
        until(
                "the scheduler has looked at a pod",
                () -> client.list(ListRequest.of(ResourceTypes.POD, "default", "app=new")).items().stream()
                        .flatMap(pod -> pod.array("status", "conditions").objects())
                        .anyMatch(condition -> condition.text("reason").equals(Optional.of("Unschedulable"))));
    }
}
