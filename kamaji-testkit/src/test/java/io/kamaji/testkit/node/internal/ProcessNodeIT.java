package io.kamaji.testkit.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.Real;
import io.kamaji.testkit.node.Argv;
import io.kamaji.testkit.node.RealBinaries;
import io.kamaji.testkit.node.RunningPod;
import io.kamaji.testkit.node.TranslationRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane as a Deployment, run by the node with the real binaries. */
class ProcessNodeIT {
    private static final String NAMESPACE = "tenants";
    private static final ObjectRef DEPLOYMENT = ObjectRef.of("apps/v1", "Deployment", NAMESPACE, "t");
    private static final String SERVICE_IP = "127.99.1.7";

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void certificates() throws Exception {
        RealBinaries.assume("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kine", "kubectl");
        Real.skipUnless(Certificates.unavailable());
        certificates = Certificates.create(folder);
    }

    @Test
    void controlPlane_wholeLife_answersRestartsRollsAndLeavesNothing() throws Exception {
        var api = ApiServerSimulator.builder()
                .namespaces(NAMESPACE)
                .addressBase(98) // of which the Service has an address
                .start();
        var cluster = api.connect();
        var seen = new ArrayList<Long>();
        Path stateFolder;
        var began = System.nanoTime();
        try (var node = ProcessNode.start(cluster)) {
            stateFolder = node.folder();
            createObjects(cluster);
            await(90, () -> available(cluster) == 1, node);
            System.out.printf("deployment to available: %.1f s%n", (System.nanoTime() - began) / 1e9);
            var first = node.pods().get(0);
            seen.addAll(first.processes().values());

            // answers, directly and through its Service
            assertThat(kubectl("get", "--raw", "/readyz")).contains("ok");
            kubectl("create", "namespace", "one");
            kubectl("create", "deployment", "-n", "one", "web", "--image=web:1");
            await(60, () -> kubectl("get", "pods", "-n", "one").contains("Pending"), node);

            // argv is what was rendered but for the table, and what the process really has
            argvIsRenderedModuloTable(node, first);

            // one revision
            assertThat(all(api, "ReplicaSet")).hasSize(1);
            assertThat(all(api, "ReplicaSet").get(0).text("metadata", "annotations", WorkloadObjects.REVISION))
                    .contains("1");
            assertThat(all(api, "Pod").get(0).text("status", "phase")).contains("Running");

            // a killed container is started again
            var pid = first.processes().get("kube-scheduler");
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await(60, () -> restarts(api, "kube-scheduler") > schedulerRestarts(first), node);
            await(60, () -> available(cluster) == 1, node);
            node.pods().forEach(pod -> seen.addAll(pod.processes().values()));

            // a new template: a second revision, the old pod gone
            cluster.patch(
                    DEPLOYMENT,
                    ClusterClient.PatchType.MERGE,
                    JsonObject.EMPTY.withAt(List.of("spec", "template", "metadata", "annotations", "round"), "two"),
                    "");
            await(
                    90,
                    () -> available(cluster) == 1
                            && node.pods().size() == 1
                            && !node.pods().get(0).name().equals(first.name()),
                    node);
            assertThat(all(api, "ReplicaSet")).hasSize(2);
            assertThat(kubectl("get", "namespace", "one", "-o", "name")).contains("namespace/one");
            node.pods().forEach(pod -> seen.addAll(pod.processes().values()));

            // scaled to 0, then deleted
            cluster.patch(
                    DEPLOYMENT,
                    ClusterClient.PatchType.MERGE,
                    JsonObject.EMPTY.withAt(List.of("spec", "replicas"), 0),
                    "");
            await(60, () -> node.pods().isEmpty() && all(api, "Pod").isEmpty(), node);
            cluster.delete(DEPLOYMENT, ClusterClient.Preconditions.NONE);
            cluster.delete(
                    ObjectRef.of("v1", "PersistentVolumeClaim", NAMESPACE, "data"), ClusterClient.Preconditions.NONE);
            await(60, () -> all(api, "ReplicaSet").isEmpty(), node);
            await(
                    60,
                    () -> files(stateFolder).stream().noneMatch(file -> file.contains("pvc/") || file.contains("/m")),
                    node);
        } finally {
            cluster.close();
            api.close();
        }
        assertThat(seen).isNotEmpty().noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(stateFolder).doesNotExist();
    }

    private static int schedulerRestarts(RunningPod pod) {
        return pod.status()
                .array("containerStatuses")
                .objects()
                .filter(status -> status.text("name").equals(Optional.of("kube-scheduler")))
                .mapToInt(status -> status.number("restartCount").orElse(0L).intValue())
                .sum();
    }

    private static List<JsonObject> all(ApiServerSimulator api, String kind) {
        return api.objects().ofKind(kind).objects();
    }

