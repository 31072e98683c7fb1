package io.kamaji.datastore.internal;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import io.kamaji.datastore.internal.SqlDialect.Login;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * What a tenant takes in the table of its kine, counted by the server and asked as the tenant, who is sure to have the
 * right. Before kine's first start there is no table: nothing is taken then. Stateless. Source: kine 0.17.5, whose rows are
 * revisions, the newest of a name being its state.
 */
public final class SqlUsage {
    private static final String LIVE = "SELECT COUNT(*), COALESCE(SUM(OCTET_LENGTH(name)), 0),"
            + " COALESCE(SUM(OCTET_LENGTH(value)), 0) FROM kine WHERE deleted = 0 AND id IN"
            + " (SELECT MAX(id) FROM kine WHERE name >= ? AND name < ? GROUP BY name)";

    private SqlUsage() {}

    /**
     * @param database to connect to
     * @param table kine's, quoted
     * @param noTable SQLSTATE of a table that is not there
     */
    public static Usage of(SqlStore server, TenantAccount tenant, String database, String table, String noTable)
            throws SQLException {
        var sql = LIVE.replace("FROM kine", "FROM " + table);
        try (var own = server.open(new Login(tenant.username(), tenant.password()), database)) {
            var row = own.query(sql, tenant.keyPrefix() + "/", tenant.keyPrefix() + "0")
                    .get(0);
            long keys = Long.parseLong(String.valueOf(row.get(0)));
            long prefix = tenant.keyPrefix().getBytes(StandardCharsets.UTF_8).length + 1L;
            long names = Long.parseLong(String.valueOf(row.get(1)));
            return new Usage(keys, names - keys * prefix + Long.parseLong(String.valueOf(row.get(2))), true);
        } catch (SQLException e) {
            if (noTable.equals(e.getSQLState())) {
                return new Usage(0, 0, true);
            }
            throw e;
        }
    }
}
