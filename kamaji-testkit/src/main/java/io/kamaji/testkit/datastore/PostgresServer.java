package io.kamaji.testkit.datastore;

import io.kamaji.testkit.process.internal.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL for tests: client certificates demanded, SCRAM passwords, administrator {@code postgres}.
 *
 * <p>TLS for 127.0.0.1 and localhost; everything is in a temporary folder that {@link #close()} removes. Up when
 * {@link #start()} returns, within 30 s. Thread-safe.
 */
public final class PostgresServer extends PasswordServer {
    /** Who may connect: its {@code pg_hba.conf}, file {@code hba} of the process. */
    static final String TLS_ONLY = "hostssl all all all scram-sha-256 clientcert=verify-ca\n";

    private PostgresServer() {
        super("PostgreSQL", "postgres");
        process.write("password", PASSWORD + "\n");
        if (ServerProcess.root()) {
            process.ownedBy("postgres");
        }
        var data = file("data");
        process.run(ServerProcess.as(
                "postgres",
                List.of(
                        binary("initdb"),
                        "-D",
                        data,
                        "-U",
                        "postgres",
                        "--pwfile=" + file("password"),
                        "-A",
                        "scram-sha-256",
                        "-E",
                        "UTF8",
                        "--no-sync")));
        process.write("hba", TLS_ONLY);
        if (ServerProcess.root()) {
            process.ownedBy("postgres");
        }
        var settings = Map.of(
                "listen_addresses",
                "127.0.0.1",
                "port",
                String.valueOf(port()),
                "unix_socket_directories",
                "",
                "hba_file",
                file("hba"),
                "ssl",
                "on",
                "ssl_ca_file",
                file("ca.crt"),
                "ssl_cert_file",
                file("server.crt"),
                "ssl_key_file",
                file("server.key"),
                "fsync",
                "off",
                "autovacuum",
                "off");
        var command = new ArrayList<>(List.of(binary("postgres"), "-D", data));
        settings.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        process.start(ServerProcess.as("postgres", command), Map.of(), port());
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
}
