package io.kamaji.datastore.mysql;

import io.kamaji.api.value.Violation;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlAccounts;
import io.kamaji.datastore.internal.SqlDialect;
import io.kamaji.datastore.internal.SqlDriver;
import io.kamaji.datastore.kine.KineEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Tenants on a shared MySQL or MariaDB server: a database and a user each, reached by kine.
 *
 * <p>The user may SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER and INDEX in its database and nothing else anywhere. Who
 * owns which schema and user is kept in table {@code tenants} of database {@code kamaji}, which tenants can't see. The
 * administrator needs CREATE USER, CREATE, DROP, all of the rights above with GRANT OPTION, and SELECT on
 * {@code mysql.user}; PROCESS and the right to kill end a dropped tenant's connections at once. Names: 64 characters of
 * a database, 128 of a user (32 in MySQL, found when it is made), ASCII both.
 *
 * <p>Nothing that a tenant defines runs with the administrator's rights: the tenant's hold no routine, trigger, view or event, the
 * administrator's sessions have no default database, and no lock of theirs can be taken by a tenant. A tenant has half of the
 * server's connections at most ({@link #withConnectionLimit}).
 *
 * <p>A database that carries no mark is taken over only if the tenant's stored credentials open it. A password is set when
 * a login with the stored one fails, never else, with the server's own default login plugin. Endpoints are tried in their
 * order, a read-only one is passed over; kine takes only one, the first. Thread-safe, without state; up to four
 * connections a call, closed with it. Source: MariaDB 10.11 and MySQL 8.4 manuals; kine 0.17.5, driver mysql.
 */
public final class MySqlDriver extends SqlDriver {
    /** What {@code spec.driver} says. */
    public static final String NAME = "MySQL";

    /** With the defaults. */
    public MySqlDriver() {
        this(OptionalInt.empty());
    }

    private MySqlDriver(OptionalInt connections) {
        super(NAME, "org.mariadb.jdbc:mariadb-java-client", connections);
    }

    /**
     * One that lets each tenant have so many connections at once instead of half of the server's. A kine opens one for each
     * request that is under way, keeps 20 idle ones, and fails requests beyond the limit; while pods are replaced a tenant has
     * two for each replica. Users that are there are changed by the next {@link #ensure}.
     *
     * @param most 0: as many as the server has
     * @throws IllegalArgumentException if it is negative
     */
    public MySqlDriver withConnectionLimit(int most) {
        return new MySqlDriver(OptionalInt.of(most));
    }

    @Override
    protected SqlDialect dialect() {
        return MySqlDialect.INSTANCE;
    }

    @Override
    protected SqlAccounts accounts(OptionalInt connections) {
        return new MySqlAccounts(connections);
    }

    @Override
    public List<Violation> validate(TenantAccount tenant) {
        var found = new ArrayList<>(super.validate(tenant));
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
                + KineEndpoint.variable("DB_SCHEMA", tenant.schema());
        var kine = KineEndpoint.of(endpoint);
        if (store.endpoints().size() > 1) {
            kine = kine.warning("kine reaches MySQL datastore " + store.name() + " at its first endpoint only, "
                    + store.endpoints().get(0));
        }
        return kine.bind(store, tenant);
    }
}
