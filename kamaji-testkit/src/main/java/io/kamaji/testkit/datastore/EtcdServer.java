package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.api.datastore.CertificateAuthorityRef;
import io.kamaji.api.datastore.ClientCertificateRef;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.Binaries;
import io.kamaji.testkit.process.internal.Ports;
import io.kamaji.testkit.process.internal.ServerCertificates;
import io.kamaji.testkit.process.internal.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real etcd for tests: one member on free ports of 127.0.0.1, TLS with client certificates, authentication on, user
 * {@code root} for the administrator's certificate.
 *
 * <p>The binaries {@code etcd} and {@code etcdctl} come from {@link Binaries}. Data and certificates are in a temporary
 * folder, removed on {@link #close()}; nothing is synced to disk. Ready when {@link #start()} returns, within 30 s.
 * Thread-safe.
 */
public final class EtcdServer implements DataStoreServer {
    private static final int HEALTH_TRIES = 100;

    private final Path etcdctl;
    private final ServerCertificates certificates;
    private final KeyedCertificate root;
    private final ServerProcess process = new ServerProcess("etcd");
    private final int port = Ports.next();

    private EtcdServer(Path etcd, Path etcdctl, ServerCertificates certificates) {
        this.etcdctl = etcdctl;
        this.certificates = certificates;
        root = certificates.client("root");
        process.write("ca", certificates.authority());
        process.write("server", certificates.server());
        process.write("root", root);
        var client = "https://" + endpoint();
        var peer = "http://127.0.0.1:" + Ports.next();
        process.start(
                List.of(
                        etcd.toString(),
                        "--name=s",
                        "--data-dir=" + file("data"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=s=" + peer,
                        "--client-cert-auth",
                        "--trusted-ca-file=" + file("ca.crt"),
                        "--cert-file=" + file("server.crt"),
                        "--key-file=" + file("server.key"),
                        "--unsafe-no-fsync"),
                Map.of(),
                port);
    }

    private Path file(String name) {
        return process.folder().resolve(name);
    }

    /** Whether the binaries are on this machine. */
    public static boolean available() {
        var binaries = Binaries.standard();
        return binaries.find("etcd", "").isPresent()
                && binaries.find("etcdctl", "").isPresent();
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException if there are no binaries, or it does not come up; with the end of its log
     */
    public static EtcdServer start() {
        return start(ServerCertificates.create("etcd"));
    }

    /** The same under the CA of another. */
    public static EtcdServer startUnderCaOf(EtcdServer other) {
        return start(other.certificates);
    }

    private static EtcdServer start(ServerCertificates certificates) {
        var binaries = Binaries.standard();
        var etcd = binaries.find("etcd", "").orElseThrow(() -> new IllegalStateException("no binary etcd"));
        var etcdctl = binaries.find("etcdctl", "").orElseThrow(() -> new IllegalStateException("no binary etcdctl"));
        var server = new EtcdServer(etcd, etcdctl, certificates);
        try {
            server.awaitHealth();
            server.control("role", "add", "root");
            server.control("user", "add", "root", "--no-password");
            server.control("user", "grant-role", "root", "root");
            server.control("auth", "enable");
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void awaitHealth() {
        for (int tries = 1; ; tries++) {
            try {
                control("endpoint", "health");
                return;
            } catch (IllegalStateException e) {
                if (tries == HEALTH_TRIES) {
                    throw new IllegalStateException("etcd did not come up:\n" + process.log(), e);
                }
                ServerProcess.sleep();
            }
        }
    }

    /**
     * Runs {@code etcdctl} as root and gives what it prints.
     *
     * @throws IllegalStateException if it ends with an error; with its text
     */
    public String control(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                etcdctl.toString(),
                "--endpoints=https://127.0.0.1:" + port,
                "--cacert=" + file("ca.crt"),
                "--cert=" + file("root.crt"),
                "--key=" + file("root.key"),
                "--dial-timeout=2s",
                "--command-timeout=5s"));
        command.addAll(List.of(arguments));
        return process.run(command);
    }

    @Override
    public String endpoint() {
        return "127.0.0.1:" + port;
    }

    @Override
    public DataStore dataStore() {
        return dataStore(root);
    }

    /** The same with another administrator's certificate. */
    public DataStore dataStore(KeyedCertificate administrator) {
        return dataStore(certificates.authority(), administrator, endpoint());
    }

    /** The same with other parts. */
    public static DataStore dataStore(KeyedCertificate authority, KeyedCertificate administrator, String... endpoints) {
        return DataStore.builder()
                .metadata(m -> m.name("etcd"))
                .spec(spec -> spec.driver("etcd")
                        .endpoints(List.of(endpoints))
                        .tlsConfig(tls -> tls.certificateAuthority(CertificateAuthorityRef.builder()
                                        .certificate(ServerCertificates.inline(authority.certificatePem()))
                                        .privateKey(ServerCertificates.inline(authority.keyPem()))
                                        .build())
                                .clientCertificate(ClientCertificateRef.builder()
                                        .certificate(ServerCertificates.inline(administrator.certificatePem()))
                                        .privateKey(ServerCertificates.inline(administrator.keyPem()))
                                        .build())))
                .build();
    }

    /** The CA that signs the clients' certificates. */
    public KeyedCertificate authority() {
        return certificates.authority();
    }

    /** A client certificate of this server, for a user. */
    public KeyedCertificate client(String user) {
        return certificates.client(user);
    }

    /** One that expired an hour ago. */
    public KeyedCertificate expiredClient(String user) {
        return certificates.expiredClient(user);
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void restart() {
        process.restart();
        awaitHealth();
    }

    @Override
    public void close() {
        process.close();
    }
}
