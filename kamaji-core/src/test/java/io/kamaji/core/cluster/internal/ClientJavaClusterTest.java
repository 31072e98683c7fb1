package io.kamaji.core.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClientLimits;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.cluster.Observation;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.pki.CertificateSpec;
import io.kamaji.pki.CertificateTree;
import io.kamaji.pki.Issuance;
import io.kamaji.pki.SubjectAltNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, and what comes of the answers. */
class ClientJavaClusterTest {
    private static final JsonObject CONFIG_MAP = JsonObject.parse(
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"namespace\":\"n\"}}");
    private static final ObjectRef REF = ObjectRef.of(CONFIG_MAP);

    private record Answered(int code, String body, List<String> headers) {}

    private final Queue<Answered> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> contentTypes = new ArrayList<>();
    private final List<String> agents = new ArrayList<>();
    private HttpServer server;
    private ClientJavaCluster client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = ClientJavaCluster.kubeconfig(kubeconfig(server.getAddress().getPort()), ClientLimits.ofAdmin());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private static String kubeconfig(int port) {
        return """
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: t0ken}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(port);
    }

    private void answer(HttpExchange exchange) throws IOException {
        synchronized (answers) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            contentTypes.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            agents.add(exchange.getRequestHeaders().getFirst("User-Agent") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            var answer = answers.isEmpty() ? new Answered(200, CONFIG_MAP.toJson(), List.of()) : answers.remove();
            for (int i = 0; i < answer.headers().size(); i += 2) {
                exchange.getResponseHeaders()
                        .add(answer.headers().get(i), answer.headers().get(i + 1));
            }
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.code(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }
    }

    private void willAnswer(int code, String body, String... headers) {
        answers.add(new Answered(code, body, List.of(headers)));
    }

    private static String status(int code, String reason, String message) {
        return JsonObject.of("kind", "Status", "code", code, "reason", reason, "message", message)
                .toJson();
    }

    @Test
    void apply_object_isPatchedAsOurs() {
        client.apply(CONFIG_MAP, new ApplyOptions("kamaji", true, true));
        client.apply(CONFIG_MAP, new ApplyOptions("kamaji", false, false));

        assertThat(requests)
                .containsExactly(
                        "PATCH /api/v1/namespaces/n/configmaps/a?fieldManager=kamaji&force=true&dryRun=All",
                        "PATCH /api/v1/namespaces/n/configmaps/a?fieldManager=kamaji&force=false");
        assertThat(contentTypes).containsOnly("application/apply-patch+yaml");
        assertThat(JsonObject.parse(bodies.get(0))).isEqualTo(CONFIG_MAP);
        assertThat(agents).allSatisfy(agent -> assertThat(agent).matches("kamaji-java/\\S+ Bearer t0ken"));
    }

    @Test
    void writes_eachKind_nameTheManager() {
        client.create(CONFIG_MAP);
        client.replace(CONFIG_MAP);
        client.patch(REF, PatchType.MERGE, JsonObject.EMPTY, "status");

        assertThat(requests)
                .containsExactly(
                        "POST /api/v1/namespaces/n/configmaps?fieldManager=kamaji",
                        "PUT /api/v1/namespaces/n/configmaps/a?fieldManager=kamaji",
                        "PATCH /api/v1/namespaces/n/configmaps/a/status?fieldManager=kamaji");
        assertThat(contentTypes)
                .containsExactly("application/json", "application/json", "application/merge-patch+json");
    }

    @Test
    void delete_withPreconditions_sendsThem() {
        assertThat(client.delete(REF, new Preconditions(Optional.of("u"), Optional.of("7"))))
                .isTrue();
        willAnswer(404, status(404, "NotFound", "gone"));
        assertThat(client.delete(REF, Preconditions.NONE)).isFalse();

        assertThat(JsonObject.parse(bodies.get(0)).object("preconditions"))
                .isEqualTo(JsonObject.of("uid", "u", "resourceVersion", "7"));
        assertThat(JsonObject.parse(bodies.get(0)).text("propagationPolicy")).contains("Background");
        assertThat(JsonObject.parse(bodies.get(1)).has("preconditions")).isFalse();
    }

    @Test
    void list_pages_areJoinedAndTyped() {
        willAnswer(
                200,
                "{\"metadata\":{\"resourceVersion\":\"9\",\"continue\":\"to ken\"},\"items\":[{\"metadata\":{\"name\":\"a\",\"namespace\":\"n\"}}]}");
        willAnswer(
                200,
                "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[{\"metadata\":{\"name\":\"b\",\"namespace\":\"n\"}}]}");

        var listing = client.list(ListRequest.of(ResourceTypes.SECRET, "n", "k=v"));

        assertThat(listing.items())
                .extracting(ObjectRef::of)
                .extracting(ObjectRef::toString)
                .containsExactly("v1 Secret n/a", "v1 Secret n/b");
        assertThat(listing.resourceVersion()).isEqualTo("9");
        assertThat(requests)
                .containsExactly(
                        "GET /api/v1/namespaces/n/secrets?labelSelector=k%3Dv&limit=500",
                        "GET /api/v1/namespaces/n/secrets?labelSelector=k%3Dv&limit=500&continue=to%20ken");
    }

    @Test
    void list_expiredPage_startsAgainWithoutPages() {
        willAnswer(
                200,
                "{\"metadata\":{\"continue\":\"x\"},\"items\":[{\"metadata\":{\"name\":\"old\",\"namespace\":\"n\"}}]}");
        willAnswer(410, status(410, "Expired", "too old"));
        willAnswer(
                200,
                "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[{\"metadata\":{\"name\":\"a\",\"namespace\":\"n\"}}]}");

        assertThat(client.list(ListRequest.of(ResourceTypes.SECRET, "n", "")).items())
                .extracting(item -> item.text("metadata", "name").orElseThrow())
                .containsExactly("a");
    }

    @Test
    void refusal_status_saysWhatAndWhenAndWhatToDo() {
        willAnswer(429, status(429, "TooManyRequests", "slow down"), "Retry-After", "7");
        willAnswer(403, status(403, "Forbidden", "may not"));
        willAnswer(500, "<html>boom</html>");

        var busy = catchThrowableOfType(ClusterException.class, () -> client.create(CONFIG_MAP));
        var forbidden = catchThrowableOfType(ClusterException.class, () -> client.create(CONFIG_MAP));
        var broken = catchThrowableOfType(ClusterException.class, () -> client.create(CONFIG_MAP));

        assertThat(busy.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(busy.reason()).isEqualTo("TooManyRequests");
        assertThat(busy.ref()).contains(REF);
        assertThat(forbidden).hasMessageContainingAll("POST v1 ConfigMap n/a", "403 may not", "RBAC");
        assertThat(forbidden.retryAfter()).isEmpty();
        assertThat(broken).hasMessageContainingAll("500", "boom");
        assertThat(broken.isTransient()).isTrue();
    }

    @Test
    void get_noServer_isUnreachableAndNamesIt() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var nobody = ClientJavaCluster.kubeconfig(kubeconfig(port), ClientLimits.ofAdmin())) {
            var failure = catchThrowableOfType(ClusterException.class, () -> nobody.get(REF));

            assertThat(failure.code()).isZero();
            assertThat(failure.reason()).isEqualTo("Unreachable");
            assertThat(failure).hasMessageContainingAll("127.0.0.1:" + port, "check that the server is up");
            assertThat(failure.retryAfter()).isPresent();
        }
    }

    @Test
    void request_silentServer_endsAtTheLimitOfTheRequest() throws IOException {
        try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress()); // connects, and never answers
                var client = AdminCluster.kubeconfig(kubeconfig(silent.getLocalPort()))
                        .requestTimeout(Duration.ofMillis(200))
                        .connect()) {
            var start = System.nanoTime();
            var failure = catchThrowableOfType(ClusterException.class, () -> client.create(CONFIG_MAP));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(millis(200), millis(5000));
            assertThat(failure).hasMessageContainingAll("POST v1 ConfigMap n/a", "no answer in time");
            assertThat(failure.isTransient()).isTrue();
            assertThat(failure.retryAfter()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void request_redirect_isNotFollowed(int code) throws IOException {
        var elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var reached = new AtomicInteger();
        elsewhere.createContext("/", exchange -> {
            reached.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        var location = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/latest/meta-data/iam";
        try {
            for (var request : List.<Runnable>of(
                    () -> client.get(REF),
                    () -> client.raw("/version"),
                    () -> client.create(CONFIG_MAP),
                    () -> client.apply(CONFIG_MAP, new ApplyOptions("kamaji", true, false)),
                    () -> client.delete(REF, Preconditions.NONE),
                    () -> client.list(ListRequest.of(ResourceTypes.SECRET, "n", "")))) {
                willAnswer(code, "", "Location", location);

                assertThat(catchThrowableOfType(ClusterException.class, request::run))
                        .hasMessageContainingAll(Integer.toString(code), location, "not followed");
            }
            assertThat(reached).hasValue(0);
        } finally {
            elsewhere.stop(0);
        }
    }

    @Test
    void retryAfter_days_areCutToTheLimit() {
        willAnswer(429, status(429, "TooManyRequests", "slow down"), "Retry-After", "999999");
        willAnswer(503, "{\"kind\":\"Status\",\"details\":{\"retryAfterSeconds\":" + Long.MAX_VALUE + "}}");

        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowableOfType(ClusterException.class, () -> client.get(REF))
                            .retryAfter())
                    .contains(ClientLimits.RETRY_AFTER);
        }
    }

    @Test
    void list_pageThatIsTooLarge_isAskedForInSmallerOnes() {
        try (var small = AdminCluster.kubeconfig(kubeconfig(server.getAddress().getPort()))
                .limits(ClientLimits.ofAdmin().toBuilder().body(1024).build())
                .connect()) {
            willAnswer(200, "{\"items\":[],\"x\":\"" + "x".repeat(1024) + "\"}");
            willAnswer(200, "{\"items\":[]}");

            small.list(ListRequest.of(ResourceTypes.SECRET, "n", ""));

            assertThat(requests)
                    .containsExactly(
                            "GET /api/v1/namespaces/n/secrets?limit=500", "GET /api/v1/namespaces/n/secrets?limit=50");
        }
    }

    @Test
    void within_bytesSpent_asksNoMore() {
        var budget = Budget.ofLook();
        var look = client.within(budget);
        look.get(REF);
        budget.spend(Budget.LOOK_BYTES, 0);

        assertThat(catchThrowableOfType(ClusterException.class, () -> look.get(REF)))
                .hasMessageContainingAll("GET v1 ConfigMap n/a: given up", "a look at a tenant may take 60.0 s");
        assertThat(requests).hasSize(1);
    }

    @Test
    void within_timeIsOver_asksNoMoreAndWaitsNoLonger() throws IOException {
        try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                var patient = AdminCluster.kubeconfig(kubeconfig(silent.getLocalPort()))
                        .connect()) {
            var look = patient.within(Budget.ofLook(millis(200)));
            var start = System.nanoTime();

            assertThat(catchThrowableOfType(ClusterException.class, () -> look.get(REF)))
                    .hasMessageContaining("no answer in time");
            assertThat(catchThrowableOfType(ClusterException.class, () -> look.get(REF)))
                    .hasMessageContaining("given up");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(millis(200), millis(5000));
        }
    }

    @Test
    void requestTimeout_none_isRefused() {
        assertThatThrownBy(() -> AdminCluster.inCluster().requestTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void get_missing_isEmptyAndUnknownKindIsDiscoveredOnce() {
        willAnswer(404, status(404, "NotFound", "no"));
        assertThat(client.get(REF)).isEmpty();
        willAnswer(
                200,
                "{\"resources\":[{\"kind\":\"Widget\",\"name\":\"widgets/status\"},{\"kind\":\"Widget\",\"name\":\"widgets\",\"namespaced\":true}]}");
        var widget = ObjectRef.of("example.com/v1", "Widget", "n", "w");
        willAnswer(200, "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"}}");
        willAnswer(404, status(404, "NotFound", "no"));
        assertThat(client.get(widget)).isPresent();
        assertThat(client.get(widget)).isEmpty();

        assertThat(requests.subList(1, 4))
                .containsExactly(
                        "GET /apis/example.com/v1",
                        "GET /apis/example.com/v1/namespaces/n/widgets/w",
                        "GET /apis/example.com/v1/namespaces/n/widgets/w");
    }

    @Test
    void get_nameThatLeavesThePath_isRefused() {
        assertThatThrownBy(() -> client.get(ObjectRef.of("v1", "ConfigMap", "n", "../secrets/x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.get(ObjectRef.of("v1", "ConfigMap", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("namespace");
        assertThat(requests).isEmpty();
    }

    @Test
    void watch_errorEvent_isAClusterException() {
        willAnswer(
                200,
                "{\"type\":\"ADDED\",\"object\":" + CONFIG_MAP.toJson() + "}\n" + "{\"type\":\"ERROR\",\"object\":"
                        + status(410, "Expired", "too old") + "}\n");
        var seen = new ArrayList<String>();

        var failure = catchThrowableOfType(
                ClusterException.class,
                () -> client.watch(
                        ListRequest.of(ResourceTypes.CONFIG_MAP, "n", ""), "5", Duration.ofSeconds(3), event -> {
                            seen.add(event.type());
                            return false;
                        }));

        assertThat(seen).containsExactly("ADDED");
        assertThat(failure.code()).isEqualTo(410);
        assertThat(requests.get(0)).contains("watch=true", "resourceVersion=5", "timeoutSeconds=3");
    }

    @Test
    void observation_refusedOptionalKind_isAWarningAndMissingNamesAreAsked() {
        willAnswer(200, "{\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"a\",\"namespace\":\"n\"}}]}");
        willAnswer(403, status(403, "Forbidden", "may not"));
        willAnswer(404, status(404, "NotFound", "no such kind"));
        willAnswer(404, status(404, "NotFound", "no"));
        var ca = ObjectRef.of("v1", "Secret", "n", "blue-ca");

        var observation = Observation.of(
                client,
                "n",
                "k=v",
                Set.of(ResourceTypes.CONFIG_MAP),
                new java.util.LinkedHashSet<>(List.of(ResourceTypes.INGRESS, ResourceTypes.TLS_ROUTE)),
                new java.util.LinkedHashSet<>(List.of(REF, ca)));

        assertThat(observation.observed().objects()).containsOnlyKeys(REF);
        assertThat(observation.warnings())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("left alone"));
        assertThat(requests).hasSize(4).last().isEqualTo("GET /api/v1/namespaces/n/secrets/blue-ca");
    }

    @Test
    void observation_refusedRequiredKind_fails() {
        willAnswer(403, status(403, "Forbidden", "may not"));

        assertThatThrownBy(() -> Observation.of(client, "n", "k=v", Set.of(ResourceTypes.SECRET), Set.of(), Set.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("RBAC");
    }

    @Test
    void warningText_header_isItsQuotedPart() {
        assertThat(Http.warningText("299 - \"v1 \\\"X\\\" is deprecated\"")).isEqualTo("v1 \"X\" is deprecated");
        assertThat(Http.warningText("odd")).isEqualTo("odd");
    }

    /** What proxies, load balancers and broken servers answer where an object or a list is expected. */
    static Stream<Arguments> strangeAnswers() {
        var bodies = List.of("null", "[]", "<html>\nhi</html>", "", "{", "{}", "{\"items\":[{}]}", "\"text\"", "17");
        return bodies.stream().flatMap(body -> Verb.ALL.keySet().stream().map(verb -> Arguments.of(body, verb)));
    }

    @ParameterizedTest
    @MethodSource("strangeAnswers")
    void verb_strangeAnswer_isAClusterExceptionWithItsFirstLine(String body, String verb) {
        willAnswer(200, body);

        var failure = catchThrowableOfType(
                ClusterException.class, () -> Verb.ALL.get(verb).accept(client));

        assertThat(failure)
                .hasMessageContaining(
                        body.isEmpty() ? "is empty" : body.lines().findFirst().orElseThrow());
        assertThat(failure.getMessage()).doesNotContain("hi</html>");
        assertThat(failure.isTransient()).isFalse();
    }

    /** What asks for JSON. */
    private static final class Verb {
        static final Map<String, Consumer<ClusterClient>> ALL = Map.of(
                "get", client -> client.get(REF),
                "list", client -> client.list(ListRequest.of(ResourceTypes.CONFIG_MAP, "n", "")),
                "create", client -> client.create(CONFIG_MAP),
                "replace", client -> client.replace(CONFIG_MAP),
                "apply", client -> client.apply(CONFIG_MAP, new ApplyOptions("kamaji", true, false)),
                "patch", client -> client.patch(REF, PatchType.MERGE, JsonObject.EMPTY, ""),
                "discovery", client -> client.type("example.com/v1", "Widget"));
    }

    @Test
    void verb_nothingAtAll_isAClusterException() {
        Verb.ALL.values().forEach(verb -> {
            willAnswer(204, "");

            assertThat(catchThrowableOfType(ClusterException.class, () -> verb.accept(client)))
                    .hasMessageContaining("204");
        });
    }

    @Test
    void list_itemWithoutNamespace_isAClusterException() {
        willAnswer(200, "{\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");

        assertThat(catchThrowableOfType(
                        ClusterException.class, () -> client.list(ListRequest.of(ResourceTypes.SECRET, "n", ""))))
                .hasMessageContaining("an item without a name or namespace");
    }

    @Test
    void delete_page_isAClusterException() {
        willAnswer(200, "<html>");

        assertThat(catchThrowableOfType(ClusterException.class, () -> client.delete(REF, Preconditions.NONE)))
                .hasMessageContaining("<html>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | 'secrets "a" is forbidden: User "u" cannot create' | '' | give the user this right | false
            403 | 'unable to create new content in namespace n because it is being terminated' | NamespaceTerminating | the namespace is being deleted | false
            403 | 'admission webhook "validate.kyverno.svc-fail" denied the request: no' | '' | admission webhook validate.kyverno.svc-fail of the cluster does not allow it | false
            400 | 'admission webhook "x.y" denied the request' | '' | admission webhook x.y of the cluster does not allow it | false
            422 | 'deployments.apps "a" is forbidden: ValidatingAdmissionPolicy ''no-latest'' with binding ''b'' denied request' | '' | admission policy no-latest | false
            500 | 'Internal error occurred: failed calling webhook "x.y": connection refused' | '' | admission webhook x.y of the cluster does not answer | true
            403 | 'pods "a" is forbidden: exceeded quota: q' | '' | quota is used up | false
            500 | 'failed to create typed patch object (n/a; apps/v1, Kind=Deployment): .spec.runAsUsr: field not declared in schema' | '' | knows no such field | false
            500 | 'etcdserver: leader changed' | '' | the server failed | true
            404 | 'namespaces "n" not found' | '' | create namespace n first | false
            409 | 'Apply failed with 1 conflict: conflict with "helm"' | FieldManagerConflict | others own these fields | false
            409 | 'the object has been modified' | '' | plan again | true
            429 | 'slow down' | '' | try again later | true
            """)
    void refusal_cause_saysWhatToDoAndWhetherToTryAgain(
            int code, String message, String cause, String whatToDo, boolean again) {
        var status = JsonObject.parse(status(code, "Some", message));
        willAnswer(
                code,
                status.with("details", JsonObject.of("causes", List.of(JsonObject.of("reason", cause))))
                        .toJson());

        var failure = catchThrowableOfType(ClusterException.class, () -> client.create(CONFIG_MAP));

        assertThat(failure).hasMessageContainingAll("POST v1 ConfigMap n/a: " + code, message, whatToDo);
        assertThat(failure.isTransient()).isEqualTo(again);
    }

