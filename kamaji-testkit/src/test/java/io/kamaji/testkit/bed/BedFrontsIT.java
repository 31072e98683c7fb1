package io.kamaji.testkit.bed;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.tenant.ParentReference;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.status.Condition;
import io.kamaji.core.status.ConditionType;
import io.kamaji.core.storage.DataStoreSource;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants behind a real Gateway and a real Ingress controller, with workers that know them by their host names. */
@Tag("long")
class BedFrontsIT {
    private static final String SPACE = "bed-fronts-it";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SHARED = "etcd-bronze";
    private static final DataStore STORE =
            DataStore.sqlite("fronts", sqlite -> sqlite.volume("emptyDir")).build();

    /** What a loaded machine may lose of a way over two rollouts. */
    private static final Duration GAP = Duration.ofSeconds(5);

    private final Bed bed = Bed.require();
    private final List<TenantControlPlane> made = new ArrayList<>();
    private Fronts fronts;
    private ClusterClient admin;
    private Kamaji kamaji;

    @TempDir
    private Path folder;

    @BeforeEach
    void connect() {
        admin = bed.admin().connect();
        fronts = Fronts.require(admin);
        Bed.namespace(admin, SPACE);
        kamaji = Kamaji.connect(
                bed.admin(),
                settings -> settings.dataStores(DataStoreSource.of(STORE, bed.etcd(SHARED)))
                        .endpoints(fronts));
    }

    @AfterEach
    void disconnect() {
        made.forEach(tenant -> kamaji.tenant(tenant).delete());
        kamaji.close();
        admin.close();
    }

    private static TenantControlPlane.Builder tenant(String name) {
        return TenantControlPlane.builder(SPACE, name)
                .kubernetesVersion("1.36.3")
                .replicas(1)
                .kubeProxy()
                .konnectivity()
                .dataStore("fronts");
    }

    private static TenantControlPlane gateway(String name) {
        return tenant(name)
                .gateway(name + Fronts.GATEWAY_DOMAIN, listener("kube-apiserver"))
                .build();
    }

    private static ParentReference listener(String section) {
        return ParentReference.builder()
                .name(Fronts.GATEWAY)
                .namespace(Fronts.NAMESPACE)
                .sectionName(section)
                .build();
    }

    private static TenantControlPlane ingress(String name, String className) {
        return tenant(name)
                .ingress(name + Fronts.INGRESS_DOMAIN + ":443", className)
                .controlPlane(plane -> plane.ingress(ingress -> ingress.additionalMetadata(
                        metadata -> metadata.putAnnotation("nginx.ingress.kubernetes.io/ssl-passthrough", "true"))))
                .build();
    }

    private void ready(TenantControlPlane... tenants) {
        for (var tenant : tenants) {
            made.add(tenant);
            kamaji.tenant(tenant).delete(); // what a killed run left
            kamaji.tenant(tenant).reconcile();
        }
        for (var tenant : tenants) {
            kamaji.tenant(tenant).await(PATIENCE, pass -> {});
        }
    }

    private Kubectl kubectl(TenantControlPlane tenant) throws Exception {
        return Kubectl.of(
                fronts.here(kamaji.tenant(tenant).kubeconfig()), Files.createTempDirectory(folder, "kubectl"));
    }

    @Test
    void gateway_twoTenantsOnOneAddress_areToldApartByName() throws Exception {
        var one = gateway("one");
        var two = gateway("two");
        ready(one, two);

        kubectl(one).run("create", "namespace", "of-one");
        kubectl(two).run("create", "namespace", "of-two");
        assertThat(kubectl(one).run("get", "namespaces", "-o", "name"))
                .contains("of-one")
                .doesNotContain("of-two");
        assertThat(kubectl(two).run("get", "namespaces", "-o", "name"))
                .contains("of-two")
                .doesNotContain("of-one");

        for (var name : List.of("two", "nobody")) {
            var wrong = fronts.here(kamaji.tenant(one).kubeconfig()).withTlsServerName(name + Fronts.GATEWAY_DOMAIN);
            assertThat(Kubectl.of(wrong, Files.createTempDirectory(folder, "wrong"))
                            .attempt(Duration.ofSeconds(60), "get", "namespaces")
                            .text())
                    .contains("x509");
        }

        admin.delete(ResourceTypes.TLS_ROUTE.ref(SPACE, "one"), Preconditions.NONE);
        kamaji.tenant(one).await(PATIENCE, pass -> {});
        var kubectl = kubectl(one); // the controller says that it took a route some time before it serves it
        until(
                "the route",
                Duration.ofMinutes(1),
                () -> kubectl.attempt(Duration.ofSeconds(20), "get", "namespaces", "-o", "name")
                        .text()
                        .contains("of-one"));
        assertThat(kamaji.tenant(one).reconcile().report().writes()).isZero();

        fronts.restart(admin);
        until(
                "the front",
                Duration.ofMinutes(1),
                () -> kubectl.attempt(Duration.ofSeconds(20), "get", "namespaces", "-o", "name")
                        .text()
                        .contains("of-one"));
        assertThat(kamaji.tenant(one).reconcile().result().isDone()).isTrue();
    }

