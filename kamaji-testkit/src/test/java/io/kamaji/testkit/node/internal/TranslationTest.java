package io.kamaji.testkit.node.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.node.Argv;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslationTest {
    private static final Translation TRANSLATION = new Translation(
            "127.130.0.2",
            List.of(
                    new MountedPath("/etc/kubernetes", "/tmp/n/c0/m0"),
                    new MountedPath("/etc/kubernetes/pki", "/tmp/n/c0/m1"),
                    new MountedPath("/uds", "/tmp/n/v0"),
                    new MountedPath("/etc/kubernetes/k.conf", "/tmp/n/c0/m3/k.conf")),
            Map.of("shared-etcd.stores", "127.21.0.9"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // longest mount first, only whole path parts, one pass
                "--a=/etc/kubernetes/pki/ca.crt | --a=/tmp/n/c0/m1/ca.crt",
                "--a=/etc/kubernetes/admin.conf | --a=/tmp/n/c0/m0/admin.conf",
                "--a=/etc/kubernetes/k.conf | --a=/tmp/n/c0/m3/k.conf",
                "--a=/etc/kubernetes/k.config | --a=/tmp/n/c0/m0/k.config",
                "/etc/kubernetes | /tmp/n/c0/m0",
                "/etc/kubernetes-other/x | /etc/kubernetes-other/x",
                "/srv/etc/kubernetes/x | /srv/etc/kubernetes/x",
                "unix:///uds/kine | unix:///tmp/n/v0/kine",
                "https://host/uds/kine | https://host/uds/kine",
                "cp /uds/*.* /etc/kubernetes/pki && chmod 600 /uds | cp /tmp/n/v0/*.* /tmp/n/c0/m1 && chmod 600 /tmp/n/v0",
                "x+/uds+base64/uds/= | x+/uds+base64/uds/=",
                // services that the API has
                "https://shared-etcd.stores.svc:2379 | https://127.21.0.9:2379",
                "https://shared-etcd.stores.svc.cluster.local:2379 | https://127.21.0.9:2379",
                "https://kubernetes.default.svc.cluster.local | https://kubernetes.default.svc.cluster.local",
                "my.shared-etcd.stores.svc | my.shared-etcd.stores.svc",
            })
    void text_table_translated(String rendered, String expected) {
        assertThat(TRANSLATION.text(rendered)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kube-apiserver | --secure-port=6443 | --secure-port=6443 --bind-address=127.130.0.2",
                "kube-apiserver | --bind-address=0.0.0.0 | --bind-address=127.130.0.2",
                "kube-apiserver | --bind-address 0.0.0.0 | --bind-address 127.130.0.2",
                "kube-apiserver | --bind-address=:: | --bind-address=127.130.0.2",
                "kube-apiserver | --bind-address=127.0.0.9 | --bind-address=127.0.0.9",
                "kube-scheduler | --bind-address=0.0.0.0 | --bind-address=127.130.0.2",
                "kine | --listen-address=unix:///uds/kine | --listen-address=unix:///tmp/n/v0/kine --metrics-bind-address=127.130.0.2:8080",
                "kine | --listen-address=tcp://0.0.0.0:2379 --metrics-bind-address=0 | --listen-address=tcp://127.130.0.2:2379 --metrics-bind-address=0",
                "kine | --listen-address=0.0.0.0:1 --metrics-bind-address=:9 | --listen-address=127.130.0.2:1 --metrics-bind-address=127.130.0.2:9",
                "kine | -x | -x --listen-address=127.130.0.2:2379 --metrics-bind-address=127.130.0.2:8080",
                "etcd | --listen-client-urls=https://0.0.0.0:2379,http://127.0.0.1:1 | --listen-client-urls=https://127.130.0.2:2379,http://127.0.0.1:1",
                "proxy-server | --mode=grpc | --mode=grpc --agent-bind-address=127.130.0.2 --server-bind-address=127.130.0.2 --health-bind-address=127.130.0.2 --admin-bind-address=127.130.0.2",
                "sh | -c | -c",
            })
    void argv_listenFlags_boundToThePod(String binary, String rendered, String expected) {
        var full = new java.util.ArrayList<>(List.of("/bin/" + binary));
        full.addAll(List.of(rendered.split(" ")));
        var argv = TRANSLATION.argv("/opt/" + binary, binary, full, full);
        var started = new java.util.ArrayList<>(List.of("/opt/" + binary));
        started.addAll(List.of(expected.split(" ")));
        assertThat(argv.started()).isEqualTo(started);
        // nothing differs that is not listed with its rule
        var changed = argv.changes().stream().map(Argv.Change::index).toList();
        for (int i = 0; i < started.size(); i++) {
            assertThat(changed.contains(i))
                    .isEqualTo(i >= full.size() || !full.get(i).equals(started.get(i)));
        }
        assertThat(argv.changes()).noneMatch(change -> change.rules().isEmpty());
    }

    @Test
    void file_kubeconfigOfLoopback_ledToThePod() {
        var text = """
            apiVersion: v1
            kind: Config
            clusters:
            - name: a
              cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: QQ==}
            - name: b
              cluster: {server: "https://localhost:1/x", tls-server-name: given}
            - name: c
              cluster: {server: "https://10.0.0.1:6443"}
            - name: d
              cluster: {server: "https://shared-etcd.stores.svc:6443", certificate-authority: /etc/kubernetes/pki/ca.crt}
            """;
        var clusters = JsonObject.parse(TRANSLATION.file(text))
                .array("clusters")
                .objects()
                .map(c -> c.object("cluster"))
                .toList();
        assertThat(clusters)
                .containsExactly(
                        JsonObject.of(
                                "server", "https://127.130.0.2:6443",
                                "certificate-authority-data", "QQ==",
                                "tls-server-name", "localhost"),
                        JsonObject.of("server", "https://127.130.0.2:1/x", "tls-server-name", "given"),
                        JsonObject.of("server", "https://10.0.0.1:6443"),
                        JsonObject.of(
                                "server", "https://127.21.0.9:6443",
                                "certificate-authority", "/tmp/n/c0/m1/ca.crt",
                                "tls-server-name", "shared-etcd.stores.svc"));
    }

    @Test
    void file_nothingToTranslate_sameBytes() {
        var text = "kind: Config\nclusters: [ {name: a, cluster: {server: 'https://10.0.0.1'}} ] # as it was\n";
        assertThat(TRANSLATION.file(text)).isEqualTo(text);
        var pem = "-----BEGIN X-----\n/uds/kine\n";
        assertThat(TRANSLATION.file(pem)).isEqualTo(pem);
        assertThat(TRANSLATION.file("udsName: /uds/kine\n")).isEqualTo("udsName: /tmp/n/v0/kine\n");
    }

    @ParameterizedTest
    @CsvSource({"a$(X)b,a1b", "$$(X),$(X)", "$(NOT),$(NOT)", "$(X)$(X),11", "$X,$X"})
    void expand_table(String text, String expected) {
        assertThat(PodFields.expand(text, Map.of("X", "1"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "registry.k8s.io/kube-apiserver:v1.36.3,kube-apiserver,v1.36.3",
        "localhost:5000/kine,kine,''",
        "kine@sha256:00,kine,''",
        "a/b:1@sha256:00,b,1"
    })
    void image_table(String image, String name, String tag) {
        assertThat(Launcher.image(JsonObject.of("image", image))).containsExactly(name, tag);
    }
}
