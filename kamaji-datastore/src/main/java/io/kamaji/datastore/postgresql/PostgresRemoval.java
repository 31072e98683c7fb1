package io.kamaji.datastore.postgresql;

import static io.kamaji.datastore.postgresql.PostgresTenant.quote;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlSession;
import io.kamaji.datastore.internal.SqlStore;
import java.sql.SQLException;
import java.util.List;

/** How a tenant leaves the server: database, role, mark, in that order, so that any prefix of it can be gone on with. Stateless. */
final class PostgresRemoval {
    private static final String DEPENDENT_OBJECTS = "2BP01";

    private static final String CONNECTIONS_END =
            "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = ?::pg_catalog.name";

    private PostgresRemoval() {}

    /** Ends what the tenant has open. */
    static void disconnect(SqlStore server, TenantAccount tenant) throws SQLException {
        try (var session = PostgresRegistry.administrator(server)) {
            PostgresTenant.join(session, tenant);
            session.query(CONNECTIONS_END, tenant.username());
        }
    }

    static void drop(SqlStore server, TenantAccount tenant) throws SQLException {
        try (var session = PostgresRegistry.administrator(server)) {
            boolean registry = PostgresRegistry.present(session);
            var marks = registry
                    ? PostgresRegistry.marks(session, tenant.schema(), tenant.username())
                    : List.<PostgresRegistry.Mark>of();
            var own = new PostgresRegistry.Mark(tenant.schema(), tenant.username(), tenant.owner());
            if (marks.isEmpty() ? !PostgresTenant.opens(server, tenant) : !marks.equals(List.of(own))) {
                return;
            }
            boolean role = session.any(
                    "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?::pg_catalog.name", tenant.username());
            if (role) {
                PostgresTenant.join(session, tenant);
            }
            if (session.any(
                    "SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?::pg_catalog.name", tenant.schema())) {
                session.execute("DROP DATABASE IF EXISTS " + quote(tenant.schema()) + " WITH (FORCE)");
            }
            if (role) {
                session.query(CONNECTIONS_END, tenant.username());
                dropRole(server, session, tenant);
            }
            if (!marks.isEmpty()) {
                session.update(
                        "DELETE FROM public.tenants WHERE schema = ?::pg_catalog.text AND owner = ?::pg_catalog.text",
                        tenant.schema(),
                        tenant.owner());
            }
        }
    }

    /** What the role left in the database that PUBLIC may connect to keeps it from being dropped, and goes with it. */
    private static void dropRole(SqlStore server, SqlSession session, TenantAccount tenant) throws SQLException {
        var drop = "DROP ROLE IF EXISTS " + quote(tenant.username());
        try {
            session.execute(drop);
        } catch (SQLException e) {
            if (!DEPENDENT_OBJECTS.equals(e.getSQLState())) {
                throw e;
            }
            for (String database : List.of("postgres", "template1")) {
                try (var other = server.administrator(database)) {
                    other.execute("DROP OWNED BY " + quote(tenant.username()));
                }
            }
            session.execute(drop);
        }
    }
}
