package io.kamaji.testkit.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {
    @TempDir
    Path folder;

    private final Map<String, JsonObject> objects = new HashMap<>();
    private final ApiObjects api = new ApiObjects() {
        @Override
        public Optional<JsonObject> secret(String namespace, String name) {
            return Optional.ofNullable(objects.get("secret " + namespace + "/" + name));
        }

        @Override
        public Optional<JsonObject> configMap(String namespace, String name) {
            return Optional.ofNullable(objects.get("configMap " + namespace + "/" + name));
        }

        @Override
        public Map<String, String> serviceAddresses() {
            return Map.of();
        }
    };

    private final JsonObject pod = JsonObject.parse("""
        metadata: {name: p, namespace: n, labels: {app: x}}
        spec:
          volumes:
          - name: all
            projected:
              defaultMode: 416
              sources:
              - secret: {name: s, items: [{key: a, path: deep/a, mode: 256}]}
              - configMap: {name: c}
              - configMap: {name: absent, optional: true}
              - downwardAPI: {items: [{path: me, fieldRef: {fieldPath: "metadata.labels['app']"}}]}
          - {name: secret, secret: {secretName: s}}
          - {name: empty, emptyDir: {}}
          - {name: data, persistentVolumeClaim: {claimName: claim}}
          - {name: missing, secret: {secretName: absent}}
        """);
    private final JsonObject container = JsonObject.parse("""
        name: one
        volumeMounts:
        - {name: all, mountPath: /all/}
        - {name: secret, mountPath: /one/b, subPath: b}
        - {name: empty, mountPath: /empty, subPath: in}
        - {name: data, mountPath: /data}
        """);

    @BeforeEach
    void objects() {
        objects.put("secret n/s", JsonObject.parse("data: {a: QQ==, b: Qg==}"));
        objects.put("configMap n/c", JsonObject.parse("data: {text: 'at /empty/x'}\nbinaryData: {raw: /w==}"));
    }

    private Volumes volumes() {
        return new Volumes(
                pod,
                "127.130.0.2",
                folder.resolve("1"),
                claim -> folder.resolve("pvc").resolve(claim),
                api);
    }

    private Path at(Volumes volumes, int mount) {
        return Path.of(volumes.paths(container, 0).get(mount).onMachine());
    }

    private void write(Volumes volumes) throws Exception {
        volumes.write(container, 0, new Translation("127.130.0.2", volumes.paths(container, 0), Map.of()));
    }

    @Test
    void write_everySource_filesWithModesAndTranslatedText() throws Exception {
        var volumes = volumes();
        write(volumes);
        var all = at(volumes, 0);
        assertThat(all.resolve("deep/a")).hasContent("A");
        assertThat(all.resolve("text")).hasContent("at " + at(volumes, 2) + "/x");
        assertThat(all.resolve("me")).hasContent("x");
        assertThat(Files.readAllBytes(all.resolve("raw"))).containsExactly(0xff);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all.resolve("deep/a"))))
                .isEqualTo("r--------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all.resolve("text"))))
                .isEqualTo("rw-r-----");
        assertThat(at(volumes, 1)).hasContent("B");
        assertThat(at(volumes, 2)).isDirectory().isEqualTo(folder.resolve("1/v2/in"));
        assertThat(at(volumes, 3)).isDirectory().isEqualTo(folder.resolve("pvc/claim"));
        assertThat(volumes.paths(container, 0).get(0).inContainer()).isEqualTo("/all");
    }

    @Test
    void refresh_objectChanged_mountFollowsButSubPathStays() throws Exception {
        var volumes = volumes();
        write(volumes);
        assertThat(volumes.refresh()).isFalse();
        objects.put("secret n/s", JsonObject.parse("data: {a: WA==, b: WA==}"));
        objects.put("configMap n/c", JsonObject.parse("data: {other: new}"));
        assertThat(volumes.refresh()).isTrue();
        assertThat(at(volumes, 0).resolve("deep/a")).hasContent("X");
        assertThat(at(volumes, 0).resolve("other")).hasContent("new");
        assertThat(at(volumes, 0).resolve("text")).doesNotExist();
        assertThat(at(volumes, 1)).as("subPath").hasContent("B");
        try (var files = Files.list(at(volumes, 0))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("..data", "..r2", "deep", "other", "me");
        }
        objects.clear();
        assertThat(volumes.refresh()).as("objects gone: files stay").isFalse();
        assertThat(at(volumes, 0).resolve("other")).exists();
    }

    @Test
    void write_secretMissing_notReadyNamingIt() {
        var missing = JsonObject.parse("name: two\nvolumeMounts: [{name: missing, mountPath: /m}]");
        assertThatThrownBy(() ->
                        volumes().write(missing, 1, new Translation("127.130.0.2", java.util.List.of(), Map.of())))
                .isInstanceOf(NotReadyException.class)
                .hasMessage("there is no Secret n/absent to mount");
    }

    @Test
    void write_pathLeavesVolume_refused() {
        var out = JsonObject.parse("name: two\nvolumeMounts: [{name: empty, mountPath: /m, subPath: ../../x}]");
        assertThatThrownBy(() -> volumes().write(out, 1, new Translation("127.130.0.2", java.util.List.of(), Map.of())))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("leaves its volume");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void environment_everySource_asTheKubeletReadsIt() throws Exception {
        var variables = Environment.of(pod, JsonObject.parse("""
            envFrom: [{prefix: P_, secretRef: {name: s}}, {configMapRef: {name: absent, optional: true}}]
            env:
            - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
            - {name: B, valueFrom: {secretKeyRef: {name: s, key: b}}}
            - {name: T, valueFrom: {configMapKeyRef: {name: c, key: none, optional: true}}}
            - {name: ALL, value: "$(P_a)$(B)@$(IP) $$(B) $(LATER)"}
            """), "127.130.0.2", api);
        assertThat(variables)
                .isEqualTo(Map.of(
                        "P_a", "A", "P_b", "B", "IP", "127.130.0.2", "B", "B", "ALL", "AB@127.130.0.2 $(B) $(LATER)"));
        assertThatThrownBy(() -> Environment.of(
                        pod, JsonObject.parse("envFrom: [{secretRef: {name: absent}}]"), "127.130.0.2", api))
                .isInstanceOf(NotReadyException.class)
                .hasMessage("there is no Secret n/absent");
    }
}
