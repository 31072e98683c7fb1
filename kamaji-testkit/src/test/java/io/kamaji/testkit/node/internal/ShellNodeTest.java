package io.kamaji.testkit.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.testkit.ApiServerSimulator;
import io.kamaji.testkit.ProcessNode;
import io.kamaji.testkit.node.RunningPod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node with containers that are shells: all that needs no upstream binary. */
class ShellNodeTest {
    private static final ObjectRef DEPLOYMENT = ObjectRef.of("apps/v1", "Deployment", "n", "d");

    @TempDir
    Path folder;

    private final ApiServerSimulator api =
            ApiServerSimulator.builder().namespaces("n").start();
    private final ClusterClient cluster = api.connect();

    @BeforeAll
    static void linux() {
        Assumptions.assumeTrue(
                ProcessNode.unavailable().isEmpty(),
                () -> ProcessNode.unavailable().orElse(""));
    }

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    private List<JsonObject> all(String kind) {
        return api.objects().ofKind(kind).objects();
    }

    private static void create(ClusterClient cluster, String spec, String podSpec) {
        cluster.create(JsonObject.parse("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d, namespace: n}
            spec:
              %s
              selector: {matchLabels: {app: d}}
              template:
                metadata: {labels: {app: d}}
                spec:
            %s""".formatted(spec, podSpec.indent(6))));
    }

    private Optional<JsonObject> container(String name) {
        return all("Pod").stream()
                .flatMap(pod -> pod.array("status", "containerStatuses").objects())
                .filter(status -> status.text("name").equals(Optional.of(name)))
                .findFirst();
    }

    private long number(String field) {
        return cluster.get(DEPLOYMENT).flatMap(d -> d.number("status", field)).orElse(0L);
    }

    @Test
    void containers_crashProbesAndMissingSecret_statusSaysWhy() throws Exception {
        create(cluster, "replicas: 1", """
            volumes: [{name: late, secret: {secretName: late}}]
            containers:
            - {name: crashes, image: sh, command: [sh, -c, "echo once; exit 3"]}
            - name: sick
              image: sh
              command: [sh, -c, "sleep 100"]
              livenessProbe: {exec: {command: ["false"]}, periodSeconds: 1, failureThreshold: 2}
            - {name: waits, image: sh, command: [sh, -c, "cat /late/key; sleep 100"], volumeMounts: [{name: late, mountPath: /late}]}
            - {name: none, image: "x/unheard-of:1", command: [/no/such/program]}
            terminationGracePeriodSeconds: 1
            """);
        try (var node = ProcessNode.start(cluster)) {
            ProcessNodeIT.await(
                    60,
                    () -> container("crashes")
                                    .flatMap(c -> c.number("restartCount"))
                                    .orElse(0L)
                            >= 1,
                    node);
            assertThat(container("crashes").orElseThrow().number("lastState", "terminated", "exitCode"))
                    .contains(3L);
            ProcessNodeIT.await(
                    60,
                    () -> container("sick")
                                    .flatMap(c -> c.number("restartCount"))
                                    .orElse(0L)
                            >= 1,
                    node);
            assertThat(container("waits").orElseThrow().text("state", "waiting", "message"))
                    .contains("there is no Secret n/late to mount");
            assertThat(container("none").orElseThrow().text("state", "waiting", "message"))
                    .contains("no program /no/such/program");
            cluster.create(JsonObject.parse(
                    "--- {apiVersion: v1, kind: Secret, metadata: {name: late, namespace: n}, data: {key: aGVyZQ==}}"));
            ProcessNodeIT.await(
                    60, () -> node.logs(node.pods().get(0).name(), "waits").contains("here"), node);
            ProcessNodeIT.await(
                    60,
                    () -> node.logs("n/" + node.pods().get(0).name(), "crashes").startsWith("once\nonce"),
                    node);
            assertThat(cluster.get(DEPLOYMENT)
                            .orElseThrow()
                            .array("status", "conditions")
                            .objects()
                            .filter(c -> c.text("type").equals(Optional.of("Available")))
                            .findFirst()
                            .orElseThrow()
                            .text("status"))
                    .contains("False");
        }
    }

    @Test
    void initsAndSidecar_inOrder_sidecarEndsLast() throws Exception {
        var log = folder.resolve("order");
        create(cluster, "replicas: 1", """
            volumes: [{name: v, emptyDir: {}}]
            initContainers:
            - {name: a, image: sh, command: [sh, -c, "echo a >>LOG"]}
            - name: side
              image: sh
              restartPolicy: Always
              command: [sh, -c, "trap 'echo side-end >>LOG; exit 0' TERM; sleep 0.3; echo side >>LOG; touch /v/up; while :; do sleep 0.05; done"]
              startupProbe: {exec: {command: [test, -f, /v/up]}, periodSeconds: 1}
              volumeMounts: [{name: v, mountPath: /v}]
            - {name: b, image: sh, command: [sh, -c, "echo b >>LOG"]}
            containers:
            - {name: m, image: sh, command: [sh, -c, "trap 'echo main-end >>LOG; exit 0' TERM; echo main >>LOG; while :; do sleep 0.05; done"]}
            """.replace("LOG", log.toString()));
        try (var node = ProcessNode.start(cluster)) {
            ProcessNodeIT.await(60, () -> number("availableReplicas") == 1, node);
            cluster.delete(DEPLOYMENT, ClusterClient.Preconditions.NONE);
            ProcessNodeIT.await(
                    60,
                    () -> node.pods().isEmpty()
                            && all("Pod").isEmpty()
                            && all("ReplicaSet").isEmpty(),
                    node);
            try (var left = Files.list(node.folder())) {
                assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("lock", "pid");
            }
            assertThat(node.folder().resolve("pid")).isEmptyDirectory();
        }
        assertThat(Files.readAllLines(log)).containsExactly("a", "side", "b", "main", "main-end", "side-end");
    }

    @Test
    void rollingUpdate_twoReplicas_neverUnderTwoAvailable() throws Exception {
        create(cluster, "replicas: 2\n  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", """
            terminationGracePeriodSeconds: 1
            containers:
            - name: m
              image: sh
              command: [sh, -c, "sleep 0.2; touch $HOME/ready; exec sleep 100"]
              readinessProbe: {exec: {command: [sh, -c, "test -f $HOME/ready"]}, periodSeconds: 1}
            """);
        try (var node = ProcessNode.start(cluster)) {
            ProcessNodeIT.await(60, () -> number("availableReplicas") == 2, node);
            var before = node.pods().stream().map(RunningPod::name).toList();
            assertThat(node.pods().stream().map(RunningPod::address).distinct()).hasSize(2);
            SimulatorNodeTest.idleWritesNothing(node, api);
            var least = new ArrayList<Long>();
            cluster.patch(
                    DEPLOYMENT,
                    ClusterClient.PatchType.MERGE,
                    JsonObject.EMPTY.withAt(List.of("spec", "template", "metadata", "annotations", "v"), "2"),
                    "");
            ProcessNodeIT.await(
                    60,
                    () -> {
                        least.add(node.pods().stream().filter(RunningPod::ready).count());
                        return number("updatedReplicas") == 2
                                && node.pods().size() == 2
                                && node.pods().stream().allMatch(RunningPod::ready)
                                && node.pods().stream().noneMatch(pod -> before.contains(pod.name()));
                    },
                    node);
            assertThat(least).allMatch(ready -> ready >= 2);
            assertThat(all("ReplicaSet").stream().map(WorkloadObjects::revision))
                    .containsExactlyInAnyOrder(1L, 2L);
            assertThat(cluster.get(DEPLOYMENT).map(WorkloadObjects::revision)).contains(2L);

            // a pod deleted in the API is replaced
            var gone = node.pods().get(0).name();
            cluster.delete(ObjectRef.of("v1", "Pod", "n", gone), ClusterClient.Preconditions.NONE);
            ProcessNodeIT.await(
                    60,
                    () -> node.pods().stream().noneMatch(pod -> pod.name().equals(gone))
                            && number("availableReplicas") == 2
                            && all("Pod").size() == 2,
                    node);
        }
    }

    /** Starts a node in a JVM of its own; {@link #killedJvm_leavesNoProcess_andTheNextNodeNoFile} kills it. */
    public static void main(String[] args) throws Exception {
        var cluster = ApiServerSimulator.builder().namespaces("n").start().connect();
        create(cluster, "replicas: 1", "containers: [{name: m, image: sh, command: [sh, -c, 'sleep 300 & wait']}]\n");
        var node = ProcessNode.builder(cluster).base(Path.of(args[0])).start();
        ProcessNodeIT.await(
                60, () -> node.pods().stream().anyMatch(pod -> pod.processes().size() == 1), node);
        System.out.println("pid " + node.pods().get(0).processes().get("m"));
        Thread.sleep(60_000);
    }

    @Test
    void killedJvm_leavesNoProcess_andTheNextNodeNoFile() throws Exception {
        var base = Files.createTempDirectory(Path.of("/tmp"), "kmj");
        var output = folder.resolve("out");
        var jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShellNodeTest.class.getName(),
                        base.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            var pid = "";
            for (int i = 0; pid.isEmpty() && i < 1200; i++) {
                Thread.sleep(50);
                pid = Files.readString(output)
                        .lines()
                        .filter(line -> line.startsWith("pid "))
                        .map(line -> line.substring(4))
                        .findFirst()
                        .orElse("");
            }
            assertThat(pid).as(Files.readString(output)).isNotEmpty();
            var child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            assertThat(base.resolve("kmj-0/pid/" + pid)).exists();
            jvm.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
            try (var node = ProcessNode.builder(cluster).base(base).start()) {
                assertThat(node.folder()).isEqualTo(base.resolve("kmj-0"));
                assertThat(node.folder().resolve("1")).doesNotExist();
                for (int i = 0; child.isAlive() && i < 1200; i++) {
                    Thread.sleep(50);
                }
                assertThat(child.isAlive()).isFalse();
            }
            assertThat(base).isEmptyDirectory();
        } finally {
            jvm.destroyForcibly();
            StateFolder.delete(base, null);
        }
    }

    @Test
    void stateFolder_ofADeadNode_itsProcessesEnded() throws Exception {
        // as without setpriv: recorded, but not bound to the JVM that started it
        var process = new ProcessBuilder("sleep", "100").start();
        var other = new ProcessBuilder("sleep", "100").start();
        try {
            var base = Files.createTempDirectory(Path.of("/tmp"), "kmj");
            var left = Files.createDirectories(base.resolve("kmj-0/pid"));
            Files.writeString(
                    left.resolve(String.valueOf(process.pid())),
                    StateFolder.startTime(process.pid()).orElseThrow());
            Files.writeString(left.resolve(String.valueOf(other.pid())), "1"); // the number is another's now
            try (var taken = StateFolder.take(base);
                    var next = StateFolder.take(base)) {
                assertThat(Map.of(taken.number(), 0, next.number(), 1)).isEqualTo(Map.of(0, 0, 1, 1));
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(other.isAlive()).isTrue();
            }
            assertThat(base).isEmptyDirectory();
            Files.delete(base);
        } finally {
            process.destroyForcibly();
            other.destroyForcibly();
        }
    }
}
