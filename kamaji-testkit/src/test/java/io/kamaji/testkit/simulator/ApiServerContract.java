package io.kamaji.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.AdminClusterKind;
import io.kamaji.testkit.AdminClusterUnderTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a Kubernetes API does over more than one request; held against the simulator and against real API servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiServerContract {
    private static final String DEFINITION = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private String namespace = "";
    private String maps = "";

    private final AdminClusterKind kind;
    private AdminClusterUnderTest cluster;
    private Kube kube;

    /** @param kind what the contract is held against; one of it for all tests */
    ApiServerContract(AdminClusterKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start() {
        cluster = kind.startOrSkip();
        kube = Kube.of(cluster);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private Kube kube() {
        return kube;
    }

    @BeforeEach
    void createNamespace() {
        namespace = "n-" + UUID.randomUUID().toString().substring(0, 8);
        maps = "/api/v1/namespaces/" + namespace + "/configmaps";
        assertThat(kube().post("/api/v1/namespaces", body("Namespace", namespace, ""))
                        .code())
                .isEqualTo(201);
    }

    private static String body(String kind, String name, String labels) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"" + name + "\",\"labels\":{"
                + labels + "}}}";
    }

    private void create(String name, String labels) {
        assertThat(kube().post(maps, body("ConfigMap", name, labels)).code()).isEqualTo(201);
    }

    private static List<String> brief(List<JsonObject> events) {
        return events.stream()
                .map(event -> event.text("type").orElse("") + " "
                        + event.text("object", "metadata", "name").orElse(""))
                .toList();
    }

    @Test
    void watch_fromTheVersionOfAList_givesTheChangesSince() {
        create("before", "");
        var version = kube().get(maps).version();
        create("a", "");
        kube().patch(maps + "/a", Kube.MERGE, "{\"data\":{\"k\":\"1\"}}");
        kube().patch(maps + "/a", Kube.MERGE, "{\"data\":{\"k\":\"1\"}}");
        kube().delete(maps + "/a");
        var events = kube().watch(maps + "?watch=true&timeoutSeconds=5&resourceVersion=" + version, 3);
        assertThat(brief(events)).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
        var versions = events.stream()
                .map(event -> Long.parseLong(
                        event.text("object", "metadata", "resourceVersion").orElse("")))
                .toList();
        assertThat(versions).isSorted().doesNotHaveDuplicates();
        assertThat(events.get(2).text("object", "data", "k")).contains("1");
    }

    @Test
    void watch_withoutVersion_beginsWithWhatThereIs() {
        create("a", "");
        create("b", "");
        assertThat(brief(kube().watch(maps + "?watch=1&timeoutSeconds=5", 2)))
                .containsExactlyInAnyOrder("ADDED a", "ADDED b");
    }

    @Test
    void watch_whenAnObjectLeavesTheSelector_saysDeleted() {
        var version = kube().get(maps).version();
        create("a", "\"x\":\"1\"");
        kube().patch(maps + "/a", Kube.MERGE, "{\"metadata\":{\"labels\":{\"x\":\"2\"}}}");
        kube().patch(maps + "/a", Kube.MERGE, "{\"metadata\":{\"labels\":{\"x\":\"1\"}}}");
        var events = kube().watch(maps + "?watch=1&timeoutSeconds=5&labelSelector=x%3D1&resourceVersion=" + version, 3);
        assertThat(brief(events)).containsExactly("ADDED a", "DELETED a", "ADDED a");
    }

    @Test
    void watch_withInitialEvents_marksTheirEnd() {
        create("a", "");
        var events = kube().watch(
                        maps
                                + "?watch=1&timeoutSeconds=5&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
                        2);
        assertThat(brief(events)).containsExactly("ADDED a", "BOOKMARK ");
        assertThat(events.get(1).text("object", "metadata", "annotations", "k8s.io/initial-events-end"))
                .contains("true");
    }

    @Test
    void watch_withTimeout_ends() {
        long start = System.nanoTime();
        assertThat(kube().watch(maps + "?watch=1&timeoutSeconds=1", 10)).isEmpty();
        assertThat((System.nanoTime() - start) / 1_000_000).isBetween(500L, 5_000L);
    }

    @Test
    void list_inPages_isTheStateOfTheFirstPage() {
        create("a", "");
        create("b", "");
        create("c", "");
        var first = kube().get(maps + "?limit=2");
        create("b2", "");
        kube().delete(maps + "/c");
        var second = kube().get(maps + "?limit=2&continue=" + first.text("metadata", "continue"));
        assertThat(first.body().number("metadata", "remainingItemCount")).contains(1L);
        assertThat(names(first.body())).containsExactly("a", "b");
        assertThat(names(second.body())).containsExactly("c");
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.text("metadata", "continue")).isEmpty();
    }

    private static List<String> names(JsonObject list) {
        return list.array("items")
                .objects()
                .flatMap(item -> item.text("metadata", "name").stream())
                .toList();
    }

    @Test
    void get_ofMetadataOnly_givesNothingElse() {
        create("a", "");
        var one = kube().get(maps + "/a", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
                .body();
        var list = kube().get(maps, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
                .body();
        assertThat(one.members().keySet()).containsExactlyInAnyOrder("kind", "apiVersion", "metadata");
        assertThat(one.text("kind")).contains("PartialObjectMetadata");
        assertThat(list.text("kind")).contains("PartialObjectMetadataList");
        assertThat(names(list)).containsExactly("a");
    }

    @Test
    void create_withGenerateName_makesANameUp() {
        var made = kube().post(
                        maps, "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"generateName\":\"g-\"}}");
        assertThat(made.text("metadata", "name")).matches("g-[a-z0-9]{5}");
    }

    @Test
    void discovery_ofDeployments_saysWhatIsServed() {
        var line = kube().get("/apis/apps/v1")
                .body()
                .array("resources")
                .objects()
                .filter(resource -> resource.text("name").orElse("").equals("deployments"))
                .findFirst()
                .orElseThrow()
                .without("storageVersionHash");
        assertThat(line)
                .isEqualTo(JsonObject.of(
                        "name",
                        "deployments",
                        "singularName",
                        "deployment",
                        "namespaced",
                        true,
                        "kind",
                        "Deployment",
                        "verbs",
                        List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"),
                        "shortNames",
                        List.of("deploy"),
                        "categories",
                        List.of("all")));
        assertThat(kube().get("/apis").body().array("groups").objects().flatMap(g -> g.text("name").stream()))
                .contains("apps", "policy", "rbac.authorization.k8s.io");
        assertThat(kube().get("/version").text("gitVersion")).startsWith("v1.");
        assertThat(kube().get("/readyz").text("text")).isEqualTo("ok");
    }

    @Test
    void definition_onceEstablished_isServedPrunedDefaultedAndValidated() throws Exception {
        assertThat(kube().get("/apis/example.io/v1/namespaces/" + namespace + "/widgets")
                        .code())
                .isEqualTo(404);
        assertThat(kube().post(DEFINITION, widgets()).code()).isEqualTo(201);
        try {
            var widgets = "/apis/example.io/v1/namespaces/" + namespace + "/widgets";
            awaitServed(widgets);
            var head = "{\"apiVersion\":\"example.io/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"";
            var made = kube().post(
                            widgets,
                            head
                                    + "},\"spec\":{\"size\":3,\"color\":\"red\",\"unknown\":1},\"status\":{\"phase\":\"x\"}}");
            assertThat(made.code()).isEqualTo(201);
            assertThat(made.body().object("spec")).isEqualTo(JsonObject.of("size", 3, "color", "red", "mode", "fast"));
            assertThat(made.body().has("status")).isFalse();
            assertThat(made.body().number("metadata", "generation")).contains(1L);
            assertThat(kube().put(widgets + "/w", head + "},\"spec\":{}}").code())
                    .isEqualTo(422);
            var status = kube().patch(
                            widgets + "/w/status", Kube.MERGE, "{\"status\":{\"phase\":\"up\"},\"spec\":{\"size\":9}}");
            assertThat(status.body().number("spec", "size")).contains(3L);
            assertThat(status.body().number("metadata", "generation")).contains(1L);
            var applied =
                    kube().apply(widgets + "/w", "k", head + "},\"spec\":{\"items\":[{\"name\":\"a\",\"v\":\"1\"}]}}");
            assertThat(applied.body().number("metadata", "generation")).contains(2L);
            assertThat(applied.body()
                            .array("metadata", "managedFields")
                            .objects()
                            .filter(entry -> entry.text("operation").orElse("").equals("Apply"))
                            .map(entry -> entry.object("fieldsV1"))
                            .toList())
                    .containsExactly(JsonObject.of(
                            "f:spec",
                            JsonObject.of(
                                    "f:items",
                                    JsonObject.of(
                                            "k:{\"name\":\"a\"}",
                                            JsonObject.of(
                                                    ".",
                                                    JsonObject.EMPTY,
                                                    "f:name",
                                                    JsonObject.EMPTY,
                                                    "f:v",
                                                    JsonObject.EMPTY)))));
            refused(widgets, head);
        } finally {
            kube().delete(DEFINITION + "/widgets.example.io");
        }
    }

    private void refused(String widgets, String head) {
        var bad =
                kube().post(widgets, head.replace("\"w\"", "\"bad\"") + "},\"spec\":{\"size\":99,\"color\":\"pink\"}}");
        assertThat(bad.code()).isEqualTo(422);
        assertThat(bad.body()
                        .array("details", "causes")
                        .objects()
                        .map(cause -> cause.text("field").orElse("")))
                .containsExactlyInAnyOrder("spec.color", "spec.size");
        var missing = kube().post(widgets, head.replace("\"w\"", "\"bad\"") + "},\"spec\":{\"color\":7}}");
        assertThat(missing.code()).isEqualTo(422);
        assertThat(missing.text("message"))
                .contains(
                        "spec.color: Invalid value: \"integer\": spec.color in body must be of type string: \"integer\"");
    }

    private void awaitServed(String path) throws InterruptedException {
        for (int i = 0; i < 100 && kube().get(path).code() != 200; i++) {
            Thread.sleep(100);
        }
        assertThat(kube().get(path).code()).isEqualTo(200);
        assertThat(kube().get(DEFINITION + "/widgets.example.io")
                        .body()
                        .array("status", "conditions")
                        .objects()
                        .filter(c -> c.text("type").orElse("").equals("Established"))
                        .map(c -> c.text("status").orElse("")))
                .containsExactly("True");
    }

    private static String widgets() {
        return JsonObject.parse("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: widgets.example.io}
                spec:
                  group: example.io
                  scope: Namespaced
                  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wi]}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            properties:
                              size: {type: integer, minimum: 1, maximum: 10}
                              color: {type: string, enum: [red, blue]}
                              mode: {type: string, default: fast, pattern: '^[a-z]+$'}
                              items:
                                type: array
                                x-kubernetes-list-type: map
                                x-kubernetes-list-map-keys: [name]
                                items:
                                  type: object
                                  required: [name]
                                  properties: {name: {type: string}, v: {type: string}}
                          status:
                            type: object
                            x-kubernetes-preserve-unknown-fields: true
                """).toJson();
    }
}
