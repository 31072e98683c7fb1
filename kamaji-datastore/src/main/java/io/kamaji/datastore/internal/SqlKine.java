package io.kamaji.datastore.internal;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import io.kamaji.datastore.internal.SqlDialect.Login;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * The table of a tenant's kine, asked as the tenant: it is sure to have the right, and whatever it made of that table runs
 * with its own rights. Stateless. Source: kine 0.17.5, whose rows are revisions, the newest of a name being its state.
 */
final class SqlKine {
    private static final String LIVE = "SELECT COUNT(*), COALESCE(SUM(OCTET_LENGTH(name)), 0),"
            + " COALESCE(SUM(OCTET_LENGTH(value)), 0) FROM %1$s WHERE deleted = 0 AND id IN"
            + " (SELECT MAX(id) FROM %1$s WHERE name >= ? AND name < ? GROUP BY name)";
    // kine itself fills a number that was never used by such a row.
    private static final String FILLER = "INSERT INTO %1$s (id, name, created, deleted, create_revision, prev_revision,"
            + " lease, value, old_value) VALUES (%2$d, 'gap-%2$d', 0, 1, 0, 0, 0, NULL, NULL)";

    private SqlKine() {}

    /** What a tenant takes, counted by the server. Before kine's first start there is no table: nothing is taken then. */
    static Usage usage(SqlStore server, TenantAccount tenant, SqlAccounts.Table table) throws SQLException {
        try (var own = server.open(new Login(tenant.username(), tenant.password()), table.database())) {
            var row = own.numbers(LIVE.formatted(table.name()), tenant.keyPrefix() + "/", tenant.keyPrefix() + "0");
            long prefix = tenant.keyPrefix().getBytes(StandardCharsets.UTF_8).length + 1L;
            return new Usage(row.get(0), row.get(1) - row.get(0) * prefix + row.get(2), true);
        } catch (SQLException e) {
            if (table.absent().equals(e.getSQLState())) {
                return new Usage(0, 0, true);
            }
            throw e;
        }
    }

    /** Raises the newest revision, which is the highest id. */
    static void raise(SqlStore server, TenantAccount tenant, SqlAccounts.Table table, long revision)
            throws SQLException {
        try (var own = server.open(new Login(tenant.username(), tenant.password()), table.database())) {
            long newest = own.numbers("SELECT COALESCE(MAX(id), 0) FROM " + table.name())
                    .get(0);
            if (newest < revision) {
                // First: cut between the two, the row would be there and the numbers behind it would go on below.
                if (table.sequence().isPresent()) {
                    own.query(table.sequence().get().formatted(revision));
                }
                own.execute(FILLER.formatted(table.name(), revision));
            }
        }
    }
}