    @Test
    void refusal_invalid_namesTheFields() {
        willAnswer(
                422,
                "{\"kind\":\"Status\",\"message\":\"invalid\",\"details\":{\"causes\":[{\"field\":\"spec.replicas\"},{\"field\":\"spec.x[0]\"}]}}");

        assertThat(catchThrowableOfType(ClusterException.class, () -> client.create(CONFIG_MAP)))
                .hasMessageContaining("(change spec.replicas, spec.x[0])");
    }

    @Test
    void list_kindThatIsNotServed_saysWhatToInstallAndNamesTheCodeOnce() {
        willAnswer(404, "404 page not found\n");
        willAnswer(404, "404 page not found\n");

        assertThat(catchThrowableOfType(
                        ClusterException.class,
                        () -> client.list(new ListRequest(ResourceTypes.DATA_STORE, Optional.empty(), "", false))))
                .hasMessage("GET /apis/kamaji.clastix.io/v1alpha1/datastores: 404 page not found (the cluster has no"
                        + " custom resources of Kamaji: call installDefinitions(), or apply"
                        + " CustomResourceDefinitions.all(); datastores can also be given in code)");
        assertThat(catchThrowableOfType(
                        ClusterException.class, () -> client.list(ListRequest.of(ResourceTypes.TLS_ROUTE, "n", ""))))
                .hasMessageContaining("install its custom resource definition");
    }

