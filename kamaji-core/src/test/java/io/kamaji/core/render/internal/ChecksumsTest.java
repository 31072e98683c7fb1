package io.kamaji.core.render.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import org.junit.jupiter.api.Test;

class ChecksumsTest {

    @Test
    void of_otherOrder_isTheSame() {
        assertThat(Checksums.of(JsonObject.parse("data: {a: x, b: y}")))
                .isEqualTo(Checksums.of(JsonObject.parse("data: {b: y, a: x}")))
                .hasSize(64);
    }

    @Test
    void of_valueUnderAnotherKey_differs() {
        assertThat(Checksums.of(JsonObject.parse("data: {a: xy}")))
                .isNotEqualTo(Checksums.of(JsonObject.parse("data: {b: xy}")));
        assertThat(Checksums.of(JsonObject.parse("data: {a: x, b: y}")))
                .isNotEqualTo(Checksums.of(JsonObject.parse("data: {a: xy, b: ''}")));
    }

    @Test
    void readBy_everyWayToRead_findsIt() {
        var pod = JsonObject.parse("""
                volumes:
                - secret: {secretName: s1}
                - configMap: {name: c1}
                - projected: {sources: [{secret: {name: s2}}, {configMap: {name: c2}}]}
                initContainers:
                - envFrom: [{secretRef: {name: s3}}, {configMapRef: {name: c3}}]
                containers:
                - env:
                  - valueFrom: {secretKeyRef: {name: s4, key: k}}
                  - valueFrom: {configMapKeyRef: {name: c4, key: k}}
                """);
        assertThat(Checksums.readBy(pod))
                .containsExactly(
                        "ConfigMap/c1",
                        "ConfigMap/c2",
                        "ConfigMap/c3",
                        "ConfigMap/c4",
                        "Secret/s1",
                        "Secret/s2",
                        "Secret/s3",
                        "Secret/s4");
    }

    @Test
    void fitting_longText_isCutWithAHash() {
        var text = "x".repeat(80);
        assertThat(Checksums.fitting("short")).isEqualTo("short");
        assertThat(Checksums.fitting(text)).hasSize(63).isNotEqualTo(Checksums.fitting(text + "y"));
    }
}
