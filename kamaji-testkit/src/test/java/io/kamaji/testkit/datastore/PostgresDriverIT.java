package io.kamaji.testkit.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.postgresql.PostgreSqlDriver;
import io.kamaji.testkit.process.internal.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PostgresDriverIT extends SqlContract<PostgresServer> {
    private PostgresJdbc jdbc;

    @Override
    Optional<String> missing() {
        return unless(PostgresServer.available(), "no initdb and postgres on the PATH or in /usr/lib/postgresql");
    }

    @Override
    PostgresServer launch() {
        return PostgresServer.start();
    }

    @Override
    void started(Path folder) throws IOException {
        jdbc = new PostgresJdbc(server(), folder);
    }

    @Override
    SqlTenantClient.Server jdbc() {
        return jdbc;
    }

    @Override
    protected DataStoreDriver driver() {
        return new PostgreSqlDriver();
    }

    @Override
    DataStoreDriver limited(int connections) {
        return new PostgreSqlDriver().withConnectionLimit(connections);
    }

    @Override
    int connectionsOf(String user) {
        return rows("postgres", "SELECT 1 FROM pg_stat_activity WHERE usename = '" + user + "'")
                .size();
    }

    @Override
    int limitOf(String user) {
        return Integer.parseInt(rows("postgres", "SELECT rolconnlimit FROM pg_roles WHERE rolname = '" + user + "'")
                .get(0));
    }

    @Override
    int serversConnections() {
        return Integer.parseInt(rows("postgres", "SHOW max_connections").get(0));
    }

    private List<String> rows(String database, String sql) {
        return jdbc.rows(database, sql);
    }

    private void execute(String sql) {
        jdbc.execute("postgres", sql);
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
        super.killAndRestart();
        awaitReady();
    }

    private void awaitReady() {
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
    void ensure_cutWhenADatabaseIsThere_nobodyElseMayEnterIt() throws SQLException {
        var open = "SELECT datname FROM pg_database d WHERE datallowconn AND datname NOT IN ('postgres', 'template1')"
                + " AND EXISTS (SELECT 1 FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) WHERE grantee = 0)";
        var tenant = tenant("fresh");
        execute("DROP DATABASE IF EXISTS kamaji WITH (FORCE)");
        for (var database : List.of("kamaji", "fresh")) {
            var there = "SELECT 1 FROM pg_database WHERE datname = '" + database + "'";
            try (var admin = jdbc.administrator("postgres");
                    var proxy = CuttingProxy.once(() -> found(admin, there))) {
                var slow = through(proxy).withTimeout(Duration.ofSeconds(60));
                assertThatThrownBy(() -> driver().ensure(slow, tenant)).isInstanceOf(DataStoreException.class);
            }
            assertThat(rows("postgres", there)).hasSize(1);
            assertThat(rows("postgres", open)).as("open to all").isEmpty();
        }
        driver().ensure(store(), tenant);
        put(tenant, "kept");
        driver().drop(store(), tenant);
    }

    private static boolean found(Connection admin, String sql) {
        try {
            return !SqlTenantClient.rows(admin, sql).isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
