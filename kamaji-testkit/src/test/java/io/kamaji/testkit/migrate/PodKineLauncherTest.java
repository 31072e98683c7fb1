package io.kamaji.testkit.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.migrate.PodKineLauncher;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.KineLauncher.Request;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.SecretSource;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.postgresql.PostgreSqlDriver;
import io.kamaji.datastore.sqlite.SqliteDriver;
import io.kamaji.testkit.ApiServerSimulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a launch makes of the admin cluster and what it leaves; no kine runs, the pod's status is played. */
class PodKineLauncherTest {
    private static final String READY = """
            {phase: Running, podIP: 10.1.2.3, conditions: [{type: Ready, status: "True"}]}""";
    private static final TenantAccount STORE =
            new TenantAccount("default_blue", "default_blue", "secret word", "it/blue");
    private static final ObjectRef DEPLOYMENT = ObjectRef.of("apps/v1", "Deployment", "default", "blue");

    private final TenantControlPlane tenant = TenantControlPlane.builder("default", "blue")
            .kubernetesVersion("1.36.3")
            .clusterIp()
            .dataStore("sql")
            .build();
    private final AtomicReference<String> status = new AtomicReference<>(READY);
    private ApiServerSimulator simulator;
    private ClusterClient admin;
    private ServerSocket kine;
    private Thread kubelet;

