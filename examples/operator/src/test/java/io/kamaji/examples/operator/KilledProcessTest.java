package io.kamaji.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.ApiServerSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process, ended by SIGKILL at random moments while it makes, upgrades and deletes tenants that sleep, so that they have
 * no API of their own, from one patch release to another. {@code -Dkamaji.test.kills=50} in all, {@code -Dkamaji.test.seed} as printed.
 */
@Tag("long")
class KilledProcessTest {
    private static final int TENANTS = 20;
    private static final int KILLS = Integer.getInteger("kamaji.test.kills", 12);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final long seed = Long.getLong("kamaji.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ApiServerSimulator simulator = ApiServerSimulator.builder()
            .namespaces("tenants")
            .deploymentsBecomeAvailable(Duration.ZERO)
            .start();

    @TempDir
    private Path folder;

    private ClusterClient admin;

    @BeforeEach
    void install() throws IOException {
        System.out.println("-Dkamaji.test.seed=" + seed);
        admin = simulator.connect();
        Files.writeString(folder.resolve("admin.conf"), simulator.kubeconfig());
        try (var kamaji = Kamaji.connect(simulator.cluster())) {
            kamaji.installDefinitions();
        }
        admin.create(DataStore.sqlite("embedded").build().toCustomResource());
    }

    @AfterEach
    void stop() {
        admin.close();
        simulator.close();
    }

    @Test
    void process_killedInCreationUpgradeAndDeletion_convergesAndLeavesNothing() throws Exception {
        var before = objects();
        for (int round = 0; round < Math.max(1, KILLS / 3); round++) {
            IntStream.range(0, TENANTS).forEach(i -> admin.create(tenant(i)));
            kill();
            run("made", () -> tenants().stream().allMatch(tenant -> isAsleep(tenant, "v1.36.2")));
            var authorities = authorities();
            assertThat(authorities).hasSize(TENANTS);
            var made = objects();

            tenants()
                    .forEach(tenant -> admin.patch(
                            ObjectRef.of(tenant),
                            PatchType.MERGE,
                            JsonObject.parse("{spec: {kubernetes: {version: v1.36.3}}}"),
                            ""));
            kill();
            run("upgraded", () -> tenants().stream().allMatch(tenant -> isAsleep(tenant, "v1.36.3")));
            assertThat(authorities()).isEqualTo(authorities);
            assertThat(objects()).as("nothing is doubled").isEqualTo(made);

            tenants().forEach(tenant -> admin.delete(ObjectRef.of(tenant), Preconditions.NONE));
            kill();
            run("deleted", () -> tenants().isEmpty());
            assertThat(objects()).as("nothing is left").isEqualTo(before);
        }
    }

    private static JsonObject tenant(int i) {
        return TenantControlPlane.builder("tenants", "t" + i)
                .kubernetesVersion("1.36.2")
                .replicas(0)
                .loadBalancer()
                .dataStore("embedded")
                .build()
                .toCustomResource();
    }

    private List<JsonObject> tenants() {
        return admin.list(ListRequest.of(ResourceTypes.TENANT_CONTROL_PLANE, "tenants", ""))
                .items();
    }

    private static boolean isAsleep(JsonObject tenant, String version) {
        var status = tenant.object("status", "kubernetesResources", "version");
        return status.text("status").equals(Optional.of("Sleeping"))
                && status.text("version").equals(Optional.of(version));
    }

    /** Names of all objects but Events. */
    private List<String> objects() {
        return simulator.objects().in("tenants").refs().stream()
                .map(ObjectRef::toString)
                .filter(ref -> !ref.contains("Event"))
                .sorted()
                .toList();
    }

    private Map<String, JsonObject> authorities() {
        var all = new TreeMap<String, JsonObject>();
        for (int i = 0; i < TENANTS; i++) {
            admin.get(ResourceTypes.SECRET.ref("tenants", "t" + i + "-ca"))
                    .ifPresent(secret -> all.put(secret.text("metadata", "name").orElseThrow(), secret.object("data")));
        }
        return all;
    }

    /** Some time after its first write. */
    private void kill() throws Exception {
        var process = start();
        var changes = simulator.requests().changes();
        until("a write", process, () -> simulator.requests().changes() > changes);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
        process.destroyForcibly().waitFor();
    }

    private void run(String what, Supplier<Boolean> reached) throws Exception {
        var process = start();
        try {
            until(what, process, reached);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void until(String what, Process process, Supplier<Boolean> reached) {
        var end = System.nanoTime() + LONG.toNanos();
        while (!reached.get()) {
            assertThat(process.isAlive()).as("the process, see " + log()).isTrue();
            assertThat(System.nanoTime() - end).as(what + "; " + log()).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private String log() {
        try {
            var text = Files.readString(folder.resolve("log"));
            return text.substring(Math.max(0, text.length() - 2_000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Process start() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OperatorProcess.class.getName(),
                        "manager",
                        "--kubeconfig=" + folder.resolve("admin.conf"),
                        "--leader-elect=false",
                        "--metrics-bind-address=0",
                        "--health-probe-bind-address=0",
                        "--webhook-bind-address=0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }
}
