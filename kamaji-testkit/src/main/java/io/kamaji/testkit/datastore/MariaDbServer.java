package io.kamaji.testkit.datastore;

import io.kamaji.api.DataStore;
import io.kamaji.pki.KeyedCertificate;
import java.util.List;
import java.util.Map;

/**
 * A real MariaDB for tests: TLS demanded, administrator {@code root}, binary log on.
 *
 * <p>TLS for 127.0.0.1 and localhost; everything is in a temporary folder that {@link #close()} removes. Up when
 * {@link #start()} returns, within 30 s. Thread-safe.
 */
public final class MariaDbServer implements AutoCloseable {
    static final String PASSWORD = "pass: '@/word%";

    private final ServerCertificates certificates = ServerCertificates.create("MySQL");
    private final KeyedCertificate client = certificates.client("root");
    private final ServerProcess process = new ServerProcess("MySQL");
    private final int port = ServerProcess.freePort();

    private MariaDbServer() {
        process.write("ca", certificates.authority());
        process.write("server", certificates.server());
        var password = PASSWORD.replace("'", "''");
        process.write(
                "init.sql",
                "CREATE USER IF NOT EXISTS root@'%' IDENTIFIED BY '" + password + "';\n"
                        + "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;\n"
                        + "DROP USER IF EXISTS root@localhost, root@'127.0.0.1', root@'::1';\n");
        var data = process.folder().resolve("data").toString();
        var user = ServerProcess.root() ? "mysql" : System.getProperty("user.name");
        if (ServerProcess.root()) {
            process.ownedBy("mysql");
        }
        process.run(List.of(
                binary("mariadb-install-db"),
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        process.start(
                List.of(
                        binary("mariadbd"),
                        "--no-defaults",
                        "--user=" + user,
                        "--datadir=" + data,
                        "--socket=" + process.folder().resolve("socket"),
                        "--pid-file=" + process.folder().resolve("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--ssl-ca=" + process.folder().resolve("ca.crt"),
                        "--ssl-cert=" + process.folder().resolve("server.crt"),
                        "--ssl-key=" + process.folder().resolve("server.key"),
                        "--require-secure-transport=ON",
                        "--skip-name-resolve",
                        "--log-bin=binlog",
                        "--init-file=" + process.folder().resolve("init.sql"),
                        "--innodb-flush-log-at-trx-commit=2"),
                Map.of(),
                port);
    }

    private static String binary(String name) {
        return ServerProcess.find(name)
                .orElseThrow(() -> new IllegalStateException("no binary " + name))
                .toString();
    }

    /** Whether the binaries are on this machine. */
    public static boolean available() {
        return ServerProcess.find("mariadbd").isPresent()
                && ServerProcess.find("mariadb-install-db").isPresent();
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException if there are no binaries, or it does not come up; with the end of its log
     */
    public static MariaDbServer start() {
        return new MariaDbServer();
    }

    ServerProcess.Access access() {
        return new ServerProcess.Access(certificates.authority(), client, "root", PASSWORD);
    }

    /** {@code 127.0.0.1:port}. */
    public String endpoint() {
        return "127.0.0.1:" + port;
    }

    /** A datastore for it with everything inline, the CA's key included. */
    public DataStore dataStore() {
        return ServerProcess.dataStore("MySQL", access(), endpoint());
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
