package io.kamaji.testkit.datastore;

import io.kamaji.datastore.TenantAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** A MariaDB of the tests over JDBC, as its administrator or as a tenant. Immutable. */
final class MariaDbJdbc implements SqlTenantClient.Server {
    private final MariaDbServer server;
    private final Path authority;

    MariaDbJdbc(MariaDbServer server, Path folder) throws IOException {
        this.server = server;
        authority = Files.writeString(
                folder.resolve("ca.crt"), server.access().authority().certificatePem());
    }

    List<String> rows(String sql) {
        try (var admin = connect("root", MariaDbServer.PASSWORD, "mysql")) {
            return SqlTenantClient.rows(admin, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (var admin = connect("root", MariaDbServer.PASSWORD, "mysql")) {
            SqlTenantClient.execute(admin, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Connection connect(String user, String password, String database) throws SQLException {
        var settings = new Properties();
        settings.setProperty("user", user);
        settings.setProperty("password", password);
        settings.setProperty("sslMode", "verify-full");
        settings.setProperty("serverSslCert", authority.toString());
        var connection = SqlTenantClient.connect("jdbc:mariadb://" + server.endpoint() + "/", settings);
        try (var statement = connection.createStatement()) {
            statement.execute("USE `" + database.replace("`", "``") + "`");
        }
        return connection;
    }

    @Override
    public List<String> attacks(TenantAccount other) {
        return List.of(
                "SELECT 1 FROM information_schema.schemata WHERE schema_name = '" + other.schema() + "'",
                "SHOW DATABASES LIKE '" + other.schema() + "'",
                "SELECT 1 FROM `" + other.schema() + "`.kine",
                "INSERT INTO `" + other.schema() + "`.kine VALUES ('a', 'b')",
                "CREATE TABLE `" + other.schema() + "`.t (a INT)",
                "CREATE DATABASE robbed",
                "DROP DATABASE `" + other.schema() + "`",
                "CREATE USER robber IDENTIFIED BY 'x'",
                "SET PASSWORD FOR '" + other.username() + "'@'%' = PASSWORD('x')",
                "GRANT ALL ON *.* TO CURRENT_USER",
                "SELECT 1 FROM mysql.user",
                "SELECT 1 FROM kamaji.tenants",
                "SELECT 1 FROM information_schema.processlist WHERE user = 'root'",
                "SET GLOBAL max_connections = 1",
                "SELECT 1 INTO OUTFILE '/tmp/robbed'");
    }
}
