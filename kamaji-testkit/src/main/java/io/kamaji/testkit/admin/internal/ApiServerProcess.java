package io.kamaji.testkit.admin.internal;

import io.kamaji.core.cluster.ClusterException;
import io.kamaji.pki.KeyAlgorithm;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.pki.SigningKeys;
import io.kamaji.testkit.AdminClusterUnderTest;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.datastore.EtcdServer;
import io.kamaji.testkit.process.internal.Ports;
import io.kamaji.testkit.process.internal.ServerCertificates;
import io.kamaji.testkit.process.internal.ServerProcess;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real kube-apiserver on a real etcd, both processes of this machine on 127.0.0.1 with TLS, RBAC on, ServiceAccount admission
 * off, as no controller makes service accounts; only stable APIs. The version is that of property {@code
 * kamaji.test.kubernetes}, by default any. Thread-safe.
 */
public final class ApiServerProcess implements AdminClusterUnderTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String NAME = "kube-apiserver";

    private final EtcdServer etcd;
    private final ServerProcess process = new ServerProcess(NAME);
    private final String kubeconfig;

    private ApiServerProcess(Path binary, EtcdServer etcd) {
        this.etcd = etcd;
        var certificates = ServerCertificates.create("admin cluster");
        var keys = SigningKeys.generate(KeyAlgorithm.ECDSA_P256, new SecureRandom());
        process.write("ca.crt", certificates.authority().certificatePem());
        process.write("server", certificates.server());
        process.write("etcd-ca.crt", etcd.authority().certificatePem());
        process.write("etcd", etcd.client("root"));
        process.write("sa.key", keys.privatePem());
        process.write("sa.pub", keys.publicPem());
        var port = Ports.next();
        kubeconfig = new Kubeconfig(
                        "admin-cluster",
                        "https://127.0.0.1:" + port,
                        certificates.authority().certificatePem(),
                        Optional.empty(),
                        "admin",
                        Optional.of(certificates.member("admin", "system:masters")))
                .toYaml();
        process.start(
                List.of(
                        binary.toString(),
                        "--etcd-servers=https://" + etcd.endpoint(),
                        "--etcd-cafile=" + file("etcd-ca.crt"),
                        "--etcd-certfile=" + file("etcd.crt"),
                        "--etcd-keyfile=" + file("etcd.key"),
                        "--bind-address=127.0.0.1",
                        "--advertise-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--tls-cert-file=" + file("server.crt"),
                        "--tls-private-key-file=" + file("server.key"),
                        "--client-ca-file=" + file("ca.crt"),
                        "--authorization-mode=RBAC",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + file("sa.pub"),
                        "--service-account-signing-key-file=" + file("sa.key"),
                        "--service-cluster-ip-range=10.96.0.0/16",
                        "--disable-admission-plugins=ServiceAccount",
                        "--endpoint-reconciler-type=none",
                        "--runtime-config=api/all=false,api/ga=true"),
                Map.of(),
                port);
    }

    private Path file(String name) {
        return process.folder().resolve(name);
    }

    private static Optional<Path> binary() {
        return Binaries.standard().find(NAME, System.getProperty("kamaji.test.kubernetes", ""));
    }

    public static Optional<String> missing() {
        return binary().isEmpty()
                ? Optional.of("no " + NAME + " on this machine: set KAMAJI_BINARIES")
                : EtcdServer.available()
                        ? Optional.empty()
                        : Optional.of("no etcd and etcdctl on this machine: set KAMAJI_BINARIES");
    }

    public static AdminClusterUnderTest start() {
        var binary =
                binary().orElseThrow(() -> new IllegalStateException(missing().orElseThrow()));
        var etcd = EtcdServer.start();
        try {
            var server = new ApiServerProcess(binary, etcd);
            try {
                server.awaitReady();
                return server;
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (RuntimeException e) {
            etcd.close();
            throw e;
        }
    }

    private void awaitReady() {
        var end = System.nanoTime() + LIMIT.toNanos();
        try (var client = connect()) {
            while (true) {
                try {
                    client.raw("/readyz");
                    client.raw("/api/v1/namespaces/default");
                    return;
                } catch (ClusterException e) {
                    if (System.nanoTime() > end) {
                        throw new IllegalStateException(NAME + " is not ready:\n" + process.log(), e);
                    }
                    ServerProcess.sleep();
                }
            }
        }
    }

    @Override
    public String kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() {
        process.close();
        etcd.close();
    }
}
