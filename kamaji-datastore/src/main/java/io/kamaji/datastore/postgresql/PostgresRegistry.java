package io.kamaji.datastore.postgresql;

import io.kamaji.datastore.internal.SqlSession;
import io.kamaji.datastore.internal.SqlStore;
import java.sql.SQLException;
import java.util.List;

/** Database {@code kamaji}: who owns which schema and role. Stateless. */
final class PostgresRegistry {
    static final String DATABASE = "kamaji";
    // A table that a tenant made would have the tenant's triggers, which would run as whoever writes marks.
    private static final String PRESENT = "SELECT 1 FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_roles o ON o.oid = c.relowner"
            + " JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()"
            + " WHERE d.datname = ?::pg_catalog.name AND n.nspname = 'public' AND c.relname = 'tenants'"
            + " AND c.relkind = 'r' AND (o.rolsuper OR o.rolname = current_user OR o.oid = d.datdba)";
    private static final String CLOSED = "SELECT 1 FROM pg_catalog.pg_database d WHERE d.datname = ?::pg_catalog.name"
            + " AND d.datallowconn AND NOT EXISTS (SELECT 1 FROM pg_catalog.aclexplode(coalesce(d.datacl,"
            + " pg_catalog.acldefault('d'::pg_catalog.\"char\", d.datdba))) a LEFT JOIN pg_catalog.pg_roles t"
            + " ON t.oid = a.grantee WHERE a.grantee = 0 OR t.rolname = ?::pg_catalog.name AND a.privilege_type <> 'CONNECT')";

    private PostgresRegistry() {}

    /** One row: a schema, its role, its owner. */
    record Mark(String schema, String username, String owner) {}

    /** Connects to the registry, or to a database that each server has. */
    static SqlSession administrator(SqlStore server) throws SQLException {
        for (String database : List.of(DATABASE, "postgres")) {
            try {
                return server.administrator(database);
            } catch (SQLException e) {
                if (!List.of(PostgresDialect.NO_SUCH_DATABASE, PostgresDialect.NO_CONNECTIONS)
                        .contains(e.getSQLState())) {
                    throw e;
                }
            }
        }
        return server.administrator("template1");
    }

    /** Whether this session is on the registry and the table is there. */
    static boolean present(SqlSession session) throws SQLException {
        return session.any(PRESENT, DATABASE) && closed(session, DATABASE, "");
    }

    /** Whether PUBLIC has no right on a database and a user none but to connect, and connections are taken. */
    static boolean closed(SqlSession session, String database, String user) throws SQLException {
        return session.any(CLOSED, database, user);
    }

    /** Makes a database that nobody enters before it is {@linkplain #close closed}. */
    static void createDatabase(SqlSession session, String quoted) throws SQLException {
        session.execute("CREATE DATABASE " + quoted + " TEMPLATE template0 ALLOW_CONNECTIONS false");
    }

    /** Takes PUBLIC's rights on a database, then lets the others in. */
    static void close(SqlSession session, String quoted) throws SQLException {
        session.execute("REVOKE ALL ON DATABASE " + quoted + " FROM PUBLIC");
        session.execute("ALTER DATABASE " + quoted + " ALLOW_CONNECTIONS true");
    }

    /** Makes what is missing of it; gives a session on it. */
    static SqlSession create(SqlStore server) throws SQLException {
        try (var session = administrator(server)) {
            if (!session.any("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?::pg_catalog.name", DATABASE)) {
                try {
                    createDatabase(session, DATABASE);
                } catch (SQLException e) {
                    // Another process was first: duplicate_database, or its unique index.
                    if (!List.of("42P04", "23505").contains(e.getSQLState())) {
                        throw e;
                    }
                }
            }
            if (!closed(session, DATABASE, "")) {
                close(session, DATABASE);
            }
        }
        var session = server.administrator(DATABASE);
        try {
            // One at a time: what is planned from here on still holds when it is done. Ends with the session.
            session.query("SELECT pg_catalog.pg_advisory_lock(7236::pg_catalog.int8)");
            if (!session.any(PRESENT, DATABASE)) {
                session.execute(
                        "CREATE TABLE public.tenants (schema pg_catalog.text COLLATE pg_catalog.\"C\" PRIMARY KEY,"
                                + " username pg_catalog.text COLLATE pg_catalog.\"C\" NOT NULL UNIQUE,"
                                + " owner pg_catalog.text NOT NULL)");
            }
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /** The marks on a schema or a role: none, one, or one each. */
    static List<Mark> marks(SqlSession session, String schema, String username) throws SQLException {
        return session
                .query(
                        "SELECT schema, username, owner FROM public.tenants WHERE schema = ?::pg_catalog.text"
                                + " OR username = ?::pg_catalog.text",
                        schema,
                        username)
                .stream()
                .map(row ->
                        new Mark(String.valueOf(row.get(0)), String.valueOf(row.get(1)), String.valueOf(row.get(2))))
                .toList();
    }
}
