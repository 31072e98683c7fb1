package io.kamaji.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.DataStore;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.testkit.ApiServerSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KamajiCommandTest {
    private static final TenantControlPlane BLUE = TenantControlPlane.builder("tenants", "blue")
            .kubernetesVersion("1.36.3")
            .replicas(1)
            .loadBalancer()
            .dataStore("embedded")
            .build();

    private final ApiServerSimulator simulator =
            ApiServerSimulator.builder().namespaces("tenants").start();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private ClusterClient admin;

    @BeforeEach
    void install() throws IOException {
        admin = simulator.connect();
        Files.writeString(folder.resolve("admin.conf"), simulator.kubeconfig());
        try (var kamaji = Kamaji.connect(simulator.cluster())) {
            kamaji.installDefinitions();
            admin.create(DataStore.sqlite("embedded").build().toCustomResource());
            admin.create(BLUE.toCustomResource());
        }
    }

    @AfterEach
    void stop() {
        admin.close();
        simulator.close();
    }

    /** As an operator does it. */
    private void pass() {
        try (var kamaji = Kamaji.connect(simulator.cluster())) {
            for (int i = 0; i < 2; i++) {
                var pass = kamaji.tenant(BLUE).reconcile();
                var status = TenantControlPlane.builder()
                        .status(Optional.of(pass.wireStatus()))
                        .build()
                        .toJsonObject()
                        .object("status");
                admin.patch(
                        ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", "blue"),
                        PatchType.MERGE,
                        JsonObject.of("status", status),
                        "status");
            }
        }
    }

    @Test
    void status_ofAll_isATable() {
        pass();

        assertThat(run("status")).isZero();
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString()).startsWith("NAMESPACE").contains("tenants", "blue", "v1.36.3", "embedded");
    }

    @Test
    void status_ofOne_hasItsConditions() {
        pass();

        assertThat(run("status", "-n", "tenants", "blue")).isZero();
        assertThat(out.toString()).contains("tenants/blue", "Ready False since ");
    }

    @Test
    void stores_showWhoUsesThemAndWhatIsLeftOfOneThatDrains() {
        var embedded = ResourceTypes.DATA_STORE.ref("embedded");
        admin.patch(
                embedded,
                PatchType.MERGE,
                JsonObject.parse("{metadata: {labels: {platform.kamaji.io/drain: 'true'},"
                        + " annotations: {platform.kamaji.io/capacity: '50'}}}"),
                "");
        admin.patch(embedded, PatchType.MERGE, JsonObject.parse("""
                        {status: {ready: true, usedBy: [tenants/blue], conditions: [{type: Drained, status: "False", reason: Draining,
                          message: "1 tenant is left: tenants/blue: spec.dataStore names it", lastTransitionTime: "2026-01-01T00:00:00Z"}]}}
                        """), "status");

        assertThat(run("stores")).isZero();

        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString().lines().toList().get(1).split(" {2,}"))
                .containsExactly(
                        "embedded",
                        "SQLite",
                        "True",
                        "1",
                        "50",
                        "yes",
                        "1 tenant is left: tenants/blue: spec.dataStore names it");
    }

    @Test
    void plan_ofATenantThatIsNotMadeYet_saysWhatWouldBeMadeAndWritesNothing() {
        var writes = simulator.requests().writes();

        assertThat(run("plan", "-n", "tenants", "blue")).isZero();

        assertThat(out.toString()).contains("tenants/blue-ca", "Deployment");
        assertThat(simulator.requests().changes()).isLessThanOrEqualTo(writes);
    }

    @Test
    void plan_ofAFile_needsNoTenantInTheCluster() throws IOException {
        var file = Files.writeString(
                folder.resolve("green.yaml"),
                BLUE.toCustomResource()
                        .update("metadata", metadata -> metadata.with("name", "green"))
                        .toYaml());

        assertThat(run("plan", "-f", file.toString())).isZero();
        assertThat(out.toString()).contains("tenants/green-ca");
    }

    @Test
    void plan_ofAWrongSpec_isExitCodeOneAndEveryViolation() throws IOException {
        var file = Files.writeString(
                folder.resolve("wrong.yaml"),
                BLUE.toCustomResource()
                        .withAt(List.of("spec", "kubernetes", "version"), "v9.9.9")
                        .toYaml());

        assertThat(run("plan", "-f", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("spec.kubernetes.version", "v9.9.9");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void why_ofATenantWithAPodThatCantStart_namesThePodAndItsReason() {
        pass();
        admin.create(JsonObject.parse("""
                {apiVersion: v1, kind: Pod,
                 metadata: {name: blue-0, namespace: tenants, labels: {kamaji.clastix.io/name: blue}},
                 spec: {containers: [{name: kube-apiserver, image: nowhere}]}}
                """));
        admin.patch(ResourceTypes.POD.ref("tenants", "blue-0"), PatchType.MERGE, JsonObject.parse("""
                        {status: {containerStatuses: [{name: kube-apiserver, ready: false, restartCount: 3, image: nowhere, imageID: "",
                          state: {waiting: {reason: ImagePullBackOff, message: not found}},
                          lastState: {terminated: {exitCode: 1, reason: OOMKilled}}}]}}
                        """), "status");

        assertThat(run("why", "-n", "tenants", "blue")).isZero();
        assertThat(out.toString())
                .contains(
                        "tenants/blue is not ready",
                        "pod blue-0, container kube-apiserver: ImagePullBackOff: not found",
                        "restarted 3 times, last end: OOMKilled");
    }

    @Test
    void report_holdsNoContentOfSecrets() {
        pass();
        var secrets = new ArrayList<String>();
        simulator.objects().in("tenants").objects().stream()
                .filter(object -> object.text("kind").equals(Optional.of("Secret")))
                .forEach(object -> object.object("data")
                        .members()
                        .values()
                        .forEach(value ->
                                value.asText().filter(text -> !text.isEmpty()).ifPresent(secrets::add)));

        assertThat(run(
                        "report",
                        "-n",
                        "tenants",
                        "blue",
                        "-o",
                        folder.resolve("report").toString()))
                .isZero();

        var report = read("report");
        assertThat(secrets).isNotEmpty().allSatisfy(secret -> assertThat(report).doesNotContain(secret));
        assertThat(JsonValue.parseAll(report)).hasSizeGreaterThan(10);
        assertThat(report).contains("blue-ca").doesNotContain("PRIVATE KEY", "managedFields");
    }

    @Test
    void redacted_passwordsInFlagsVariablesAndAddresses_areLeftOut() {
        var redacted = Report.redacted(JsonObject.parse("""
                kind: Deployment
                metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"password":"one"}', api-token: two}}
                spec:
                  containers:
                  - args: ["--token=three", "--endpoint=postgres://user:four@db/kine", --tls-private-key-file=/etc/key]
                    env: [{name: DB_PASSWORD, value: five}, {name: PLAIN, value: shown}]
                    secretName: shown-too
                """)).toJson();

        assertThat(redacted)
                .doesNotContain("one\"", "\"two", "three", "four", "five")
                .contains("shown", "shown-too", "/etc/key", "postgres://user:");
    }

    @Test
    void kubeconfig_toAFile_isReadableByItsOwnerOnlyAndNeverOverwritten() throws IOException {
        pass();
        var file = folder.resolve("blue.conf");

        assertThat(run("kubeconfig", "-n", "tenants", "blue", "-o", file.toString()))
                .as(err.toString())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("client-certificate-data");
        assertThat(run("kubeconfig", "-n", "tenants", "blue", "-o", file.toString()))
                .isEqualTo(1);
    }

    /** With an address, so that all of it is there. */
    private void settle() {
        pass();
        admin.patch(
                ResourceTypes.SERVICE.ref("tenants", "blue"),
                PatchType.MERGE,
                JsonObject.parse("{status: {loadBalancer: {ingress: [{ip: 192.0.2.7}]}}}"),
                "status");
        pass();
    }

    private Optional<String> asked(String secret) {
        return admin.get(ResourceTypes.SECRET.ref("tenants", secret))
                .orElseThrow()
                .text("metadata", "annotations", "certs.kamaji.clastix.io/rotate");
    }

    private void rollOut() {
        var deployment = ResourceTypes.DEPLOYMENT.ref("tenants", "blue");
        var generation = admin.get(deployment)
                .orElseThrow()
                .number("metadata", "generation")
                .orElseThrow();
        admin.patch(
                deployment,
                PatchType.MERGE,
                JsonObject.parse(
                        "{status: {observedGeneration: %d, replicas: 1, updatedReplicas: 1, availableReplicas: 1}}"
                                .formatted(generation)),
                "status");
    }

    @Test
    void rotate_oneSecret_saysWhatFollowsAndIsDoneWhenThePodsRunWithIt() {
        settle();
        var secret = "blue-front-proxy-client-certificate";
        var before = admin.get(ResourceTypes.SECRET.ref("tenants", secret))
                .orElseThrow()
                .object("data");
        var operator = CompletableFuture.runAsync(() -> {
            while (!asked(secret).equals(Optional.of(""))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            pass();
            rollOut();
        });

        assertThat(run("rotate", "-n", "tenants", "blue", "--secret", secret))
                .as(err.toString())
                .isZero();

        operator.join();
        assertThat(out.toString())
                .contains("to be issued anew: Secret " + secret, "follows: ", "pod", "done")
                .doesNotContain("blue-api-server-certificate");
        assertThat(admin.get(ResourceTypes.SECRET.ref("tenants", secret))
                        .orElseThrow()
                        .object("data"))
                .isNotEqualTo(before);
        assertThat(asked("blue-api-server-certificate")).isEmpty();
    }

    @Test
    void rotate_dryRun_namesAllButAuthoritiesAndWritesNothing() {
        settle();
        var changes = simulator.requests().changes();

        assertThat(run("rotate", "-n", "tenants", "blue", "--dry-run"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains("blue-api-server-certificate", "blue-admin-kubeconfig", "follows: ")
                .doesNotContain("Secret blue-ca\n", "blue-sa-certificate");
        assertThat(simulator.requests().changes()).isEqualTo(changes);
    }

    @Test
    void rotate_whatCantBe_isRefusedWithTheReasonAndNothingIsAsked() {
        settle();
        for (var secret : List.of("blue-ca", "blue-sa-certificate", "blue-none")) {
            assertThat(run("rotate", "-n", "tenants", "blue", "--secret", secret))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .contains(secret)
                    .contains(
                            secret.equals("blue-none")
                                    ? "holds no certificate that is issued for this tenant"
                                    : "every node would have to join again");
        }
        assertThat(asked("blue-ca")).isEmpty();
    }

    @Test
    void rotate_withoutAnOperator_saysThatItIsAskedForAndNotDone() {
        settle();

        assertThat(run("rotate", "-n", "tenants", "blue", "--timeout", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("asked for, and not done yet");
    }

    @Test
    void kubeconfig_forSomebody_isGoodForATimeAndToldByAnEvent() {
        pass();

        assertThat(run("kubeconfig", "-n", "tenants", "blue", "--user", "ann", "--group", "dev", "--for", "30m"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("name: ann");
        assertThat(admin.list(ListRequest.of(ResourceTypes.RECORDED_EVENT, "tenants", ""))
                        .items())
                .extracting(event -> event.text("note").orElse(""))
                .anyMatch(note ->
                        note.matches("for user ann of groups dev, good until .*, asked for by .* kubectl kamaji"));
        assertThat(run("kubeconfig", "-n", "tenants", "blue", "--for", "ever")).isEqualTo(2);
    }

    @Test
    void tenant_thatIsNotThere_isExitCodeOneAndItsName() {
        for (var command : List.of("status", "why", "plan", "join", "report", "kubeconfig", "rotate")) {
            assertThat(run(command, "-n", "tenants", "red")).as(command).isEqualTo(1);
            assertThat(err.toString()).contains("tenants/red", "there is no such tenant");
        }
    }

    @Test
    void call_thatIsWrong_isExitCodeTwo() {
        assertThat(run("plan")).isEqualTo(2);
        assertThat(run("rotate")).isEqualTo(2);
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("status", "why", "plan", "report", "backup", "join", "kubeconfig", "rotate");
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of(arguments));
        if (!List.of(arguments).equals(List.of("rotate")) && !arguments[0].startsWith("-")) {
            all.add("--kubeconfig=" + folder.resolve("admin.conf"));
        }
        return KamajiCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
