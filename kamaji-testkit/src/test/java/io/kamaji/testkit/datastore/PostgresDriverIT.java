package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.postgresql.PostgreSqlDriver;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresDriverIT extends KineContract {
    private static PostgresServer server;

    @TempDir
    static Path folder;

    private static Path clientFile;

    @BeforeAll
    static void start() throws IOException {
        assumeReal(PostgresServer.available(), "no initdb and postgres on the PATH or in /usr/lib/postgresql");
        server = PostgresServer.start();
        clientFile = SqlTenantClient.p12(server.access(), folder);
        Files.writeString(folder.resolve("ca.crt"), server.access().authority().certificatePem());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static final SqlTenantClient.Server JDBC = new SqlTenantClient.Server() {
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
    };

    @Override
    protected DataStoreDriver driver() {
        return new PostgreSqlDriver();
    }

    @Override
    ServerCertificates certificates() {
        return server.certificates();
    }

    @Override
    ServerProcess.Access access() {
        return server.access();
    }

    @Override
    String endpoint() {
        return server.endpoint();
    }

    @Override
    protected TenantClient client(TenantAccount tenant) {
        return new SqlTenantClient(JDBC, tenant);
    }

    private static List<String> rows(String database, String sql) {
        try (var admin = JDBC.connect("postgres", PostgresServer.PASSWORD, database)) {
            return SqlTenantClient.rows(admin, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) {
        try (var admin = JDBC.connect("postgres", PostgresServer.PASSWORD, "postgres");
                var statement = admin.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Set<String> contents() {
        var all = new TreeSet<String>();
        rows("postgres", "SELECT datname || coalesce(datacl::text, '') FROM pg_database WHERE datname <> 'kamaji'")
                .forEach(all::add);
        rows("postgres", "SELECT rolname FROM pg_roles").forEach(all::add);
        if (!rows("postgres", "SELECT 1 FROM pg_database WHERE datname = 'kamaji'")
                        .isEmpty()
                && !rows("kamaji", "SELECT 1 FROM pg_tables WHERE tablename = 'tenants'")
                        .isEmpty()) {
            all.addAll(rows("kamaji", "SELECT tenants::text FROM tenants"));
        }
        return all;
    }

    @Override
    protected Object writeCount() {
        return rows("postgres", "SELECT pg_snapshot_xmax(pg_current_snapshot())");
    }

    @Override
    protected void killAndRestart() {
        server.kill();
        server.restart();
        awaitReady();
    }

    private static void awaitReady() {
        for (int i = 0; i < 100; i++) {
            try {
                rows("postgres", "SELECT 1");
                return;
            } catch (IllegalStateException e) {
                ServerProcess.sleep();
            }
        }
    }

    @Override
    List<String> kineNames() {
        return names();
    }

    @Test
    void ensure_passwordChangedElsewhere_setsItAgain() {
        var tenant = tenant("rekeyed");
        driver().ensure(store(), tenant);
        execute("ALTER ROLE rekeyed PASSWORD 'other'");
        assertThat(driver().inspect(store(), tenant)).containsExactly("password of role rekeyed");
        driver().ensure(store(), tenant);
        assertThat(driver().inspect(store(), tenant)).isEmpty();
        driver().drop(store(), tenant);
    }

    @Test
    void ensure_foreignDatabase_isRefusedAndNeverDropped() {
        execute("CREATE DATABASE precious");
        assertThatThrownBy(() -> driver().ensure(store(), tenant("precious")))
                .isInstanceOf(DataStoreException.class)
                .hasMessageContaining("no mark");
        driver().drop(store(), tenant("precious"));
        assertThat(rows("postgres", "SELECT 1 FROM pg_database WHERE datname = 'precious'"))
                .isNotEmpty();
        execute("DROP DATABASE precious");
    }

    @Test
    void ensure_tenantOfTheReference_isTakenOver() {
        var tenant = tenant("adopted");
        execute("CREATE ROLE adopted LOGIN PASSWORD '" + tenant.password() + "'");
        execute("CREATE DATABASE adopted OWNER adopted");
        driver().ensure(store(), tenant);
        try (var client = client(tenant)) {
            client.put("a", "b");
        }
        assertThat(driver().inspect(store(), tenant)).isEmpty();
        driver().drop(store(), tenant);
        assertThat(rows("postgres", "SELECT 1 FROM pg_roles WHERE rolname = 'adopted'"))
                .isEmpty();
    }

    @Test
    void calls_administratorWithoutSuperuser_work() {
        execute("CREATE ROLE lesser LOGIN CREATEDB CREATEROLE PASSWORD 'less'");
        // The registry is the first administrator's.
        execute("DROP DATABASE IF EXISTS kamaji WITH (FORCE)");
        var lesser = new ServerProcess.Access(access().authority(), access().client(), "lesser", "less");
        var store = store(lesser, 10, endpoint());
        var tenant = tenant("modest");
        driver().check(store);
        driver().ensure(store, tenant);
        try (var client = client(tenant)) {
            client.put("a", "b");
            driver().drop(store, tenant);
        } catch (IllegalStateException e) {
            throw new AssertionError(e);
        }
        assertThat(rows("postgres", "SELECT 1 FROM pg_roles WHERE rolname = 'modest'"))
                .isEmpty();
        execute("DROP DATABASE kamaji WITH (FORCE)");
        execute("DROP ROLE lesser");
    }

    @Test
    void bind_oddPasswordAndSeveralHosts_kineServes() {
        var tenant = new TenantAccount("odd", "odd", "p@ss:w/rd%\\ $(id)?#&", "contract/odd");
        var store = store(access(), 10, "127.0.0.1:1", endpoint());
        driver().ensure(store, tenant);
        try (var kine = kine(store, tenant)) {
            kine.put("x", "y");
            assertThat(kine.get("x")).contains("y");
        } finally {
            driver().drop(store, tenant);
        }
    }
}
