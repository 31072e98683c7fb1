package io.kamaji.core.cluster.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.core.cluster.AdminCluster;
import io.kamaji.core.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in a kubeconfig are told when connecting, in words that say what to do. */
class KubeconfigTextTest {
    private static final String GOOD = """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t0ken}}]
            contexts: [{name: x, context: {cluster: c, user: u}}, {name: y, context: {cluster: c, user: u}}]
            current-context: x
            """;

    @TempDir
    Path folder;

    @Test
    void connect_missingFile_saysSo() {
        assertThatThrownBy(() ->
                        AdminCluster.kubeconfig(folder.resolve("admin.conf")).connect())
                .isInstanceOf(ClusterException.class)
                .hasMessageContainingAll(folder + "/admin.conf", "there is no such file");
    }

    @Test
    void connect_emptyFile_saysSo() throws IOException {
        var empty = Files.createFile(folder.resolve("admin.conf"));

        assertThatThrownBy(() -> AdminCluster.kubeconfig(empty).connect())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("it is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "admin.conf | \"admin.conf\" is no YAML of a kubeconfig (for a file: kubeconfig(Path.of(…)))",
                "[] | it is no YAML object",
                "{} | it names no current-context; it has contexts []",
                "current-context: x | its current-context x is not among its contexts []",
                "a: [ | neither JSON nor YAML"
            })
    void connect_otherText_saysWhatItIs(String yaml, String why) {
        assertThatThrownBy(() -> AdminCluster.kubeconfig(yaml).connect())
                .isInstanceOf(ClusterException.class)
                .hasMessageContainingAll("can't use the kubeconfig", why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "current-context: x | '' | it names no current-context; it has contexts [x, y]",
                "current-context: x | current-context: z | its current-context z is not among its contexts [x, y]",
                "[{name: c, | [{name: d, | its context x names c, which is not among its clusters [d]",
                "[{name: u, | [{name: v, | its context x names u, which is not among its users [v]",
                "server: \"http://127.0.0.1:1\" | x: y | its cluster c names no server"
            })
    void connect_dangling_namesWhatThereIs(String text, String replacement, String why) {
        assertThatThrownBy(() ->
                        AdminCluster.kubeconfig(GOOD.replace(text, replacement)).connect())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(why);
    }

    @Test
    void connect_missingExecPlugin_namesTheCommandAndItsHint() {
        var yaml = GOOD.replace(
                "token: t0ken",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-iam, installHint: get it there}");

        assertThatThrownBy(() -> AdminCluster.kubeconfig(yaml).connect())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(
                        "its user u gets credentials from the command no-such-iam, which is not there: get it there");
    }

    @Test
    void connect_execPluginThatFails_namesTheCommand() throws IOException {
        var plugin = Files.writeString(folder.resolve("plugin"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
        var yaml = GOOD.replace(
                "token: t0ken", "exec: {apiVersion: client.authentication.k8s.io/v1, command: " + plugin + "}");

        assertThatThrownBy(() -> AdminCluster.kubeconfig(yaml).connect())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("the command " + plugin + " gave no credentials");
    }

    @Test
    void connect_good_isConnected() {
        try (var client = AdminCluster.kubeconfig(GOOD).connect()) {
            assertThat(client.server()).isEqualTo("http://127.0.0.1:1");
        }
    }

    @Test
    void inCluster_outsideOfAPod_saysSo() {
        assertThatThrownBy(() -> AdminCluster.inCluster().connect())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("this is no pod: KUBERNETES_SERVICE_HOST is not set");
    }
}
