package io.kamaji.datastore.internal;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlDialect.Login;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Raises the newest revision in the table of a tenant's kine, asked as the tenant, who is sure to have the right. Stateless.
 * Source: kine 0.17.5, whose revision is the highest id, and which itself fills a number that was never used by such a row.
 */
public final class SqlRevision {
    private static final String FILLER = "INSERT INTO %1$s (id, name, created, deleted, create_revision, prev_revision,"
            + " lease, value, old_value) VALUES (%2$d, 'gap-%2$d', 0, 1, 0, 0, 0, NULL, NULL)";

    private SqlRevision() {}

    /**
     * @param database to connect to
     * @param table kine's, quoted
     * @param sequence what must be said so that ids go on behind one that is given, with {@code %d} for it; empty where
     *     that goes without saying
     */
    public static void raise(
            SqlStore server,
            TenantAccount tenant,
            String database,
            String table,
            Optional<String> sequence,
            long revision)
            throws SQLException {
        try (var own = server.open(new Login(tenant.username(), tenant.password()), database)) {
            var row = own.query("SELECT COALESCE(MAX(id), 0) FROM " + table).get(0);
            if (Long.parseLong(String.valueOf(row.get(0))) < revision) {
                // First: cut between the two, the row would be there and the numbers behind it would go on below.
                if (sequence.isPresent()) {
                    own.query(sequence.get().formatted(revision));
                }
                own.execute(FILLER.formatted(table, revision));
            }
        }
    }
}