    private static int restarts(ApiServerSimulator api, String container) {
        return all(api, "Pod").stream()
                .flatMap(pod -> pod.array("status", "containerStatuses").objects())
                .filter(status -> status.text("name").equals(Optional.of(container)))
                .mapToInt(status -> status.number("restartCount").orElse(0L).intValue())
                .sum();
    }

    private static void argvIsRenderedModuloTable(ProcessNode node, RunningPod pod) throws Exception {
        for (var container : pod.processes().keySet()) {
            var argv = node.argv(pod.name(), container).orElseThrow();
            var changed = argv.changes().stream().map(Argv.Change::index).toList();
            for (int i = 0; i < argv.started().size(); i++) {
                if (!changed.contains(i)) {
                    assertThat(argv.started().get(i)).isEqualTo(argv.rendered().get(i));
                }
            }
            assertThat(argv.changes()).allMatch(change -> !change.rules().isEmpty());
            assertThat(argv.started().size() - argv.rendered().size()).isEqualTo((int) argv.changes().stream()
                    .filter(change -> change.rules().equals(List.of(TranslationRule.LISTEN_ADDED)))
                    .count());
            var real = Files.readString(
                            Path.of("/proc/" + pod.processes().get(container) + "/cmdline"), StandardCharsets.UTF_8)
                    .split("\0");
            assertThat(real).containsExactlyElementsOf(argv.started());
        }
    }

    private static long available(ClusterClient cluster) {
        return cluster.get(DEPLOYMENT)
                .filter(deployment -> deployment
                        .number("status", "observedGeneration")
                        .equals(deployment.number("metadata", "generation")))
                .filter(deployment ->
                        deployment.number("status", "updatedReplicas").isPresent())
                .flatMap(deployment -> deployment.number("status", "availableReplicas"))
                .orElse(0L);
    }

    private static String kubectl(String... arguments) {
        try {
            var kubeconfig = folder.resolve("admin.conf");
            Files.writeString(
                    kubeconfig,
                    certificates
                            .kubeconfig("admin", "https://" + SERVICE_IP + ":6443")
                            .replace("    server:", "    tls-server-name: localhost\n    server:"));
            var command = new ArrayList<>(List.of(
                    Binaries.standard()
                            .require("kubectl", RealBinaries.KUBERNETES)
                            .toString(),
                    "--kubeconfig",
                    kubeconfig.toString(),
                    "--cache-dir",
                    folder.resolve("cache").toString()));
            command.addAll(List.of(arguments));
            var log = folder.resolve("kubectl.log");
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return Files.readString(log);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void await(int seconds, BooleanSupplier condition, ProcessNode node) throws InterruptedException {
        for (var until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos(); !condition.getAsBoolean(); ) {
            if (System.nanoTime() > until) {
                var text = new StringBuilder("not so after " + seconds + " s");
                for (var pod : node.pods()) {
                    text.append('\n')
                            .append(pod.name())
                            .append(' ')
                            .append(pod.status().toYaml());
                    for (var container :
                            pod.status().array("containerStatuses").objects().toList()) {
                        var log = node.logs(pod.name(), container.text("name").orElse(""));
                        text.append("\n== ").append(container.text("name")).append('\n');
                        text.append(log.substring(Math.max(0, log.length() - 3000)));
                    }
                }
                throw new AssertionError(text.toString());
            }
            Thread.sleep(50);
        }
    }

    private static List<String> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.map(Path::toString).toList();
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            return List.of("being changed pvc/");
        }
    }

    private static void createObjects(ClusterClient cluster) throws Exception {
        var pki = JsonObject.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Map.of("name", "pki", "namespace", NAMESPACE),
                "data",
                certificates.base64(List.of("ca.crt", "ca.key", "apiserver.crt", "apiserver.key", "sa.key", "sa.pub")));
        cluster.create(pki);
        for (var user : List.of("kcm", "scheduler")) {
            cluster.create(JsonObject.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "Secret",
                    "metadata",
                    Map.of("name", user, "namespace", NAMESPACE),
                    "data",
                    Map.of(
                            user + ".conf",
                            Certificates.encode(certificates.kubeconfig(user, "https://127.0.0.1:6443")))));
        }
        cluster.create(JsonObject.parse("""
            --- {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: tenants},
             spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
            """));
        cluster.create(JsonObject.parse("""
            --- {apiVersion: v1, kind: Service, metadata: {name: t, namespace: tenants},
             spec: {clusterIP: %s, selector: {app: t}, ports: [{port: 6443, targetPort: 6443}]}}
            """.formatted(SERVICE_IP)));
        try (var in = ProcessNodeIT.class.getResourceAsStream("/node/control-plane.yaml")) {
            cluster.create(JsonObject.parse(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("VERSION", RealBinaries.KUBERNETES)));
        }
    }
}
