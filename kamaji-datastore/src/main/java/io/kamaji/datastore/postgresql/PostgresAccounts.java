package io.kamaji.datastore.postgresql;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlAccounts;
import io.kamaji.datastore.internal.SqlStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Databases and roles of tenants on a PostgreSQL. Immutable.
 *
 * @param connections how many a tenant may have at once; 0: any number; empty: half of the server's
 */
record PostgresAccounts(OptionalInt connections) implements SqlAccounts {
    private static final int OLDEST = 130_000;
    private static final String SEQUENCE =
            "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.kine', 'id'), %d)";

    @Override
    public List<String> missing(SqlStore server, TenantAccount tenant) throws SQLException {
        return PostgresTenant.missing(server, tenant, connections);
    }

    @Override
    public void ensure(SqlStore server, TenantAccount tenant) throws SQLException {
        PostgresTenant.ensure(server, tenant, connections);
    }

    @Override
    public void disconnect(SqlStore server, TenantAccount tenant) throws SQLException {
        PostgresRemoval.disconnect(server, tenant);
    }

    @Override
    public void drop(SqlStore server, TenantAccount tenant) throws SQLException {
        PostgresRemoval.drop(server, tenant);
    }

    @Override
    public void check(SqlStore server) throws SQLException {
        try (var session = PostgresRegistry.administrator(server)) {
            var row = session.query(
                            "SELECT pg_catalog.current_setting('server_version_num'), rolsuper OR (rolcreatedb AND"
                                    + " rolcreaterole) FROM pg_catalog.pg_roles WHERE rolname = current_user")
                    .get(0);
            if (Integer.parseInt(String.valueOf(row.get(0))) < OLDEST) {
                throw server.refused("its version is " + row.get(0), "PostgreSQL 13 or newer is needed.");
            }
            if (!"t".equals(row.get(1))) {
                throw server.refused(
                        "the administrator may not create databases and roles",
                        "Run ALTER ROLE … CREATEDB CREATEROLE for the user of spec.basicAuth.");
            }
        }
    }

    @Override
    public Table table(TenantAccount tenant) {
        return new Table(tenant.schema(), "public.kine", "42P01", Optional.of(SEQUENCE));
    }
}
