package io.kamaji.datastore.mysql;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlSession;
import io.kamaji.datastore.internal.SqlStore;
import java.sql.SQLException;
import java.util.List;

/** Database {@code kamaji}: who owns which schema and user. Stateless. */
final class MySqlRegistry {
    static final String DATABASE = "kamaji";
    private static final String PRESENT =
            "SELECT 1 FROM information_schema.tables WHERE table_schema = 'kamaji' AND table_name = 'tenants'";

    private MySqlRegistry() {}

    /** One row: a schema, its user, its owner. */
    record Mark(String schema, String username, String owner) {}

    static boolean present(SqlSession session) throws SQLException {
        return session.any(PRESENT);
    }

    /**
     * Makes what is missing of it and waits for its turn, which lasts until what is given is closed: one process at a time, so
     * that what is planned then still holds when it is done. A row and not a named lock, which every tenant could take.
     */
    static SqlSession turn(SqlStore server) throws SQLException {
        var session = server.administrator("");
        try {
            create(session);
            session.execute("START TRANSACTION");
            session.query("SELECT id FROM kamaji.turn WHERE id = 1 FOR UPDATE");
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private static void create(SqlSession session) throws SQLException {
        session.execute("CREATE DATABASE IF NOT EXISTS kamaji CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        session.execute("CREATE TABLE IF NOT EXISTS kamaji.tenants (schema_name VARCHAR(64) NOT NULL PRIMARY KEY,"
                + " username VARCHAR(128) NOT NULL UNIQUE, owner VARCHAR(1024) NOT NULL)"
                + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        session.execute("CREATE TABLE IF NOT EXISTS kamaji.turn (id INT NOT NULL PRIMARY KEY) ENGINE=InnoDB");
        session.execute("INSERT IGNORE INTO kamaji.turn (id) VALUES (1)");
    }

    /** Whether the mark says that it is this tenant's; another's is refused. */
    static boolean owned(SqlStore server, SqlSession session, TenantAccount tenant) throws SQLException {
        var marks = marks(session, tenant);
        for (var mark : marks) {
            if (!mark.equals(of(session, tenant))) {
                throw server.refused(
                        "schema '" + mark.schema() + "' with user '" + mark.username() + "' belongs to " + mark.owner(),
                        "Name another schema and user for " + tenant.owner() + ".");
            }
        }
        return !marks.isEmpty();
    }

    /** What the mark of a tenant is. */
    static Mark of(SqlSession session, TenantAccount tenant) throws SQLException {
        return new Mark(schema(session, tenant), tenant.username(), tenant.owner());
    }

    /** The marks on a tenant's schema or user: none, one, or one each. */
    static List<Mark> marks(SqlSession session, TenantAccount tenant) throws SQLException {
        if (!present(session)) {
            return List.of();
        }
        return session
                .query(
                        "SELECT schema_name, username, owner FROM kamaji.tenants WHERE schema_name = ? OR username = ?",
                        schema(session, tenant),
                        tenant.username())
                .stream()
                .map(row ->
                        new Mark(String.valueOf(row.get(0)), String.valueOf(row.get(1)), String.valueOf(row.get(2))))
                .toList();
    }

    /** As the server compares it: with lower_case_table_names, "Blue" and "blue" are one database. */
    private static String schema(SqlSession session, TenantAccount tenant) throws SQLException {
        var row = session.query(
                        "SELECT IF(@@global.lower_case_table_names = 0, CONVERT(? USING utf8mb4), LOWER(CONVERT(? USING utf8mb4)))",
                        tenant.schema(),
                        tenant.schema())
                .get(0);
        return String.valueOf(row.get(0));
    }
}
