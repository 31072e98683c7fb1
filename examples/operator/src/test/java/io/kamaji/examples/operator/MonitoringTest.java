package io.kamaji.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.Kamaji;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.event.CredentialIssued;
import io.kamaji.core.event.LeadershipChanged;
import io.kamaji.core.event.TenantMeasured;
import io.kamaji.core.event.TenantSwept;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.datastore.Usage;
import io.kamaji.testkit.ApiServerSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards and alerts ask for what the process serves: each metric and each label of their queries is there. */
class MonitoringTest {
    private static final ObjectRef BLUE = ResourceTypes.TENANT_CONTROL_PLANE.ref("tenants", "blue");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:kamaji|jvm|process)_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");
    private static final Pattern NAMED = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?(\\w+) ?}}");

    /** Added by whoever scrapes. */
    private static final Set<String> OF_THE_TARGET = Set.of("pod", "namespace", "job", "instance");

    /** By metric, its labels. */
    private static final Map<String, Set<String>> SERVED = new HashMap<>();

    private static String scraped = "";

    @BeforeAll
    static void scrape() throws Exception {
        try (var simulator = ApiServerSimulator.builder()
                .namespaces("tenants", "kamaji-system")
                .deploymentsBecomeAvailable(Duration.ofMillis(100))
                .start()) {
            try (var kamaji = Kamaji.connect(simulator.cluster())) {
                kamaji.installDefinitions();
            }
            var kubeconfig = Files.createTempFile("kamaji", ".conf");
            Files.writeString(kubeconfig, simulator.kubeconfig());
            var arguments = List.of(
                    "--kubeconfig=" + kubeconfig,
                    "--metrics-bind-address=127.0.0.1:0",
                    "--health-probe-bind-address=0",
                    "--webhook-bind-address=0");
            try (var process = OperatorProcess.start(OperatorConfig.of(arguments, Map.of()));
                    var admin = simulator.connect()) {
                awaitTrue(() -> process.health().ready() && process.leads());
                admin.create(JsonObject.parse("""
                        {apiVersion: kamaji.clastix.io/v1alpha1, kind: DataStore, metadata: {name: embedded},
                         spec: {driver: SQLite, sqlite: {volume: emptyDir}}}
                        """));
                admin.create(JsonObject.parse("""
                        apiVersion: kamaji.clastix.io/v1alpha1
                        kind: TenantControlPlane
                        metadata: {name: blue, namespace: tenants}
                        spec:
                          dataStore: embedded
                          controlPlane: {deployment: {replicas: 1}, service: {serviceType: LoadBalancer}}
                          kubernetes: {version: v1.36.3, kubelet: {}}
                        """));
                awaitTrue(() -> get(process).contains("kamaji_certificates_current")
                        && get(process).contains("kamaji_datastore_status")
                        && get(process).contains("kamaji_tenant_control_plane_status{"));
                var living = get(process);
                admin.delete(BLUE, Preconditions.NONE);
                awaitTrue(() -> get(process).contains("kamaji_tenant_phase_duration_seconds_bucket"));
                // what takes a tenant that answers, and a second replica
                var events = process.telemetry().events();
                events.accept(new TenantSwept(
                        BLUE,
                        Instant.now(),
                        TenantSwept.Outcome.UNCHANGED,
                        Duration.ofMillis(5),
                        Duration.ofSeconds(45),
                        Optional.empty()));
                events.accept(new TenantMeasured(
                        BLUE,
                        Instant.now(),
                        Duration.ofMillis(5),
                        Optional.of("shared"),
                        Optional.of(new Usage(10, 1000, true)),
                        Optional.empty()));
                events.accept(new CredentialIssued(BLUE, Instant.now(), "apiserver", "missing"));
                events.accept(
                        new LeadershipChanged(ResourceTypes.LEASE.ref("kamaji-system", "l"), Instant.now(), true));
                scraped = living + get(process);
            }
        }
        scraped.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var labels = SERVED.computeIfAbsent(line.replaceFirst("[{ ].*", ""), name -> new HashSet<>());
            var match = LABEL.matcher(line);
            while (match.find()) {
                labels.add(match.group(1));
            }
        });
    }

    @AfterAll
    static void clear() {
        SERVED.clear();
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void awaitTrue(Condition condition) throws Exception {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not so within a minute; last scraped:\n" + scraped);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static String get(OperatorProcess process) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + process.metricsPort() + "/metrics");
        scraped = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        return scraped;
    }

    static Stream<String> queries() {
        return Stream.concat(
                Arrays.stream(Alert.values()).map(Alert::expression),
                Arrays.stream(Dashboard.values()).flatMap(Dashboard::queries));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void query_metricsAndLabels_areServed(String query) {
        var match = SELECTOR.matcher(query);
        var offered = new TreeSet<>(OF_THE_TARGET);
        assertThat(match.find()).as("asks for a metric").isTrue();
        match.reset();
        while (match.find()) {
            assertThat(SERVED).containsKey(match.group(1));
            var served = SERVED.get(match.group(1));
            offered.addAll(served);
            assertThat(served).as(match.group(1)).containsAll(names(match.group(2)));
        }
        var grouping = GROUPING.matcher(query);
        while (grouping.find()) {
            assertThat(offered).containsAll(List.of(grouping.group(1).split(", ")));
        }
    }

    private static List<String> names(String selector) {
        return selector == null
                ? List.of()
                : LABEL.matcher(selector).results().map(match -> match.group(1)).toList();
    }

    /** What a summary or a legend names is still there after the aggregation. */
    @Test
    void texts_nameLabelsThatTheirQueriesHave() {
        for (var alert : Alert.values()) {
            assertNamed(
                    alert.expression(),
                    alert.rule().text("annotations", "summary").orElseThrow());
        }
        for (var dashboard : Dashboard.values()) {
            dashboard
                    .json()
                    .array("panels")
                    .objects()
                    .forEach(panel -> panel.array("targets")
                            .objects()
                            .forEach(target -> assertNamed(
                                    target.text("expr").orElseThrow(),
                                    target.text("legendFormat").orElseThrow())));
        }
    }

    private static void assertNamed(String query, String text) {
        var grouped =
                GROUPING.matcher(query).results().map(match -> match.group(1)).toList();
        var left = new HashSet<String>();
        if (!grouped.isEmpty()) {
            left.addAll(List.of(grouped.get(0).split(", ")));
        } else {
            SELECTOR.matcher(query)
                    .results()
                    .forEach(match -> left.addAll(SERVED.getOrDefault(match.group(1), Set.of())));
        }
        NAMED.matcher(text)
                .results()
                .forEach(match -> assertThat(left).as(query).contains(match.group(1)));
    }

    @Test
    void alerts_areMoreThanADozenWithNamesOfTheirOwn() {
        assertThat(Arrays.stream(Alert.values()).map(Alert::title))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(12);
        assertThat(Alert.OPERATOR_DOWN.title()).isEqualTo("KamajiOperatorDown");
    }

    @Test
    void scrape_hasTheReferencesNine() {
        assertThat(SERVED)
                .containsKeys(
                        "kamaji_build_info",
                        "kamaji_tenant_control_plane_info",
                        "kamaji_tenant_control_plane_status",
                        "kamaji_tenant_control_planes_current",
                        "kamaji_datastore_info",
                        "kamaji_datastore_status",
                        "kamaji_datastores_current",
                        "kamaji_certificates_current",
                        "kamaji_handler_time_seconds_bucket");
    }
}
