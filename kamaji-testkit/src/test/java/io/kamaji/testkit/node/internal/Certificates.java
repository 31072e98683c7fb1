package io.kamaji.testkit.node.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A few certificates made by the openssl of this machine: all that an API server and its clients need in a test. */
final class Certificates {
    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    static Optional<String> unavailable() {
        return Files.isExecutable(Path.of("/usr/bin/openssl")) ? Optional.empty() : Optional.of("no /usr/bin/openssl");
    }

    static Certificates create(Path folder) throws Exception {
        var made = new Certificates(folder);
        made.openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", "ca.key");
        made.openssl(
                "req", "-x509", "-new", "-key", "ca.key", "-subj", "/CN=kubernetes", "-days", "2", "-out", "ca.crt");
        made.issue("apiserver", "/CN=kube-apiserver", "subjectAltName=DNS:localhost,DNS:kubernetes,IP:127.0.0.1");
        made.issue("admin", "/O=system:masters/CN=admin", "extendedKeyUsage=clientAuth");
        made.issue("kcm", "/CN=system:kube-controller-manager", "extendedKeyUsage=clientAuth");
        made.issue("scheduler", "/CN=system:kube-scheduler", "extendedKeyUsage=clientAuth");
        made.openssl("genrsa", "-out", "sa.key", "2048");
        made.openssl("rsa", "-in", "sa.key", "-pubout", "-out", "sa.pub");
        return made;
    }

    private void issue(String name, String subject, String extension) throws Exception {
        openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", name + ".key");
        openssl("req", "-new", "-key", name + ".key", "-subj", subject, "-out", name + ".csr");
        Files.writeString(folder.resolve(name + ".ext"), extension);
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".crt");
    }

    private void openssl(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of("/usr/bin/openssl"));
        command.addAll(List.of(arguments));
        var log = folder.resolve("openssl.log").toFile();
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + Files.readString(log.toPath()));
        }
    }

    /** The file's content as a Secret has it. */
    String base64(String file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
    }

    Map<String, String> base64(List<String> files) throws IOException {
        var data = new TreeMap<String, String>();
        for (var file : files) {
            data.put(file, base64(file));
        }
        return data;
    }

    String kubeconfig(String user, String server) throws IOException {
        return """
            apiVersion: v1
            kind: Config
            clusters:
            - name: t
              cluster:
                server: %s
                certificate-authority-data: %s
            users:
            - name: u
              user:
                client-certificate-data: %s
                client-key-data: %s
            contexts:
            - name: c
              context: {cluster: t, user: u}
            current-context: c
            """.formatted(server, base64("ca.crt"), base64(user + ".crt"), base64(user + ".key"));
    }

    static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
