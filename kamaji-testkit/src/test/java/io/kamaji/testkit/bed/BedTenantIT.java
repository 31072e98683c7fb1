package io.kamaji.testkit.bed;

import static io.kamaji.testkit.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.storage.DataStoreSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant on a real admin cluster: real kubelet, real LoadBalancer, real shared etcd, every request audited. */
class BedTenantIT {
    private static final String NAMESPACE = "bed-tenant-it";
    private static final String STORE = "etcd-bronze";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<ResourceType> KINDS = List.of(
            ResourceTypes.SECRET,
            ResourceTypes.CONFIG_MAP,
            ResourceTypes.SERVICE,
            ResourceTypes.DEPLOYMENT,
            ResourceTypes.REPLICA_SET,
            ResourceTypes.POD,
            ResourceTypes.POD_DISRUPTION_BUDGET);

    private final Bed bed = Bed.require();
    private final TenantControlPlane tenant = tenant(2);
    private Kamaji kamaji;
    private ClusterClient admin;

    @TempDir
    private Path folder;

    @BeforeEach
    void connect() {
        admin = bed.admin().connect();
        Bed.namespace(admin, NAMESPACE);
        kamaji = Kamaji.connect(bed.admin(), settings -> settings.dataStores(DataStoreSource.of(bed.etcd(STORE))));
        kamaji.tenant(tenant).delete(); // what a killed run left
    }

    @AfterEach
    void disconnect() {
        kamaji.tenant(tenant).delete();
        kamaji.close();
        admin.close();
    }

    private static TenantControlPlane tenant(int replicas) {
        return TenantControlPlane.builder(NAMESPACE, "blue")
                .kubernetesVersion("1.36.3")
                .loadBalancer()
                .replicas(replicas)
                .dataStore(STORE)
                .build();
    }

    @Test
    @Tag("alone")
    void create_onRealKubelet_isOneQuietRolloutThatAnswers() throws Exception {
        create(2);
        assertAnswers();
        assertThat(secondPass()).startsWith("writes=0 dryRuns=0 result=done");
    }

    @Test
    @Tag("alone")
    void create_ofOneReplica_isHardlySlowerThanItsDeployment() throws Exception {
        create(1);
    }

    /**
     * The Deployment alone, from its own creation on, is the floor: by hand it takes as long on the same machine with the
     * same load. Everything else that a tenant needs may add three tenths.
     */
    private void create(int replicas) throws Exception {
        var tenant = tenant(replicas);
        var before = Instant.now();
        var plan = kamaji.tenant(tenant).plan();
        var applied = Instant.now();
        kamaji.apply(plan);
        var rollout = Rollout.watch(admin, ObjectRef.of("apps/v1", "Deployment", NAMESPACE, "blue"));
        kamaji.tenant(tenant).await(Duration.ofMinutes(2), pass -> {});
        var done = Instant.now();
        var available = seconds(applied, rollout.available());
        var floor = seconds(rollout.created(), rollout.available());
        var requests = bed.audited("kamaji-sdk", NAMESPACE, before);
        System.out.printf(
                "create with replicas %d: %.1f s from apply to Available (its Deployment alone %.1f s, 1.3 times that %.1f s),"
                        + " %.1f s to done, %d requests, %d writes%n",
                replicas, available, floor, 1.3 * floor, seconds(applied, done), requests.size(), Bed.writes(requests));
        assertThat(Bed.writes(requests)).isBetween(1L, 30L);
        assertThat(requests.size()).isLessThanOrEqualTo(60);
        assertThat(Bed.revisions(admin, NAMESPACE, "blue")).isEqualTo(1);
        assertThat(available).isLessThanOrEqualTo(1.3 * floor);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1e3;
    }

    /** The tenant's own API at its LoadBalancer address: the controller manager and the scheduler work. */
    private void assertAnswers() throws Exception {
        try (var api = kamaji.tenant(tenant).client()) {
            assertThat(api.raw("/readyz")).isEqualTo("ok");
            api.create(JsonObject.parse("{apiVersion: v1, kind: Namespace, metadata: {name: demo}}"));
            api.create(JsonObject.parse("""
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: web, namespace: demo}
                    spec:
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec: {containers: [{name: web, image: nginx}]}
                    """));
            until(
                    "an event of the scheduler",
                    SOON,
                    () -> list(api, ResourceTypes.EVENT, "demo").stream()
                            .anyMatch(event -> event.text("reason").equals(java.util.Optional.of("FailedScheduling"))));
            assertThat(list(api, ResourceTypes.REPLICA_SET, "demo")).hasSize(1);
            assertThat(list(api, ResourceTypes.POD, "demo"))
                    .singleElement()
                    .satisfies(pod -> assertThat(pod.text("status", "phase")).contains("Pending"));
        }
    }

    /** Another process, on the same spec. */
    private String secondPass() throws Exception {
        var spec = Files.writeString(folder.resolve("tenant.yaml"), tenant.toYaml());
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SecondPass.class.getName(),
                        spec.toString(),
                        STORE)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        System.out.println("second pass, new process: " + said.strip());
        return said;
    }

    @Test
    void delete_afterCreate_leavesNothing() throws Exception {
        kamaji.tenant(tenant).await(Duration.ofMinutes(2), pass -> {});
        var secret = admin.get(ObjectRef.of("v1", "Secret", NAMESPACE, "blue-datastore-config"))
                .orElseThrow();
        var schema = data(secret, "DB_SCHEMA");
        var user = data(secret, "DB_USER");
        assertThat(bed.remains(STORE).of(schema, user))
                .as("before")
                .contains("user " + user, "role " + schema)
                .anyMatch(key -> key.startsWith("/" + schema + "/namespaces/default"));

        kamaji.tenant(tenant).delete();

        for (var kind : KINDS) {
            until(
                    "no " + kind.kind(),
                    SOON,
                    () -> admin.list(ListRequest.of(kind, NAMESPACE, "kamaji.clastix.io/name=blue"))
                            .items()
                            .isEmpty());
        }
        assertThat(bed.remains(STORE).of(schema, user)).as("after").isEmpty();
    }

    private static String data(JsonObject secret, String key) {
        return new String(Base64.getDecoder().decode(secret.text("data", key).orElseThrow()), StandardCharsets.UTF_8);
    }

    private static List<JsonObject> list(ClusterClient api, ResourceType type, String namespace) {
        return api.list(ListRequest.of(type, namespace, "")).items();
    }
}
