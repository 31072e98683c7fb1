package io.kamaji.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import org.junit.jupiter.api.Test;

class OwnedFieldsTest {
    private static final JsonObject WANTED = JsonObject.parse("""
            apiVersion: v1
            kind: Thing
            metadata: {name: a, namespace: n, labels: {x.io/y: z}}
            spec:
              replicas: 2
              args: [--a=1]
              ports: [{name: dns, port: 53}, {name: dns-tcp, port: 53, protocol: TCP}]
              finalizers: [a, b]
              resources: {limits: {memory: 1024Mi}}
            """);
    private static final String FIELDS = """
            f:metadata: {f:labels: {f:x.io/y: {}}}
            f:spec:
              f:replicas: {}
              f:args: {}
              f:ports:
                k:{"port":53,"protocol":"TCP"}: {.: {}, f:name: {}, f:port: {}, f:protocol: {}}
                k:{"port":53,"protocol":"UDP"}: {.: {}, f:name: {}, f:port: {}}
              f:finalizers: {.: {}, 'v:"a"': {}, 'v:"b"': {}}
              f:resources: {f:limits: {f:memory: {}}}
            """;

    private static JsonObject live(String fields) {
        var entry = JsonObject.of("manager", "kamaji", "operation", "Apply", "apiVersion", "v1")
                .with("fieldsV1", JsonObject.parse(fields));
        return JsonObject.parse("""
                        apiVersion: v1
                        kind: Thing
                        metadata: {name: a, namespace: n, uid: u, labels: {x.io/y: z, foreign: "1"}}
                        spec:
                          replicas: 2
                          args: [--a=1]
                          ports:
                          - {name: dns, port: 53, protocol: UDP}
                          - {name: dns-tcp, port: 53, protocol: TCP}
                          finalizers: [a, c, b]
                          resources: {limits: {memory: 1Gi}}
                          defaulted: true
                        status: {replicas: 1}
                        """).update("metadata", meta -> meta.with("managedFields", JsonArray.of(entry)));
    }

    private static boolean settled(JsonObject wanted, JsonObject live) {
        return OwnedFields.ours(live).orElseThrow().settled(wanted, live);
    }

    @Test
    void settled_sameFieldsAndValues_isTrueDespiteDefaultsAndForeignFields() {
        assertThat(settled(WANTED, live(FIELDS))).isTrue();
    }

    @Test
    void settled_oneMoreOrLessOwned_isFalse() {
        assertThat(settled(WANTED, live(FIELDS.replace("f:replicas: {}", "f:replicas: {}\n  f:defaulted: {}"))))
                .isFalse();
        assertThat(settled(WANTED, live(FIELDS.replace("  f:replicas: {}\n", ""))))
                .isFalse();
        assertThat(settled(WANTED, live(FIELDS.replace("'v:\"a\"': {}, ", "")))).isFalse();
    }

    @Test
    void settled_otherValue_isFalse() {
        assertThat(settled(WANTED.withAt(java.util.List.of("spec", "replicas"), 3), live(FIELDS)))
                .isFalse();
        assertThat(settled(WANTED.withAt(java.util.List.of("spec", "args"), java.util.List.of("--a=2")), live(FIELDS)))
                .isFalse();
        assertThat(settled(
                        WANTED.withAt(java.util.List.of("spec", "finalizers"), java.util.List.of("b", "a")),
                        live(FIELDS)))
                .as("another order")
                .isFalse();
    }

    @Test
    void settled_otherVersionOfTheApi_isFalse() {
        assertThat(settled(WANTED.with("apiVersion", "v2"), live(FIELDS))).isFalse();
    }

    @Test
    void ours_onlyUpdatesOrSubresources_isEmpty() {
        var update = JsonObject.of("manager", "kamaji", "operation", "Update", "apiVersion", "v1");
        var status =
                JsonObject.of("manager", "kamaji", "operation", "Apply", "apiVersion", "v1", "subresource", "status");
        var other = JsonObject.of("manager", "other", "operation", "Apply", "apiVersion", "v1");
        var live = live(FIELDS)
                .update("metadata", meta -> meta.with("managedFields", JsonArray.of(update, status, other)));

        assertThat(OwnedFields.ours(live)).isEmpty();
    }

    @Test
    void digest_statusAndForeignFields_doNotMoveItButOurValuesDo() {
        var live = live(FIELDS);
        var digest = OwnedFields.ours(live).orElseThrow().digest(live);
        var status = live.withAt(java.util.List.of("status", "replicas"), 2)
                .withAt(java.util.List.of("metadata", "labels", "foreign"), "2");
        var ours = live.withAt(java.util.List.of("metadata", "labels", "x.io/y"), "2");

        assertThat(OwnedFields.ours(status).orElseThrow().digest(status)).isEqualTo(digest);
        assertThat(OwnedFields.ours(ours).orElseThrow().digest(ours)).isNotEqualTo(digest);
    }
}