    @Test
    @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
    void request_interrupted_endsAtOnceAndKeepsTheFlag() throws Exception {
        try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                var client = AdminCluster.kubeconfig(kubeconfig(silent.getLocalPort()))
                        .connect()) {
            var configMaps = ListRequest.of(ResourceTypes.CONFIG_MAP, "n", "");
            for (var request : List.<Consumer<ClusterClient>>of(
                    c -> c.get(REF), c -> c.watch(configMaps, "1", Duration.ofMinutes(1), event -> false))) {
                var start = System.nanoTime();
                var outcome = new CompletableFuture<String>();
                var thread = new Thread(() -> {
                    var failure = catchThrowableOfType(ClusterException.class, () -> request.accept(client));
                    outcome.complete(
                            failure.getMessage() + " " + Thread.currentThread().isInterrupted());
                });
                thread.start();
                silent.accept(); // it is under way
                while (!isReading(thread)) {
                    Thread.onSpinWait();
                }
                thread.interrupt();

                assertThat(outcome.get(20, TimeUnit.SECONDS)).contains("the thread was interrupted true");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(millis(10_000));
            }
        }
    }

    /** Whether a thread is within a read from a socket, which does not notice an interruption. */
    private static boolean isReading(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("park")
                        && frame.getClassName().equals("sun.nio.ch.NioSocketImpl"));
    }

    @Test
    void request_afterClose_isRefused() {
        client.close();

        assertThat(catchThrowableOfType(ClusterException.class, () -> client.get(REF)))
                .hasMessageContaining("is closed");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01, has expired on 2024-12-31: renew it",
        "2099-01-01, is good from 2099-01-01 only: check this machine's clock"
    })
    void request_serverCertificateOutOfItsTime_saysWhen(String from, String what) throws Exception {
        var issued = Instant.parse(from + "T01:00:00Z");
        var specs = List.of(
                CertificateSpec.authority("ca", "ca"),
                CertificateSpec.server("server", "server", "ca", SubjectAltNames.of("127.0.0.1")));
        var tree = CertificateTree.of(specs)
                .reconcile(Map.of(), Issuance.of(issued, new SecureRandom()))
                .certificates();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", tree.get("server").key(), new char[0], new Certificate[] {
            tree.get("server").certificate()
        });
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        var secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        secure.start();
        var authority = Base64.getEncoder()
                .encodeToString(tree.get("ca").certificatePem().getBytes(StandardCharsets.UTF_8));
        try (var untimely = ClientJavaCluster.kubeconfig(
                kubeconfig(secure.getAddress().getPort())
                        .replace("\"http:", "\"https:")
                        .replace("{server", "{certificate-authority-data: " + authority + ", server"),
                ClientLimits.ofAdmin())) {
            var failure = catchThrowableOfType(ClusterException.class, () -> untimely.get(REF));

            assertThat(failure).hasMessageContaining("the server's certificate " + what);
            assertThat(failure.isTransient()).isFalse();
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void request_afterAnInterruption_isNotSent() {
        Thread.currentThread().interrupt();
        try {
            assertThat(catchThrowableOfType(ClusterException.class, () -> client.get(REF)))
                    .hasMessageContaining("interrupted");
            assertThat(requests).isEmpty();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
