package io.kamaji.testkit.datastore;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.testkit.process.internal.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;

/** An SQL server over JDBC, as some user; with a table of the test's own. Not thread-safe. */
final class SqlTenantClient implements TenantClient {

    /** How one kind of server is connected to. */
    interface Server {
        Connection connect(String user, String password, String database) throws SQLException;

        /** SQL that a tenant must not get done, after {@code use} of its own database. */
        List<String> attacks(TenantAccount other);
    }

    private final Server server;
    private final TenantAccount tenant;
    private final Connection connection;

    SqlTenantClient(Server server, TenantAccount tenant) {
        this.server = server;
        this.tenant = tenant;
        try {
            connection = server.connect(tenant.username(), tenant.password(), tenant.schema());
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS kine (name VARCHAR(200) PRIMARY KEY, value VARCHAR(200))");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void put(String key, String value) {
        try (var statement = connection.prepareStatement("INSERT INTO kine (name, value) VALUES (?, ?)")) {
            statement.setString(1, key);
            statement.setString(2, value);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> get(String key) {
        try {
            var rows = rows(connection, "SELECT value FROM kine WHERE name = '" + key + "'");
            return rows.stream().findFirst();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(String.valueOf(result.getString(1)));
            }
            return rows;
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Map<String, Callable<?>> attacks(TenantAccount other) {
        Map<String, Callable<?>> all = new LinkedHashMap<>();
        for (String database : List.of(other.schema(), "kamaji")) {
            all.put("connect to " + database, () -> server.connect(tenant.username(), tenant.password(), database));
        }
        all.put("other's user", () -> server.connect(other.username(), "wrong", other.schema()));
        for (String sql : server.attacks(other)) {
            all.put(sql, () -> {
                try (var statement = connection.createStatement()) {
                    // A query must show a row to count as done.
                    if (statement.execute(sql) && !statement.getResultSet().next()) {
                        throw new SQLException("nothing");
                    }
                    return true;
                }
            });
        }
        return all;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key pair as the file that PostgreSQL's JDBC driver reads. */
    static Path p12(ServerProcess.Access access, Path folder) {
        var file = folder.resolve("client.p12");
        try (var out = Files.newOutputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("user", access.client().key(), "secret".toCharArray(), new Certificate[] {
                access.client().certificate()
            });
            store.store(out, "secret".toCharArray());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Connection connect(String url, Properties settings) throws SQLException {
        return DriverManager.getConnection(url, settings);
    }
}
