package io.kamaji.datastore.postgresql;

import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.StorageBinding;
import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlAccounts;
import io.kamaji.datastore.internal.SqlDialect;
import io.kamaji.datastore.internal.SqlDriver;
import io.kamaji.datastore.kine.KineEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Tenants on a shared PostgreSQL server, from 13 on: a database and a role each, reached by kine.
 *
 * <p>The database is the administrator's: the tenant's role may connect to it and create in its schema {@code public},
 * and that is all; PUBLIC may not connect. Who owns which schema and role is kept in table {@code tenants} of database
 * {@code kamaji}, which tenants can't connect to. The administrator needs CREATEDB and CREATEROLE, and no more from
 * PostgreSQL 15 on. Names are at most 63 bytes of UTF-8.
 *
 * <p>Nothing that a tenant defines runs with the administrator's rights: every session has {@code
 * search_path=pg_catalog,pg_temp} as a connection option, which a pooler must not drop, and the tenant's rows are read with
 * its own login. A tenant has half of the server's connections at most ({@link #withConnectionLimit}).
 *
 * <p>A database that carries no mark is taken over only if the tenant's stored credentials open it, as those of a tenant
 * made by another operator do. A password is set when a login with the stored one fails, never else, and reaches the
 * server as a SCRAM-SHA-256 verifier. Endpoints are tried in their order; a standby is passed over. Thread-safe, without
 * state; up to four connections a call, closed with it. Source: PostgreSQL 15 documentation; kine 0.17.5, driver pgsql.
 */
public final class PostgreSqlDriver extends SqlDriver {
    /** What {@code spec.driver} says. */
    public static final String NAME = "PostgreSQL";

    static final String ARTIFACT = "org.postgresql:postgresql";
    private static final int LONGEST = 63;
    private static final String PASSWORD_FILE = "password.conf";

    /** With the defaults. */
    public PostgreSqlDriver() {
        this(OptionalInt.empty());
    }

    private PostgreSqlDriver(OptionalInt connections) {
        super(NAME, ARTIFACT, connections);
    }

    /**
     * One that lets each tenant have so many connections at once instead of half of the server's. A kine opens one for each
     * request that is under way, keeps 20 idle ones, and fails requests beyond the limit; while pods are replaced a tenant has
     * two for each replica. Roles that are there are changed by the next {@link #ensure}.
     *
     * @param most 0: as many as the server has
     * @throws IllegalArgumentException if it is negative
     */
    public PostgreSqlDriver withConnectionLimit(int most) {
        return new PostgreSqlDriver(OptionalInt.of(most));
    }

    @Override
    protected SqlDialect dialect() {
        return PostgresDialect.INSTANCE;
    }

    @Override
    protected SqlAccounts accounts(OptionalInt connections) {
        return new PostgresAccounts(connections);
    }

    @Override
    public List<Violation> validate(TenantAccount tenant) {
        var found = new ArrayList<>(super.validate(tenant));
        length(found, "spec.dataStoreSchema", tenant.schema());
        length(found, "spec.dataStoreUsername", tenant.username());
        if (List.of("kamaji", "postgres", "template0", "template1").contains(tenant.schema())) {
            found.add(new Violation("spec.dataStoreSchema", JsonValue.of(tenant.schema()), "is the server's own"));
        }
        boolean lower = tenant.schema().equals(tenant.schema().toLowerCase(Locale.ROOT));
        if (!lower && tenant.schema().indexOf(' ') >= 0) {
            found.add(new Violation(
                    "spec.dataStoreSchema",
                    JsonValue.of(tenant.schema()),
                    "must not have both an upper-case letter and a space: kine can't name such a database"));
        }
        var user = tenant.username().toLowerCase(Locale.ROOT);
        if (user.startsWith("pg_") || List.of("public", "none", "postgres").contains(user)) {
            found.add(new Violation("spec.dataStoreUsername", JsonValue.of(tenant.username()), "is reserved"));
        }
        return List.copyOf(found);
    }

    private static void length(List<Violation> found, String path, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            found.add(new Violation(
                    path, JsonValue.of(name), "must be no longer than " + LONGEST + " bytes in PostgreSQL"));
        }
    }

    /**
     * {@inheritDoc} kine puts the path into lower case but not the parameter, in which it writes a space as a plus; and it takes
     * several hosts, of which its driver uses the first that is up.
     */
    @Override
    public StorageBinding bind(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        var hosts = new ArrayList<>(store.endpoints());
        hosts.set(0, "$(DB_CONNECTION_STRING)");
        boolean lower = tenant.schema().equals(tenant.schema().toLowerCase(Locale.ROOT));
        var parameters = new ArrayList<String>();
        if (!lower) {
            parameters.add("dbname=" + KineEndpoint.variable("DB_SCHEMA", tenant.schema()));
        }
        if (hosts.size() > 1) {
            parameters.add("target_session_attrs=read-write");
        }
        boolean plain = KineEndpoint.plain(tenant.password());
        if (!plain) {
            parameters.add("passfile=" + StorageBinding.KINE_FOLDER + "/" + PASSWORD_FILE);
        }
        var endpoint = "postgres://" + KineEndpoint.variable("DB_USER", tenant.username())
                + (plain ? ":$(DB_PASSWORD)" : "") + "@" + String.join(",", hosts) + "/"
                + (lower ? KineEndpoint.variable("DB_SCHEMA", tenant.schema()) : "")
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        var kine = KineEndpoint.of(endpoint);
        if (!plain) {
            var escaped = tenant.password().replace("\\", "\\\\").replace(":", "\\:");
            kine = kine.file(PASSWORD_FILE, "*:*:*:*:" + escaped + "\n");
        }
        return kine.bind(store, tenant);
    }
}