    @Test
    void gateway_worker_joinsByHostNameAndIsReachedThroughTheTunnel() throws Exception {
        works(gateway("gamma"), "gamma" + Fronts.GATEWAY_DOMAIN + ":6443");
    }

    @Test
    void ingress_worker_joinsByHostNameAndIsReachedThroughTheTunnel() throws Exception {
        works(ingress("delta", "nginx"), "delta" + Fronts.INGRESS_DOMAIN + ":443");
    }

    private void works(TenantControlPlane tenant, String endpoint) throws Exception {
        BedImages.require().makeShell();
        var worker = "front-" + tenant.metadata().name().orElseThrow();
        try (var workers = Workers.require()) {
            ready(tenant); // without CoreDNS: what a worker needs first must not need it
            var join = kamaji.tenant(tenant).join();
            assertThat(join.command()).startsWith("kubeadm join " + endpoint + " ");

            workers.up(worker, "1.36.3", join);

            var kubectl = kubectl(tenant);
            kubectl.awaitNode(worker);
            kubectl.apply("""
                    {apiVersion: v1, kind: Pod, metadata: {name: shell}, spec: {
                      tolerations: [{operator: Exists}],
                      containers: [{name: shell, image: "%s", command: [sh, -c, "echo hello; sleep 3600"]}]}}
                    """.formatted(BedImages.SHELL));
            kubectl.run("wait", "--for=condition=Ready", "pod/shell", "--timeout=80s");
            until(
                    "a tunnel",
                    Duration.ofMinutes(2),
                    () -> kubectl.attempt(Duration.ofSeconds(20), "logs", "shell")
                            .text()
                            .equals("hello"));
            assertThat(kubectl.run("exec", "shell", "--", "hostname")).isEqualTo("shell");
        }
    }

    @Test
    void fronts_thatTakeNoRoute_areNamed() {
        admin.apply(JsonObject.parse("""
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: Gateway
                        metadata: {name: unfit, namespace: %s}
                        spec:
                          gatewayClassName: traefik
                          listeners: [{name: far, port: 9999, protocol: TLS, tls: {mode: Passthrough}}]
                        """.formatted(SPACE)), new ClusterClient.ApplyOptions("test", true, false));
        var missing = tenant("missing").replicas(0).gateway("missing" + Fronts.GATEWAY_DOMAIN, SPACE, "nowhere");
        var unfit = tenant("unfit")
                .replicas(0)
                .gateway(
                        "unfit" + Fronts.GATEWAY_DOMAIN,
                        ParentReference.builder()
                                .name("unfit")
                                .sectionName("far")
                                .build());
        var elsewhere = tenant("elsewhere").replicas(0).gateway("elsewhere.example.com", listener("kube-apiserver"));

        assertThat(told(missing.build())).matches(told -> told.reason().equals("GatewayNotFound"));
        assertThat(told(unfit.build()))
                .satisfies(told -> assertThat(told.message())
                        .startsWith("listener far of Gateway " + SPACE + "/unfit")
                        .contains("PortUnavailable"));
        assertThat(told(elsewhere.build())).satisfies(told -> {
            assertThat(told.reason()).isEqualTo("NoMatchingListenerHostname");
            assertThat(told.since()).isPresent();
        });
        assertThat(told(ingress("classless", "nobodys").toBuilder().replicas(0).build()))
                .matches(told -> told.reason().equals("IngressClassNotFound"));
    }

    /** What is said once the controller had time to say something. */
    private Condition told(TenantControlPlane tenant) {
        made.add(tenant);
        until(
                "a verdict",
                Duration.ofMinutes(1),
                () -> !List.of("NotCreated", "Pending").contains(routed(tenant).reason()));
        var told = routed(tenant);
        System.out.println(told);
        assertThat(told.isTrue()).isFalse();
        return told;
    }

    private Condition routed(TenantControlPlane tenant) {
        return kamaji.tenant(tenant)
                .reconcile()
                .status()
                .condition(ConditionType.ROUTE_ACCEPTED)
                .orElseThrow();
    }

    @Test
    void way_balancerToGatewayAndBack_bothAddressesAnswer() throws Exception {
        // two replicas on a store that outlives them: what is measured is the way, not a pod that starts
        var balancer =
                tenant("mover").replicas(2).dataStore(SHARED).loadBalancer().build();
        var gateway = gateway("mover").toBuilder().replicas(2).dataStore(SHARED).build();
        ready(balancer);
        var atBalancer = kamaji.tenant(balancer).kubeconfig();
        try (var old = ApiProbe.start(atBalancer)) {
            kamaji.tenant(gateway).await(PATIENCE, pass -> {});
            var atGateway = kamaji.tenant(gateway).kubeconfig();
            try (var other = ApiProbe.start(atGateway, new InetSocketAddress(fronts.gatewayAddress(), 6443))) {
                Thread.sleep(5_000);
                kamaji.tenant(balancer).await(PATIENCE, pass -> {});
                Thread.sleep(5_000);
                System.out.println("at the Gateway: " + other);
                assertThat(other.refused()).isLessThan(GAP);
            }
            System.out.println("at the balancer: " + old);
            assertThat(old.refused()).isLessThan(GAP);
            assertThat(kamaji.tenant(balancer).kubeconfig().server()).isEqualTo(atBalancer.server());
        }
    }
}
