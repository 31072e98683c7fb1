package io.kamaji.testkit.cluster;

import static io.kamaji.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.DataStoreOverride;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.node.RealBinaries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tenant with its events in an etcd of their own: they are there and nowhere else, and nothing of it is left anywhere. */
class OverridesIT {
    private static final String VERSION = RealBinaries.KUBERNETES;

    @Test
    void events_besideEtcd_areInTheirOwnStoreOnly() {
        Real.skipUnless(RunningTenant.missing(VERSION, StoreKind.ETCD));
        try (var own = EtcdServer.start();
                var events = EtcdServer.startUnderCaOf(own)) {
            run(own.dataStore(), events);
            assertThat(remains(own)).isEmpty();
        }
    }

    private static void run(DataStore own, EtcdServer server) {
        var events =
                server.dataStore().toBuilder().metadata(m -> m.name("events")).build();
        var override = DataStoreOverride.builder()
                .resource("/events")
                .dataStore("events")
                .build();
        var tenant = TenantControlPlane.builder("default", "blue")
                .kubernetesVersion(VERSION)
                .loadBalancer()
                .replicas(1)
                .dataStore(own.metadata().name().orElseThrow())
                .spec(spec -> spec.dataStoreOverrides(List.of(override)))
                .build();
        try (var simulator = ApiServerSimulator.start()) {
            var cluster = AdminCluster.kubeconfig(simulator.kubeconfig());
            try (var admin = cluster.connect();
                    var node = ProcessNode.start(admin);
                    var kamaji = Kamaji.connect(cluster, s -> s.dataStores(DataStoreSource.of(own, events)))) {
                kamaji.tenant(tenant).await(Duration.ofMinutes(2), pass -> {});
                writeAnEvent(kamaji, tenant);
                var keys = keys(server);
                assertThat(keys).anyMatch(key -> key.endsWith("/events/default/written"));
                assertThat(keys).allMatch(key -> key.contains("/events/") || key.startsWith("kamaji.owner/"));
                assertThat(kamaji.tenant(tenant).reconcile().report().writes()).isZero();
                kamaji.tenant(tenant).delete();
                eventually(
                        "the end of its pods",
                        Duration.ofSeconds(30),
                        () -> node.pods().isEmpty() ? Optional.of(node) : Optional.empty());
            }
        }
        assertThat(remains(server)).isEmpty();
    }

    private static void writeAnEvent(Kamaji kamaji, TenantControlPlane tenant) {
        try (var api = kamaji.tenant(tenant).client()) {
            api.create(JsonObject.parse("""
                    apiVersion: v1
                    kind: Event
                    metadata: {name: written, namespace: default}
                    involvedObject: {apiVersion: v1, kind: Namespace, name: default}
                    reason: Tried
                    message: in a store of its own
                    """));
        }
    }

    private static List<String> keys(EtcdServer server) {
        return lines(server, "get", "--prefix", "--keys-only", "");
    }

    /** Keys, and users and roles but the administrator's. */
    private static List<String> remains(EtcdServer server) {
        var all = new java.util.ArrayList<>(keys(server));
        all.addAll(lines(server, "user", "list"));
        all.addAll(lines(server, "role", "list"));
        all.removeIf("root"::equals);
        return all;
    }

    private static List<String> lines(EtcdServer server, String... command) {
        return server.control(command).lines().filter(line -> !line.isBlank()).toList();
    }
}
