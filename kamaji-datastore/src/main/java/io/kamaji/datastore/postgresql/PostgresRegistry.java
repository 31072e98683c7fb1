package io.kamaji.datastore.postgresql;

import io.kamaji.datastore.internal.SqlSession;
import io.kamaji.datastore.internal.SqlStore;
import java.sql.SQLException;
import java.util.List;

/** Database {@code kamaji}: who owns which schema and role. Stateless. */
final class PostgresRegistry {
    static final String DATABASE = "kamaji";
    private static final String PRESENT =
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'public' AND tablename = 'tenants'";
    private static final String OPEN = "SELECT 1 FROM pg_catalog.pg_database d, LATERAL"
            + " pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) a"
            + " WHERE d.datname = ? AND a.grantee = 0";

    private PostgresRegistry() {}

    /** One row: a schema, its role, its owner. */
    record Mark(String schema, String username, String owner) {}

    /** Connects to the registry, or to a database that each server has. */
    static SqlSession administrator(SqlStore server) throws SQLException {
        for (String database : List.of(DATABASE, "postgres")) {
            try {
                return server.administrator(database);
            } catch (SQLException e) {
                if (!PostgresDialect.NO_SUCH_DATABASE.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
        return server.administrator("template1");
    }

    /** Whether this session is on the registry and the table is there. */
    static boolean present(SqlSession session) throws SQLException {
        return session.any("SELECT 1 WHERE current_database() = ?", DATABASE)
                && session.any(PRESENT)
                && closed(session, DATABASE);
    }

    /** Whether PUBLIC has no right on a database. */
    static boolean closed(SqlSession session, String database) throws SQLException {
        return !session.any(OPEN, database);
    }

    /** Makes what is missing of it; gives a session on it. */
    static SqlSession create(SqlStore server) throws SQLException {
        try (var session = administrator(server)) {
            if (!session.any("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?", DATABASE)) {
                try {
                    session.execute("CREATE DATABASE " + DATABASE + " TEMPLATE template0");
                } catch (SQLException e) {
                    // Another process was first: duplicate_database, or its unique index.
                    if (!List.of("42P04", "23505").contains(e.getSQLState())) {
                        throw e;
                    }
                }
            }
            if (!closed(session, DATABASE)) {
                session.execute("REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
            }
        }
        var session = server.administrator(DATABASE);
        try {
            // One at a time: what is planned from here on still holds when it is done. Ends with the session.
            session.query("SELECT pg_catalog.pg_advisory_lock(7236)");
            if (!session.any(PRESENT)) {
                session.execute("CREATE TABLE public.tenants (schema text COLLATE \"C\" PRIMARY KEY,"
                        + " username text COLLATE \"C\" NOT NULL UNIQUE, owner text NOT NULL)");
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
                        "SELECT schema, username, owner FROM public.tenants WHERE schema = ? OR username = ?",
                        schema,
                        username)
                .stream()
                .map(row ->
                        new Mark(String.valueOf(row.get(0)), String.valueOf(row.get(1)), String.valueOf(row.get(2))))
                .toList();
    }
}
