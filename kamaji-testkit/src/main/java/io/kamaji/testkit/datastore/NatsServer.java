package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.testkit.Binaries;
import java.util.List;
import java.util.Map;

/**
 * A real NATS server with JetStream for tests: client certificates demanded, one user {@code admin}.
 *
 * <p>TLS for 127.0.0.1 and localhost; everything is in a temporary folder that {@link #close()} removes. Up when
 * {@link #start()} returns, within 30 s. Thread-safe.
 */
public final class NatsServer implements AutoCloseable {
    static final String PASSWORD = "pass: '@/word%";

    private final ServerCertificates certificates = ServerCertificates.create("NATS");
    private final KeyedCertificate client = certificates.client("admin");
    private final ServerProcess process = new ServerProcess("NATS");
    private final int port = ServerProcess.freePort();

    private final int monitor = ServerProcess.freePort();

    private NatsServer() {
        process.write("ca", certificates.authority());
        process.write("server", certificates.server());
        var folder = process.folder();
        process.write(
                "nats.conf",
                "listen: \"127.0.0.1:" + port + "\"\nhttp: \"127.0.0.1:" + monitor + "\"\njetstream { store_dir: \""
                        + folder.resolve("data") + "\" }\nauthorization { users = [ { user: admin, password: \""
                        + PASSWORD + "\" } ] }\ntls { cert_file: \"" + folder.resolve("server.crt")
                        + "\", key_file: \"" + folder.resolve("server.key") + "\", ca_file: \""
                        + folder.resolve("ca.crt") + "\", verify: true, timeout: 20 }\n");
        var binary = Binaries.standard()
                .find("nats-server", "")
                .orElseThrow(() -> new IllegalStateException("no binary nats-server"));
        process.start(
                List.of(binary.toString(), "-c", folder.resolve("nats.conf").toString()), Map.of(), port);
    }

    /** Whether the binary is on this machine. */
    public static boolean available() {
        return Binaries.standard().find("nats-server", "").isPresent();
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException if there is no binary, or it does not come up; with the end of its log
     */
    public static NatsServer start() {
        return new NatsServer();
    }

    /** The URL of its monitoring, without TLS. */
    String monitoring() {
        return "http://127.0.0.1:" + monitor;
    }

    ServerProcess.Access access() {
        return new ServerProcess.Access(certificates.authority(), client, "admin", PASSWORD);
    }

    /** {@code 127.0.0.1:port}. */
    public String endpoint() {
        return "127.0.0.1:" + port;
    }

    /** A datastore for it with everything inline, the CA's key included. */
    public DataStore dataStore() {
        return ServerProcess.dataStore("NATS", access(), endpoint());
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
