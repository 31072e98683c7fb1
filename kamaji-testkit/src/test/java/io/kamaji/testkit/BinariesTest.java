package io.kamaji.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kamaji.testkit.binaries.Site;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Stand-in binaries are scripts that print a version; the release site is an HTTP server of the test. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "shell scripts stand in for binaries")
class BinariesTest {
    private static final String SERVER = "/v1.36.3/bin/linux/amd64/kube-apiserver";

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer site;

    @BeforeEach
    void start() throws IOException {
        site = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        site.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath();
            asked.add(path);
            var body = files.get(path);
            if (body == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (files.containsKey(path + " cut")) {
                exchange.sendResponseHeaders(200, body.length + 100L);
                exchange.getResponseBody().write(body);
                exchange.getResponseBody().flush();
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        site.start();
    }

    @AfterEach
    void stop() {
        site.stop(0);
    }

    private Binaries.Builder builder(Map<String, String> environment) {
        var base = URI.create("http://127.0.0.1:" + site.getAddress().getPort());
        return Binaries.builder(environment::get)
                .cache(folder.resolve("cache"))
                .arch("amd64")
                .site(Site.KUBERNETES, base)
                .site(Site.GITHUB, base);
    }

    private static byte[] script(String version) {
        return ("#!/bin/sh\necho " + version + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private Path put(String path, String version) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, script(version));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static byte[] sum(byte[] bytes, String suffix) throws Exception {
        var hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return (hex + suffix + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void find_pathList_versionFoldersThenFolders() throws IOException {
        var exact = put("bin/1.36.3/kube-apiserver", "Kubernetes v1.36.3");
        var newer = put("bin/1.36.9/kube-apiserver", "Kubernetes v1.36.9");
        var tool = put("tools/kine", "kine version dev (HEAD)");
        var binaries = builder(Map.of("KAMAJI_BINARIES", folder.resolve("bin") + ":" + folder.resolve("tools")))
                .build();
        assertThat(binaries.find("kube-apiserver", "v1.36.3")).contains(exact);
        assertThat(binaries.find("kube-apiserver", "1.36.0"))
                .as("newest of the minor")
                .contains(newer);
        assertThat(binaries.find("kube-apiserver", "1.35.0")).isEmpty();
        assertThat(binaries.find("kine", "v0.17.5"))
                .as("prints no version: taken")
                .contains(tool);
        assertThat(binaries.find("kine", "")).contains(tool);
        assertThat(binaries.find("etcd", "")).isEmpty();
    }

    @Test
    void find_assetsFolder_wrongMinorNotTaken() throws IOException {
        var etcd = put("assets/etcd", "etcd Version: 3.6.16");
        put("assets/kube-apiserver", "Kubernetes v1.35.1");
        var binaries = builder(
                        Map.of("KUBEBUILDER_ASSETS", folder.resolve("assets").toString()))
                .build();
        assertThat(binaries.find("etcd", "3.6.16-0")).contains(etcd);
        assertThat(binaries.find("kube-apiserver", "1.36.3")).isEmpty();
        assertThatThrownBy(() -> binaries.require("kube-apiserver", "1.36.3"))
                .isInstanceOf(BinaryNotFoundException.class)
                .hasMessageContaining("kube-apiserver 1.36.3 is not on this machine")
                .hasMessageContaining("assets/kube-apiserver is 1.35.1")
                .hasMessageContaining("export KAMAJI_BINARIES=")
                .hasMessageContaining("-Dkamaji.binaries=download")
                .hasMessageContaining("-Dkamaji.binaries=build")
                .hasMessageContaining(
                        "curl -fL --create-dirs -o " + folder.resolve("cache/1.36.3/kube-apiserver") + " http://");
    }

    @Test
    void require_notAsked_neverDownloads() throws Exception {
        files.put(SERVER, script("Kubernetes v1.36.3"));
        files.put(SERVER + ".sha256", sum(script("Kubernetes v1.36.3"), ""));
        assertThatThrownBy(() -> builder(Map.of()).build().require("kube-apiserver", "1.36.3"))
                .isInstanceOf(BinaryNotFoundException.class);
        assertThat(asked).isEmpty();
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void require_download_verifiedOnceThenFromTheCache() throws Exception {
        files.put(SERVER, script("Kubernetes v1.36.3"));
        files.put(SERVER + ".sha256", sum(script("Kubernetes v1.36.3"), ""));
        var lines = new ArrayList<String>();
        var binaries = builder(Map.of("KAMAJI_BINARIES_GET", "download"))
                .progress(lines::add)
                .build();
        var file = binaries.require("kube-apiserver", "v1.36.3");
        assertThat(file)
                .isEqualTo(folder.resolve("cache/1.36.3/kube-apiserver"))
                .isExecutable();
        assertThat(asked).hasSize(2);
        assertThat(lines)
                .anyMatch(line -> line.startsWith("downloading http"))
                .anyMatch(line -> line.contains("is in"));
        assertThat(binaries.require("kube-apiserver", "1.36.3")).isEqualTo(file);
        assertThat(asked).hasSize(2);
    }

    @Test
    void require_archiveAndSumsOfManyFiles_oneMemberTaken() throws Exception {
        var etcd = script("etcd Version: 3.6.16");
        var archive = tarGz("etcd-v3.6.16-linux-amd64/README.md", new byte[700], "etcd-v3.6.16-linux-amd64/etcd", etcd);
        var base = "/etcd-io/etcd/releases/download/v3.6.16/";
        files.put(base + "etcd-v3.6.16-linux-amd64.tar.gz", archive);
        files.put(
                base + "SHA256SUMS",
                (new String(sum(new byte[1], "  etcd-v3.6.16-linux-arm64.tar.gz"), StandardCharsets.UTF_8)
                                + new String(sum(archive, "  etcd-v3.6.16-linux-amd64.tar.gz"), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        var kine = script("kine version v0.17.5");
        var kineBase = "/k3s-io/kine/releases/download/v0.17.5/";
        files.put(kineBase + "kine-amd64", kine);
        files.put(kineBase + "sha256sum-amd64.txt", sum(kine, "  dist/artifacts/kine-amd64"));
        var binaries = builder(Map.of()).ways(Binaries.Way.DOWNLOAD).build();
        assertThat(Files.readAllBytes(binaries.require("etcd", ""))).isEqualTo(etcd);
        assertThat(Files.readAllBytes(binaries.require("kine", "v0.17.5-amd64")))
                .isEqualTo(kine);
    }

    @Test
    void require_wrongChecksumMissingOrCutOff_refusedAndNothingLeft() throws Exception {
        var binaries = builder(Map.of()).ways(Binaries.Way.DOWNLOAD).build();
        assertRefused(binaries, "HTTP 404");
        files.put(SERVER + ".sha256", sum(script("other"), ""));
        assertRefused(binaries, "HTTP 404");
        files.put(SERVER, script("Kubernetes v1.36.3"));
        assertRefused(binaries, "SHA-256 is ");
        files.put(SERVER + ".sha256", "not a sum".getBytes(StandardCharsets.UTF_8));
        assertRefused(binaries, "no SHA-256 of kube-apiserver");
        files.put(SERVER + ".sha256", sum(script("Kubernetes v1.36.3"), ""));
        files.put(SERVER + " cut", new byte[0]);
        assertRefused(binaries, "cut off after ");
        files.remove(SERVER + " cut");
        assertThat(binaries.require("kube-apiserver", "1.36.3")).exists();
    }

    private void assertRefused(Binaries binaries, String why) throws IOException {
        assertThatThrownBy(() -> binaries.require("kube-apiserver", "1.36.3"))
                .isInstanceOf(BinaryNotFoundException.class)
                .hasMessageContaining("tried download: ")
                .hasMessageContaining(why);
        try (var left = Files.list(folder.resolve("cache/1.36.3"))) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly(".kube-apiserver.lock");
        }
    }

    @Test
    void require_downloadFails_buildIsTriedNextWithTheModulesOfTheMinor() throws Exception {
        // a stand-in for go: its module cache has a go.mod, its compiler copies what the test expects
        var module = Files.createDirectories(folder.resolve("mod"));
        Files.writeString(module.resolve("go.mod"), """
            module k8s.io/kubernetes

            go 1.26.0

            godebug (
                default=go1.26
            )

            require (
                k8s.io/api v0.0.0
                k8s.io/klog/v2 v2.140.0
                k8s.io/client-go v0.0.0 // indirect
            )
            """);
        var go = Files.writeString(
                Files.createDirectories(folder.resolve("go/bin")).resolve("go"), """
            #!/bin/sh
            echo "$CGO_ENABLED $GOFLAGS $@" >>%1$s/go.args
            case $1 in
            mod) echo 'go: downloading'; echo '{"Dir": "%1$s/mod"}' ;;
            get) cp go.mod %1$s/scratch.mod ;;
            build) while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\necho v1.36.3\\n' >$2 ;;
            esac
            """.formatted(folder));
        assertThat(go.toFile().setExecutable(true)).isTrue();
        var lines = new ArrayList<String>();
        var binaries = builder(
                        Map.of("PATH", folder.resolve("go/bin").toString(), "KAMAJI_BINARIES_GET", "download, build"))
                .progress(lines::add)
                .build();
        assertThat(binaries.require("kube-scheduler", "1.36.3")).isExecutable();
        assertThat(asked).isNotEmpty();
        assertThat(folder.resolve("scratch.mod")).hasContent("""
            module scratch
            go 1.26.0
            godebug (
                default=go1.26
            )
            require k8s.io/kubernetes v1.36.3
            replace k8s.io/api => k8s.io/api v0.36.3
            replace k8s.io/client-go => k8s.io/client-go v0.36.3
            """);
        assertThat(Files.readAllLines(folder.resolve("go.args")))
                .hasSize(3)
                .allMatch(line -> line.startsWith("0 -mod=mod "))
                .last()
                .asString()
                .contains("component-base/version.gitVersion=v1.36.3")
                .endsWith("k8s.io/kubernetes/cmd/kube-scheduler");
        assertThat(lines).anyMatch(line -> line.contains("compiling"));
    }

    @Test
    void require_noWayWorks_messageHasEachReason() {
        var binaries = builder(Map.of("PATH", folder.toString(), "KAMAJI_BINARIES_GET", "download,build"))
                .build();
        assertThatThrownBy(() -> binaries.require("kubectl", "1.36.3"))
                .isInstanceOf(BinaryNotFoundException.class)
                .hasMessageContaining("tried download: http")
                .hasMessageContaining("tried build: no go on the PATH");
        assertThatThrownBy(() -> Binaries.Way.parse("download,compile"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'compile'");
    }

    private static byte[] tarGz(Object... namesAndFiles) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < namesAndFiles.length; i += 2) {
                var body = (byte[]) namesAndFiles[i + 1];
                var header = new byte[512];
                var name = ((String) namesAndFiles[i]).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(name, 0, header, 0, name.length);
                var size = String.format("%011o", body.length).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(size, 0, header, 124, size.length);
                out.write(header);
                out.write(body);
                out.write(new byte[(512 - body.length % 512) % 512]);
            }
            out.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }
}
