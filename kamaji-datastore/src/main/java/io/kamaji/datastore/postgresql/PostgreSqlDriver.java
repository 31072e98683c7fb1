package io.kamaji.datastore.postgresql;

import io.kamaji.api.DataStore;
import io.kamaji.api.json.JsonValue;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tenants on a shared PostgreSQL server, from 13 on: a database and a role each, reached by kine.
 *
 * <p>The database is the administrator's: the tenant's role may connect to it and create in its schema {@code public},
 * and that is all; PUBLIC may not connect. Who owns which schema and role is kept in table {@code tenants} of database
 * {@code kamaji}, which tenants can't connect to. The administrator needs CREATEDB and CREATEROLE, and no more from
 * PostgreSQL 15 on. Names are at most 63 bytes of UTF-8.
 *
 * <p>A database that carries no mark is taken over only if the tenant's stored credentials open it, as those of a tenant
 * made by another operator do. A password is set when a login with the stored one fails, never else, and reaches the
 * server as a SCRAM-SHA-256 verifier. Endpoints are tried in their order; a standby is passed over. Thread-safe, without
 * state; up to four connections a call, closed with it. Source: PostgreSQL 15 documentation; kine 0.17.5, driver pgsql.
 */
public final class PostgreSqlDriver implements DataStoreDriver, Exportable, Measurable, Renumberable {
    /** What {@code spec.driver} says. */
    public static final String NAME = "PostgreSQL";

    private static final SqlCalls CALLS =
            new SqlCalls(NAME, "org.postgresql:postgresql", () -> PostgresDialect.INSTANCE);
    private static final int LONGEST = 63;
    private static final int OLDEST = 130_000;
    private static final String PASSWORD_FILE = "password.conf";

    /** With the defaults. */
    public PostgreSqlDriver() {}

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
        return KineBindings.validate(store, "PostgreSQL needs the administrator's name and password");
    }

    @Override
    public List<Violation> validate(TenantAccount tenant) {
        var found = new ArrayList<>(DataStoreDriver.super.validate(tenant));
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
            parameters.add("dbname=" + KineBindings.variable("DB_SCHEMA", tenant.schema()));
        }
        if (hosts.size() > 1) {
            parameters.add("target_session_attrs=read-write");
        }
        boolean plain = KineBindings.plain(tenant.password());
        if (!plain) {
            parameters.add("passfile=" + StorageBinding.KINE_FOLDER + "/" + PASSWORD_FILE);
        }
        var endpoint = "postgres://" + KineBindings.variable("DB_USER", tenant.username())
                + (plain ? ":$(DB_PASSWORD)" : "") + "@" + String.join(",", hosts) + "/"
                + (lower ? KineBindings.variable("DB_SCHEMA", tenant.schema()) : "")
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        var escaped = tenant.password().replace("\\", "\\\\").replace(":", "\\:");
        return KineBindings.of(
                store,
                tenant,
                endpoint,
                plain ? Map.of() : Map.of(PASSWORD_FILE, "*:*:*:*:" + escaped + "\n"),
                true,
                List.of());
    }

    @Override
    public List<String> inspect(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        return CALLS.ask(store, server -> PostgresTenant.missing(server, tenant));
    }

    @Override
    public void ensure(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        CALLS.run(store, server -> PostgresTenant.ensure(server, tenant));
    }

    @Override
    public void rotate(ResolvedDataStore store, TenantAccount tenant, TenantAccount next) {
        requireValid(next);
        next.requireFollows(tenant, credential());
        CALLS.run(store, server -> {
            PostgresTenant.ensure(server, next);
            PostgresRemoval.disconnect(server, next);
        });
    }

    @Override
    public void drop(ResolvedDataStore store, TenantAccount tenant) {
        requireValid(tenant);
        CALLS.run(store, server -> PostgresRemoval.drop(server, tenant));
    }

    @Override
    public void check(ResolvedDataStore store) {
        CALLS.run(store, server -> {
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
        return CALLS.ask(store, server -> SqlUsage.of(server, tenant, tenant.schema(), "public.kine", "42P01"));
    }

    @Override
    public void raise(ResolvedDataStore store, TenantAccount tenant, long revision) {
        requireValid(tenant);
        var sequence = "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.kine', 'id'), %d)";
        CALLS.run(
                store,
                server -> SqlRevision.raise(
                        server, tenant, tenant.schema(), "public.kine", Optional.of(sequence), revision));
    }
}
