package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.pki.KeyedCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL for tests: client certificates demanded, SCRAM passwords, administrator {@code postgres}.
 *
 * <p>TLS for 127.0.0.1 and localhost; everything is in a temporary folder that {@link #close()} removes. Up when
 * {@link #start()} returns, within 30 s. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
    static final String PASSWORD = "pass: '@/word%";

    private final ServerCertificates certificates = ServerCertificates.create("PostgreSQL");
    private final KeyedCertificate client = certificates.client("postgres");
    private final ServerProcess process = new ServerProcess("PostgreSQL");
    private final int port = ServerProcess.freePort();

    private PostgresServer() {
        process.write("ca", certificates.authority());
        process.write("server", certificates.server());
        process.write("password", PASSWORD + "\n");
        if (ServerProcess.root()) {
            process.ownedBy("postgres");
        }
        var data = process.folder().resolve("data").toString();
        process.run(ServerProcess.as(
                "postgres",
                List.of(
                        binary("initdb"),
                        "-D",
                        data,
                        "-U",
                        "postgres",
                        "--pwfile=" + process.folder().resolve("password"),
                        "-A",
                        "scram-sha-256",
                        "-E",
                        "UTF8",
                        "--no-sync")));
        process.write("hba", "hostssl all all all scram-sha-256 clientcert=verify-ca\n");
        if (ServerProcess.root()) {
            process.ownedBy("postgres");
        }
        var settings = Map.of(
                "listen_addresses",
                "127.0.0.1",
                "port",
                String.valueOf(port),
                "unix_socket_directories",
                "",
                "hba_file",
                process.folder().resolve("hba").toString(),
                "ssl",
                "on",
                "ssl_ca_file",
                process.folder().resolve("ca.crt").toString(),
                "ssl_cert_file",
                process.folder().resolve("server.crt").toString(),
                "ssl_key_file",
                process.folder().resolve("server.key").toString(),
                "fsync",
                "off",
                "autovacuum",
                "off");
        var command = new ArrayList<>(List.of(binary("postgres"), "-D", data));
        settings.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        process.start(ServerProcess.as("postgres", command), Map.of(), port);
    }

    private static String binary(String name) {
        return ServerProcess.find(name)
                .orElseThrow(() -> new IllegalStateException("no binary " + name))
                .toString();
    }

    /** Whether the binaries are on this machine. */
    public static boolean available() {
        return ServerProcess.find("initdb").isPresent()
                && ServerProcess.find("postgres").isPresent();
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException if there are no binaries, or it does not come up; with the end of its log
     */
    public static PostgresServer start() {
        return new PostgresServer();
    }

    ServerProcess.Access access() {
        return new ServerProcess.Access(certificates.authority(), client, "postgres", PASSWORD);
    }

    /** {@code 127.0.0.1:port}. */
    public String endpoint() {
        return "127.0.0.1:" + port;
    }

    /** A datastore for it with everything inline, the CA's key included. */
    public DataStore dataStore() {
        return ServerProcess.dataStore("PostgreSQL", access(), endpoint());
    }

    ServerCertificates certificates() {
        return certificates;
    }

    String log() {
        return process.log();
    }

    /** Kills it, as a crash would. */
    public void kill() {
        process.kill();
    }

    /** Starts it again on its data and port. */
    public void restart() {
        process.restart();
    }

    @Override
    public void close() {
        process.close();
    }
}
