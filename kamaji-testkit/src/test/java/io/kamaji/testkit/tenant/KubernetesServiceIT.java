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
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.DataStoreSource;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.node.RealBinaries;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Service {@code kubernetes} of a tenant has an endpoint all the time that its API servers are exchanged. They advertise an
 * address that is not of this machine, as no endpoint may be a loopback address; from here they are reached at their
 * Service's.
 */
class KubernetesServiceIT {
    private static final String ADVERTISED = "198.51.100.1";
    private static final ObjectRef SERVICE = ObjectRef.of("v1", "Service", "default", "blue");
    private static final Duration PERIOD = Duration.ofMillis(100);

    /** What the slices of the Service hold: the API servers' own, and all together. */
    private record Sample(List<String> theirs, List<String> all) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rollout_kubernetesService_keepsItsEndpoint(int replicas) {
        RealBinaries.assume("kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "etcdctl");
        try (var etcd = EtcdServer.start();
                var simulator = ApiServerSimulator.start();
                var admin = AdminCluster.kubeconfig(simulator.kubeconfig()).connect();
                var kamaji = Kamaji.connect(
                        AdminCluster.kubeconfig(simulator.kubeconfig()),
                        settings -> settings.dataStores(DataStoreSource.of(etcd.dataStore()))
                                .endpoints(named -> named.startsWith(ADVERTISED + ":")
                                        ? named.replace(ADVERTISED, balancer(simulator))
                                        : named));
                var node = ProcessNode.start(admin)) {
            var before = tenant(etcd, replicas).build();
            kamaji.tenant(before).await(Duration.ofMinutes(3), pass -> {});
            try (var client = kamaji.tenant(before).client()) {
                until(
                        "the API servers have put up their own slice",
                        () -> sample(client).theirs.equals(List.of(ADVERTISED)));
                var after = tenant(etcd, replicas)
                        .apiServer(c -> c.arg("--event-ttl", "2h"))
                        .build();

                var samples = rollout(kamaji, after, client, node, replicas);

                var gaps = samples.stream()
                        .filter(sample -> sample.theirs.isEmpty())
                        .count();
                System.out.println(replicas + " replicas: the API servers' own slice was empty in " + gaps + " of "
                        + samples.size() + " samples");
                assertThat(samples).hasSizeGreaterThan(20).allMatch(sample -> sample.all.equals(List.of(ADVERTISED)));
            }
        }
    }

    private static TenantControlPlane.Builder tenant(EtcdServer etcd, int replicas) {
        return TenantControlPlane.builder("default", "blue")
                .kubernetesVersion(RealBinaries.KUBERNETES)
                .loadBalancer()
                .replicas(replicas)
                .dataStore(etcd.dataStore().metadata().name().orElseThrow())
                .spec(spec -> spec.networkProfile(network -> network.advertiseAddress(ADVERTISED)));
    }

    /** Exchanges the pods; what was seen until the API servers have put their slice up again. */
    private static List<Sample> rollout(
            Kamaji kamaji, TenantControlPlane after, ClusterClient client, ProcessNode node, int replicas) {
        var samples = new ConcurrentLinkedQueue<Sample>();
        var clock = Executors.newSingleThreadScheduledExecutor();
        try {
            clock.scheduleWithFixedDelay(
                    () -> {
                        try {
                            samples.add(sample(client));
                        } catch (ClusterException refused) {
                            // of a single connection: it is the Service's endpoints that count here
                        }
                    },
                    0,
                    PERIOD.toMillis(),
                    TimeUnit.MILLISECONDS);
            kamaji.tenant(after).await(Duration.ofMinutes(3), pass -> {});
            until("the older pods are gone", () -> node.pods().size() == replicas);
            until(
                    "the API servers' own slice is back",
                    () -> sample(client).theirs.equals(List.of(ADVERTISED)));
        } finally {
            clock.shutdownNow();
        }
        return List.copyOf(samples);
    }

    private static Sample sample(ClusterClient client) {
        var slices = client.list(ListRequest.of(
                        ResourceTypes.ENDPOINT_SLICE, "default", "kubernetes.io/service-name=kubernetes"))
                .items();
        return new Sample(
                slices.stream()
                        .filter(slice ->
                                slice.text("metadata", "name").orElseThrow().equals("kubernetes"))
                        .flatMap(slice -> addresses(slice).stream())
                        .toList(),
                slices.stream()
                        .flatMap(slice -> addresses(slice).stream())
                        .distinct()
                        .toList());
    }

    private static List<String> addresses(JsonObject slice) {
        return slice.array("endpoints")
                .objects()
                .flatMap(endpoint -> endpoint.array("addresses").texts().stream())
                .toList();
    }

    private static String balancer(ApiServerSimulator simulator) {
        return simulator
                .get(SERVICE)
                .orElseThrow()
                .array("status", "loadBalancer", "ingress")
                .objects()
                .flatMap(ingress -> ingress.text("ip").stream())
                .findFirst()
                .orElseThrow();
    }
}
