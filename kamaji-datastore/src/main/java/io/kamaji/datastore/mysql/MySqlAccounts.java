package io.kamaji.datastore.mysql;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlAccounts;
import io.kamaji.datastore.internal.SqlStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Databases and users of tenants on a MySQL or MariaDB. Immutable.
 *
 * @param connections how many a tenant may have at once; 0: any number; empty: half of the server's
 */
record MySqlAccounts(OptionalInt connections) implements SqlAccounts {

    @Override
    public List<String> missing(SqlStore server, TenantAccount tenant) throws SQLException {
        return MySqlTenant.missing(server, tenant, connections);
    }

    @Override
    public void ensure(SqlStore server, TenantAccount tenant) throws SQLException {
        MySqlTenant.ensure(server, tenant, connections);
    }

    @Override
    public void disconnect(SqlStore server, TenantAccount tenant) throws SQLException {
        MySqlTenant.disconnect(server, tenant);
    }

    @Override
    public void drop(SqlStore server, TenantAccount tenant) throws SQLException {
        MySqlTenant.drop(server, tenant);
    }

    @Override
    public void check(SqlStore server) throws SQLException {
        try (var session = server.administrator("")) {
            session.query("SELECT 1 FROM mysql.user LIMIT 1");
        }
    }

    @Override
    public Table table(TenantAccount tenant) {
        return new Table("", MySqlNames.quote(tenant.schema()) + ".kine", "42S02", Optional.empty());
    }
}
