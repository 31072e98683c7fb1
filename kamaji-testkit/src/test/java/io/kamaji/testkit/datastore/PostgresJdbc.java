package io.kamaji.testkit.datastore;

import io.kamaji.datastore.TenantAccount;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** A PostgreSQL of the tests over JDBC, as its administrator or as a tenant. Immutable. */
final class PostgresJdbc implements SqlTenantClient.Server {
    private final PostgresServer server;
    private final Path folder;
    private final Path clientFile;

    PostgresJdbc(PostgresServer server, Path folder) throws IOException {
        this.server = server;
        this.folder = folder;
        clientFile = SqlTenantClient.p12(server.access(), folder);
        Files.writeString(folder.resolve("ca.crt"), server.access().authority().certificatePem());
    }

    Connection administrator(String database) throws SQLException {
        return connect("postgres", PostgresServer.PASSWORD, database);
    }

    List<String> rows(String database, String sql) {
        try (var admin = administrator(database)) {
            return SqlTenantClient.rows(admin, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String database, String sql) {
        try (var admin = administrator(database);
                var statement = admin.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Connection connect(String user, String password, String database) throws SQLException {
        var settings = new Properties();
        settings.setProperty("user", user);
        settings.setProperty("password", password);
        settings.setProperty("sslmode", "verify-full");
        settings.setProperty("sslrootcert", folder.resolve("ca.crt").toString());
        settings.setProperty("sslkey", clientFile.toString());
        settings.setProperty("sslpassword", "secret");
        var name = URLEncoder.encode(database, StandardCharsets.UTF_8);
        return SqlTenantClient.connect("jdbc:postgresql://" + server.endpoint() + "/" + name, settings);
    }

    @Override
    public List<String> attacks(TenantAccount other) {
        return List.of(
                "CREATE DATABASE robbed",
                "CREATE ROLE robber",
                "CREATE USER robber LOGIN PASSWORD 'x'",
                "DROP DATABASE \"" + other.schema() + "\"",
                "ALTER DATABASE \"" + other.schema() + "\" OWNER TO CURRENT_USER",
                "GRANT CONNECT ON DATABASE \"" + other.schema() + "\" TO CURRENT_USER",
                "ALTER ROLE \"" + other.username() + "\" PASSWORD 'x'",
                "SET ROLE \"" + other.username() + "\"",
                "SET SESSION AUTHORIZATION postgres",
                "GRANT \"" + other.username() + "\" TO CURRENT_USER",
                "SELECT rolpassword FROM pg_authid",
                "SELECT pg_read_file('PG_VERSION')",
                "SELECT 1 FROM pg_ls_dir('.')",
                "COPY (SELECT 1) TO PROGRAM 'true'",
                "ALTER SYSTEM SET work_mem = '1MB'",
                "COMMENT ON DATABASE \"" + other.schema() + "\" IS 'mine'",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + other.username() + "'",
                "CREATE EXTENSION dblink");
    }
}
