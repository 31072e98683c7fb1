package io.kamaji.datastore.mysql;

import io.kamaji.api.DataStore;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.DataStoreDriver;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.Measurable;
import io.kamaji.datastore.Renumberable;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.Usage;
import io.kamaji.datastore.etcd.KineExport;
import io.kamaji.datastore.internal.KineBindings;
import io.kamaji.datastore.internal.SqlCalls;
import io.kamaji.datastore.internal.SqlRevision;
import io.kamaji.datastore.internal.SqlUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tenants on a shared MySQL or MariaDB server: a database and a user each, reached by kine.
 *
 * <p>The user may SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER and INDEX in its database and nothing else anywhere. Who
 * owns which schema and user is kept in table {@code tenants} of database {@code kamaji}, which tenants can't see. The
 * administrator needs CREATE USER, CREATE, DROP, all of the rights above with GRANT OPTION, and SELECT on
 * {@code mysql.user}; PROCESS and the right to kill end a dropped tenant's connections at once. Names: 64 characters of
 * a database, 128 of a user (32 in MySQL, found when it is made), ASCII both.
 *
 * <p>A database that carries no mark is taken over only if the tenant's stored credentials open it. A password is set when
 * a login with the stored one fails, never else, with the server's own default login plugin. Endpoints are tried in their
 * order, a read-only one is passed over; kine takes only one, the first. Thread-safe, without state; up to four
 * connections a call, closed with it. Source: MariaDB 10.11 and MySQL 8.4 manuals; kine 0.17.5, driver mysql.
 */
public final class MySqlDriver implements DataStoreDriver, Exportable, Measurable, Renumberable {
    /** What {@code spec.driver} says. */
    public static final String NAME = "MySQL";

    private static final SqlCalls CALLS =
            new SqlCalls(NAME, "org.mariadb.jdbc:mariadb-java-client", () -> MySqlDialect.INSTANCE);

    /** With the defaults. */
    public MySqlDriver() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public Credential credential() {
        return Credential.PASSWORD;
    }

    @Override
    public List<Violation> validate(DataStore store) {
        return KineBindings.validate(store, "MySQL needs the administrator's name and password");
    }

    @Override
    public List<Violation> validate(TenantAccount tenant) {
        var found = new ArrayList<>(DataStoreDriver.super.validate(tenant));
        found.addAll(MySqlNames.validate(tenant));
        return List.copyOf(found);
    }

    /**
     * {@inheritDoc} kine takes user and password as they are, up to the first colon and the last at sign, and decodes
     * only the database's name.
     */
    @Override
    public StorageBinding bind(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        var endpoint = "mysql://$(DB_USER):$(DB_PASSWORD)@tcp($(DB_CONNECTION_STRING))/"
                + KineBindings.variable("DB_SCHEMA", tenant.schema());
        var warnings = store.endpoints().size() > 1
                ? List.of("kine reaches MySQL datastore " + store.name() + " at its first endpoint only, "
                        + store.endpoints().get(0))
                : List.<String>of();
        return KineBindings.of(store, tenant, endpoint, Map.of(), true, warnings);
    }

    @Override
    public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        return CALLS.ask(store, server -> MySqlTenant.missing(server, tenant));
    }

    @Override
    public void ensure(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        CALLS.run(store, server -> MySqlTenant.ensure(server, tenant));
    }

    @Override
    public void rotate(ResolvedDataStore store, TenantAccount tenant, TenantAccount next) {
        requireValid(next);
        next.requireFollows(tenant, credential());
        CALLS.run(store, server -> {
            MySqlTenant.ensure(server, next);
            MySqlTenant.disconnect(server, next);
        });
    }

    @Override
    public void drop(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        CALLS.run(store, server -> MySqlTenant.drop(server, tenant));
    }

    @Override
    public void check(ResolvedDataStore store) {
        CALLS.run(store, server -> {
            try (var session = server.administrator("")) {
                session.query("SELECT 1 FROM mysql.user LIMIT 1");
            }
        });
    }

    @Override
    public KeyValueStore open(ResolvedDataStore store, TenantAccount tenant, KineLauncher kine) {
        requireValid(tenant);
        return KineExport.open(this, store, tenant, kine);
    }

    @Override
    public Usage usage(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        var table = MySqlNames.quote(tenant.schema()) + ".kine";
        return CALLS.ask(store, server -> SqlUsage.of(server, tenant, "", table, "42S02"));
    }

    @Override
    public void raise(ResolvedDataStore store, TenantAccount tenant, long revision) {
        requireValid(tenant);
        var table = MySqlNames.quote(tenant.schema()) + ".kine";
        CALLS.run(store, server -> SqlRevision.raise(server, tenant, "", table, Optional.empty(), revision));
    }
}