    @BeforeEach
    void start() throws IOException {
        simulator = ApiServerSimulator.start();
        admin = AdminCluster.kubeconfig(simulator.kubeconfig()).connect();
        kine = new ServerSocket(0);
        admin.create(JsonObject.parse("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: blue, namespace: default}
                spec:
                  replicas: 0
                  selector: {matchLabels: {a: b}}
                  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: x, image: x}]}}
                """));
        kubelet = new Thread(this::playPods);
        kubelet.setDaemon(true);
        kubelet.start();
    }

    @AfterEach
    void stop() throws Exception {
        kubelet.interrupt();
        kubelet.join();
        admin.close();
        simulator.close();
        kine.close();
    }

    private void playPods() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                for (var pod : left(ResourceTypes.POD)) {
                    var to = JsonObject.of("status", JsonObject.parse(status.get()));
                    admin.patch(ObjectRef.of(pod), PatchType.MERGE, to, "status");
                }
                Thread.sleep(20);
            } catch (ClusterException e) {
                continue; // the pod has gone meanwhile
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private List<JsonObject> left(ResourceType type) {
        return admin.list(ListRequest.of(type, "default", "kamaji.clastix.io/kine-of=blue"))
                .items();
    }

    private List<JsonObject> left() {
        return Stream.of(ResourceTypes.POD, ResourceTypes.SECRET)
                .flatMap(type -> left(type).stream())
                .toList();
    }

    private PodKineLauncher launcher() {
        return launcher("127.0.0.1:" + kine.getLocalPort());
    }

    private PodKineLauncher launcher(String reachedAt) {
        var settings = ReconcilerSettings.builder().endpoints(hostAndPort -> {
            assertThat(hostAndPort).isEqualTo("10.1.2.3:2379");
            return reachedAt;
        });
        return PodKineLauncher.create(admin, settings.build(), tenant).withStartLimit(Duration.ofSeconds(3));
    }

    private static Request sql() {
        var store = DataStore.builder()
                .metadata(m -> m.name("sql"))
                .spec(spec -> spec.driver("PostgreSQL").endpoints(List.of("sql.example.com:5432")))
                .build();
        return request(new PostgreSqlDriver(), store);
    }

    private static Request request(DataStoreDriver driver, DataStore store) {
        var resolved = ResolvedDataStore.resolve(store, SecretSource.none());
        return new Request(resolved.name(), driver.bind(resolved, STORE), STORE, Map.of("ca.crt", "CA"));
    }

    private String owner(JsonObject object) {
        return object.array("metadata", "ownerReferences")
                .objects()
                .findFirst()
                .orElseThrow()
                .text("uid")
                .orElseThrow();
    }

    @Test
    void launch_untilClosed_hasAPodAndASecretThatGoWithTheTenant() {
        try (var running = launcher().launch(sql())) {
            assertThat(running.address()).isEqualTo("127.0.0.1:" + kine.getLocalPort());
            assertThat(running.tls()).isPresent();
            assertThat(running.toString()).doesNotContain("PRIVATE");
            var deployment = admin.get(DEPLOYMENT).orElseThrow();
            assertThat(left())
                    .hasSize(2)
                    .allSatisfy(object -> assertThat(owner(object))
                            .isEqualTo(deployment.text("metadata", "uid").orElseThrow()))
                    .allSatisfy(object ->
                            assertThat(object.texts("metadata", "labels")).doesNotContainKey("kamaji.clastix.io/name"));
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void launch_whereAnEarlierOneWasNotClosed_takesItsPlace() {
        var abandoned = launcher().launch(sql());
        var before =
                left().stream().map(object -> object.text("metadata", "uid")).toList();
        try (var running = launcher().launch(sql())) {
            assertThat(running.tls()).isNotEqualTo(abandoned.tls());
            assertThat(left())
                    .hasSize(2)
                    .allSatisfy(object -> assertThat(before).doesNotContain(object.text("metadata", "uid")));
            abandoned.close();
            assertThat(left()).as("those of the second launch").hasSize(2);
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void launch_twoDatastoresOfOneTenant_areBesideEachOther() {
        var file = request(new SqliteDriver(), DataStore.sqlite("file").build());
        try (var one = launcher().launch(sql());
                var other = launcher().launch(file)) {
            assertThat(one.tls()).isNotEqualTo(other.tls());
            assertThat(left()).hasSize(4);
        }
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {phase: Failed, containerStatuses: [{state: {terminated: {exitCode: 1, message: "no such host"}}}]} | exit code 1, no such host. See that pods
            {phase: Failed, reason: DeadlineExceeded, message: was active too long} | DeadlineExceeded, was active too long
            {phase: Pending, containerStatuses: [{state: {waiting: {reason: ErrImagePull, message: not found}}}]} | ErrImagePull, not found. See that nodes can pull
            {phase: Pending, conditions: [{type: PodScheduled, status: "False", message: no such claim}]} | no such claim. See that a node has room
            """)
    void launch_ofAPodThatDoesNotServe_saysWhatItKnowsAndLeavesNothing(String state, String words) {
        status.set(state);
        assertThatThrownBy(
                        () -> launcher().withStartLimit(Duration.ofMillis(600)).launch(sql()))
                .hasMessageContaining("blue-kine-")
                .hasMessageContaining(words);
        assertThat(left()).isEmpty();
    }

    @Test
    void launch_ofAPodThatCanNotBeReached_saysSoAndLeavesNothing() throws IOException {
        kine.close();
        assertThatThrownBy(() -> launcher().launch(sql()))
                .hasMessageContaining("127.0.0.1:" + kine.getLocalPort())
                .hasMessageContaining("EndpointResolver");
        assertThat(left()).isEmpty();
    }

    @Test
    void launch_whereSomebodyElsesPodHasTheName_leavesItAlone() {
        launcher().launch(sql());
        var pod = ObjectRef.of(left(ResourceTypes.POD).get(0));
        admin.patch(
                pod, PatchType.MERGE, JsonObject.parse("{metadata: {labels: {kamaji.clastix.io/kine-of: red}}}"), "");
        assertThatThrownBy(() -> launcher().launch(sql())).hasMessageContaining("not a kine of this tenant");
        assertThat(admin.get(pod)).isPresent();
    }

    @Test
    void launch_onAnEmptyDir_isRefusedBeforeAnythingIsWritten() {
        var file = DataStore.sqlite("file", sqlite -> sqlite.volume("emptyDir")).build();
        simulator.requests().reset();
        assertThatThrownBy(() -> launcher().launch(request(new SqliteDriver(), file)))
                .hasMessageContaining("emptyDir");
        assertThat(simulator.requests().writes()).isZero();
    }
}
