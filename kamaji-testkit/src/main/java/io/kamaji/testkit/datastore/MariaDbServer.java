package io.kamaji.testkit.datastore;

import io.kamaji.testkit.process.internal.ServerProcess;
import java.util.List;
import java.util.Map;

/**
 * A real MariaDB for tests: TLS demanded, administrator {@code root}, binary log on.
 *
 * <p>TLS for 127.0.0.1 and localhost; everything is in a temporary folder that {@link #close()} removes. Up when
 * {@link #start()} returns, within 30 s. Thread-safe.
 */
public final class MariaDbServer extends PasswordServer {
    private MariaDbServer() {
        super("MySQL", "root");
        var password = PASSWORD.replace("'", "''");
        process.write(
                "init.sql",
                "CREATE USER IF NOT EXISTS root@'%' IDENTIFIED BY '" + password + "';\n"
                        + "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;\n"
                        + "DROP USER IF EXISTS root@localhost, root@'127.0.0.1', root@'::1';\n");
        var data = file("data");
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
                        "--socket=" + file("socket"),
                        "--pid-file=" + file("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port(),
                        "--ssl-ca=" + file("ca.crt"),
                        "--ssl-cert=" + file("server.crt"),
                        "--ssl-key=" + file("server.key"),
                        "--require-secure-transport=ON",
                        "--skip-name-resolve",
                        "--log-bin=binlog",
                        "--init-file=" + file("init.sql"),
                        "--innodb-flush-log-at-trx-commit=2"),
                Map.of(),
                port());
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
}
