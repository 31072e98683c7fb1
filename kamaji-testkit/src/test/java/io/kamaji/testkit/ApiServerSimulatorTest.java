package io.kamaji.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.Fault;
import io.kamaji.testkit.simulator.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApiServerSimulatorTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private static HttpResponse<String> send(ApiServerSimulator api, String method, String path, String body)
            throws IOException, InterruptedException {
        return send(api, method, path, body, Duration.ofMinutes(1));
    }

    private static HttpResponse<String> send(
            ApiServerSimulator api, String method, String path, String body, Duration limit)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(api.url() + path))
                        .timeout(limit)
                        .setHeader(
                                "Content-Type",
                                method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject object(String kind, String name, Object... more) {
        return JsonObject.of("apiVersion", "v1", "kind", kind, "metadata", JsonObject.of("name", name))
                .plus(JsonObject.of(more));
    }

    private static JsonObject owned(String name, JsonObject owner) {
        var reference = JsonObject.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "name",
                owner.text("metadata", "name"),
                "uid",
                owner.text("metadata", "uid"));
        return object("ConfigMap", name).update("metadata", meta -> meta.with("ownerReferences", List.of(reference)));
    }

    @Test
    void fault_beforeTheEffect_changesNothing() throws Exception {
        try (var api = ApiServerSimulator.start()) {
            api.faults().onRequest(1, Fault.status(429));
            var refused = send(api, "POST", MAPS, object("ConfigMap", "a").toJson());
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(JsonObject.parse(refused.body()).text("reason")).contains("TooManyRequests");
            assertThat(api.objects().ofKind("ConfigMap").size()).isZero();
            assertThat(send(api, "POST", MAPS, object("ConfigMap", "a").toJson())
                            .statusCode())
                    .isEqualTo(201);
            assertThat(api.requests().writes()).isEqualTo(2);
            assertThat(api.requests().changes()).isEqualTo(1);
            api.requests().reset();
            assertThat(api.requests().count()).isZero();
        }
    }

    @Test
    void fault_afterTheEffect_hidesTheChange() throws Exception {
        try (var api = ApiServerSimulator.start()) {
            api.faults()
                    .onNth(
                            request -> request.method().equals("POST"),
                            2,
                            Fault.status(500).afterTheEffect());
            send(api, "POST", MAPS, object("ConfigMap", "a").toJson());
            assertThat(send(api, "POST", MAPS, object("ConfigMap", "b").toJson())
                            .statusCode())
                    .isEqualTo(500);
            assertThat(api.objects().ofKind("ConfigMap").refs())
                    .extracting(ObjectRef::name)
                    .containsExactly("a", "b");
            assertThat(api.requests().all().get(1).changed()).isTrue();
            assertThat(api.requests().all().get(1).fault()).isEqualTo("500 after the effect");
        }
    }

    @Test
    void fault_silenceAndDisconnect_giveNoAnswer() throws Exception {
        try (var api = ApiServerSimulator.start()) {
            api.faults().onRequest(1, Fault.silence().afterTheEffect());
            var body = object("ConfigMap", "a").toJson();
            assertThatThrownBy(() -> send(api, "POST", MAPS, body, Duration.ofSeconds(1)))
                    .isInstanceOf(HttpTimeoutException.class);
            assertThat(api.requests().await(request -> request.code() == 201, Duration.ofMinutes(1)))
                    .as("the effect, of which nobody was told")
                    .isPresent();
            api.faults().onEvery(request -> request.method().equals("PATCH"), Fault.disconnect());
            assertThatThrownBy(() -> send(api, "PATCH", MAPS + "/a", "{}")).isInstanceOf(IOException.class);
            api.faults().clear();
            assertThat(send(api, "PATCH", MAPS + "/a", "{}").statusCode()).isEqualTo(200);
            assertThat(api.get(ObjectRef.of("v1", "ConfigMap", "default", "a"))).isPresent();
        }
    }

    @Test
    void delete_ofAnOwner_takesDependentsAlong() throws Exception {
        try (var api = ApiServerSimulator.start()) {
            var owner = api.create(object("ConfigMap", "owner"));
            var child = api.create(owned("child", owner));
            api.create(owned("grandchild", child));
            api.create(object("ConfigMap", "other"));
            send(api, "DELETE", MAPS + "/owner", "");
            assertThat(api.objects().ofKind("ConfigMap").refs())
                    .extracting(ObjectRef::name)
                    .containsExactly("other");
            api.create(owned("late", owner));
            assertThat(api.objects().ofKind("ConfigMap").size()).isEqualTo(1);
        }
    }

    @Test
    void delete_withOrphan_leavesDependents() throws Exception {
        try (var api = ApiServerSimulator.start()) {
            var owner = api.create(object("ConfigMap", "owner"));
            api.create(owned("child", owner));
            send(api, "DELETE", MAPS + "/owner?propagationPolicy=Orphan", "");
            var left = api.objects().ofKind("ConfigMap");
            assertThat(left.refs()).extracting(ObjectRef::name).containsExactly("child");
            assertThat(left.objects().get(0).object("metadata").has("ownerReferences"))
                    .isFalse();
        }
    }

    @Test
    void delete_ofANamespace_waitsForFinalizers() throws Exception {
        try (var api = ApiServerSimulator.builder().namespaces("tenants").start()) {
            var held = object("ConfigMap", "held")
                    .update("metadata", m -> m.with("namespace", "tenants").with("finalizers", List.of("a.b/c")));
            api.create(held);
            api.create(object("Secret", "free").update("metadata", m -> m.with("namespace", "tenants")));
            send(api, "DELETE", "/api/v1/namespaces/tenants", "");
            assertThat(api.objects().in("tenants").refs())
                    .extracting(ObjectRef::name)
                    .containsExactly("held");
            var late = send(
                    api,
                    "POST",
                    "/api/v1/namespaces/tenants/secrets",
                    object("Secret", "x").toJson());
            assertThat(late.statusCode()).isEqualTo(403);
            send(api, "PATCH", "/api/v1/namespaces/tenants/configmaps/held", "{\"metadata\":{\"finalizers\":null}}");
            assertThat(api.objects().in("tenants").size()).isZero();
            assertThat(api.get(ObjectRef.of("v1", "Namespace", "tenants"))).isEmpty();
        }
    }

    @Test
    void service_ofTwoOpenSimulators_getsAnotherAddressOfEach() {
        var spec = JsonObject.of("type", "LoadBalancer", "ports", List.of(JsonObject.of("port", 6443)));
        try (var one = ApiServerSimulator.start();
                var other = ApiServerSimulator.start()) {
            assertThat(one.create(object("Service", "s", "spec", spec)).text("spec", "clusterIP"))
                    .isNotEqualTo(
                            other.create(object("Service", "s", "spec", spec)).text("spec", "clusterIP"));
        }
    }

    @Test
    void service_ofTypeLoadBalancer_getsAnAddress() {
        var spec = JsonObject.of("type", "LoadBalancer", "ports", List.of(JsonObject.of("port", 6443)));
        try (var api = ApiServerSimulator.builder().addressBase(90).start()) {
            api.create(object("Service", "s", "spec", spec));
            var service = api.get(ObjectRef.of("v1", "Service", "default", "s")).orElseThrow();
            assertThat(service.array("status", "loadBalancer", "ingress")
                            .objects()
                            .findFirst()
                            .orElseThrow()
                            .text("ip"))
                    .hasValueSatisfying(ip -> assertThat(ip).startsWith("127.92."));
            assertThat(service.text("spec", "clusterIP"))
                    .hasValueSatisfying(ip -> assertThat(ip).startsWith("127.91."));
        }
        try (var api = ApiServerSimulator.builder().withoutControllers().start()) {
            api.create(object("Service", "s", "spec", spec));
            var service = api.get(ObjectRef.of("v1", "Service", "default", "s")).orElseThrow();
            assertThat(service.object("status")).isEqualTo(JsonObject.of("loadBalancer", JsonObject.EMPTY));
        }
    }

    @Test
    void deployment_whenTold_becomesAvailable() {
        var labels = JsonObject.of("a", "b");
        var template = JsonObject.of(
                "metadata",
                JsonObject.of("labels", labels),
                "spec",
                JsonObject.of("containers", List.of(JsonObject.of("name", "c", "image", "i"))));
        var deployment = JsonObject.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                JsonObject.of("name", "d"),
                "spec",
                JsonObject.of("replicas", 2, "selector", JsonObject.of("matchLabels", labels), "template", template));
        try (var api = ApiServerSimulator.builder()
                .deploymentsBecomeAvailable(Duration.ZERO)
                .start()) {
            api.create(deployment);
            var status = api.get(ObjectRef.of("apps/v1", "Deployment", "default", "d"))
                    .orElseThrow()
                    .object("status");
            assertThat(status.number("readyReplicas")).contains(2L);
            assertThat(status.number("observedGeneration")).contains(1L);
        }
    }

    @Test
    void watch_fromAForgottenVersion_isGone() throws Exception {
        try (var api = ApiServerSimulator.start()) {
            api.create(object("ConfigMap", "a"));
            api.compact();
            var answer = send(api, "GET", MAPS + "?watch=1&timeoutSeconds=1&resourceVersion=2", "");
            var event = JsonObject.parse(answer.body());
            assertThat(event.text("type")).contains("ERROR");
            assertThat(event.number("object", "code")).contains(410L);
        }
    }

    @Test
    void clock_isWhereTimesComeFrom() {
        var clock = Clock.fixed(Instant.parse("2030-01-02T03:04:05Z"), ZoneOffset.UTC);
        try (var api = ApiServerSimulator.builder().clock(clock).start()) {
            assertThat(api.create(object("ConfigMap", "a")).text("metadata", "creationTimestamp"))
                    .contains("2030-01-02T03:04:05Z");
        }
    }

    @Test
    void start_fromASnapshot_goesOnFromThere() {
        var spec = JsonObject.of("type", "LoadBalancer", "ports", List.of(JsonObject.of("port", 6443)));
        var definition = JsonObject.parse("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: things.example.com}
                spec:
                  group: example.com
                  scope: Namespaced
                  names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}
                  versions:
                  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
                """);
        Snapshot before;
        try (var api = ApiServerSimulator.builder().namespaces("tenants").start()) {
            api.create(definition);
            api.create(object("Thing", "t").with("apiVersion", "example.com/v1"));
            api.create(object("Service", "s", "spec", spec));
            before = api.objects();
        }
        try (var api = ApiServerSimulator.builder()
                .namespaces("more")
                .addressBase(20)
                .from(before)
                .start()) {
            assertThat(api.objects()
                            .where(object ->
                                    !object.text("metadata", "name").orElse("").equals("more"))
                            .objects())
                    .isEqualTo(before.objects());
            var other = api.create(object("Service", "other", "spec", spec));
            var services = api.objects().ofKind("Service").objects();
            assertThat(services)
                    .extracting(service -> service.text("spec", "clusterIP"))
                    .doesNotHaveDuplicates();
            assertThat(version(other))
                    .isGreaterThan(version(before.ofKind("Service").objects().get(0)));
            assertThat(api.create(object("Thing", "u").with("apiVersion", "example.com/v1"))
                            .text("metadata", "uid"))
                    .isPresent();
        }
    }

    private static long version(JsonObject object) {
        return Long.parseLong(object.text("metadata", "resourceVersion").orElseThrow());
    }

    @Test
    void close_whileWatchesAreOpen_leavesNoThread() throws Exception {
        var api = ApiServerSimulator.start();
        var watch = HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create(api.url() + MAPS + "?watch=1"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(api.requests().await(request -> request.code() == 200, Duration.ofSeconds(30)))
                .isPresent();
        var port = URI.create(api.url()).getPort();
        api.close();
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains("simulator-" + port)) {
                thread.join(30_000); // it has been told to end, and needs a moment
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        assertThat(watch.handle((answer, failure) -> true).get(30, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void kubeconfig_leadsHere() {
        try (var api = ApiServerSimulator.start()) {
            var cluster = JsonObject.parse(api.kubeconfig())
                    .array("clusters")
                    .objects()
                    .findFirst()
                    .orElseThrow();
            assertThat(cluster.text("cluster", "server")).contains(api.url());
        }
    }
}
