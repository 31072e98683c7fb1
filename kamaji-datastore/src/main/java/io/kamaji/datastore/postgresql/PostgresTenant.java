package io.kamaji.datastore.postgresql;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlDialect.Login;
import io.kamaji.datastore.internal.SqlSession;
import io.kamaji.datastore.internal.SqlStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.postgresql.util.PasswordUtil;

/** What a tenant has on the server and what it lacks; and how that is made. Stateless. */
final class PostgresTenant {
    private static final int ROUNDS = 4;
    private static final String HALF =
            "SELECT (pg_catalog.current_setting('max_connections')::pg_catalog.int4 + 1) / 2";
    // Only what is wrong is altered: an administrator who is no superuser may not even name the others.
    private static final String ROLE = "SELECT pg_catalog.concat(CASE WHEN NOT rolcanlogin THEN ' LOGIN' END,"
            + " CASE WHEN rolsuper THEN ' NOSUPERUSER' END, CASE WHEN rolcreaterole THEN ' NOCREATEROLE' END,"
            + " CASE WHEN rolcreatedb THEN ' NOCREATEDB' END, CASE WHEN rolreplication THEN ' NOREPLICATION' END,"
            + " CASE WHEN rolbypassrls THEN ' NOBYPASSRLS' END,"
            + " CASE WHEN rolconnlimit <> ?::pg_catalog.int4 THEN ' CONNECTION LIMIT ' END, CASE WHEN rolconnlimit"
            + " <> ?::pg_catalog.int4 THEN ?::pg_catalog.text END)"
            + " FROM pg_catalog.pg_roles WHERE rolname = ?::pg_catalog.name";
    private static final String DATABASE = "SELECT r.rolname = ?::pg_catalog.name, r.rolname = current_user,"
            + " d.datallowconn FROM pg_catalog.pg_database d JOIN pg_catalog.pg_roles r ON r.oid = d.datdba"
            + " WHERE d.datname = ?::pg_catalog.name";
    private static final String INSIDE = "SELECT pg_catalog.has_schema_privilege(?::pg_catalog.name,"
            + " 'public'::pg_catalog.text, 'USAGE'::pg_catalog.text) AND pg_catalog.has_schema_privilege("
            + "?::pg_catalog.name, 'public'::pg_catalog.text, 'CREATE'::pg_catalog.text)";
    private static final String CONNECTS = "SELECT 1 WHERE pg_catalog.has_database_privilege(?::pg_catalog.name,"
            + " ?::pg_catalog.text, 'CONNECT'::pg_catalog.text)";
    private static final String KINE_OF_ANOTHER =
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'public' AND tablename = 'kine'"
                    + " AND tableowner <> ?::pg_catalog.name";

    private PostgresTenant() {}

    /** One thing that is missing. */
    private record Step(String what, Action action) {}

    @FunctionalInterface
    private interface Action {
        void run() throws SQLException;
    }

    static List<String> missing(SqlStore server, TenantAccount tenant, OptionalInt connections) throws SQLException {
        try (var session = PostgresRegistry.administrator(server)) {
            return steps(server, session, tenant, connections).stream()
                    .map(Step::what)
                    .toList();
        }
    }

    static void ensure(SqlStore server, TenantAccount tenant, OptionalInt connections) throws SQLException {
        if (missing(server, tenant, connections).isEmpty()) {
            return;
        }
        try (var session = PostgresRegistry.create(server)) {
            // What a round makes may show what else is missing: a password can be tried only on a role that is there.
            var steps = List.<Step>of();
            for (int round = 0; round < ROUNDS; round++) {
                steps = steps(server, session, tenant, connections);
                if (steps.isEmpty()) {
                    return;
                }
                for (var step : steps) {
                    step.action().run();
                }
            }
            throw server.refused(
                    "still missing after " + ROUNDS + " tries: "
                            + steps.stream().map(Step::what).collect(Collectors.joining(", ")),
                    "See the server's log, and what it has been told about this role.");
        }
    }

    private static List<Step> steps(SqlStore server, SqlSession session, TenantAccount tenant, OptionalInt connections)
            throws SQLException {
        var most = connections.isPresent()
                ? connections.getAsInt()
                : session.numbers(HALF).get(0);
        var limit = most == 0 ? "-1" : String.valueOf(most);
        boolean registry = PostgresRegistry.present(session);
        boolean marked = registry && owned(server, session, tenant);
        var role = session.query(ROLE, limit, limit, limit, tenant.username());
        var database = session.query(DATABASE, tenant.username(), tenant.schema());
        if (!marked && !(role.isEmpty() && database.isEmpty()) && !opens(server, tenant)) {
            throw server.refused(
                    "database '" + tenant.schema() + "' or role '" + tenant.username()
                            + "' is there and carries no mark of kamaji",
                    "Name another schema and user; or, to take it over, give the password that opens it.");
        }
        var user = quote(tenant.username());
        var schema = quote(tenant.schema());
        var steps = new ArrayList<Step>();
        if (!registry) {
            steps.add(new Step("registry of owners, database " + PostgresRegistry.DATABASE, () -> {}));
        }
        if (!marked) {
            steps.add(new Step(
                    "owner mark of " + tenant.schema(),
                    () -> session.update(
                            "INSERT INTO public.tenants (schema, username, owner) VALUES"
                                    + " (?::pg_catalog.text, ?::pg_catalog.text, ?::pg_catalog.text)",
                            tenant.schema(),
                            tenant.username(),
                            tenant.owner())));
        }
        if (role.isEmpty()) {
            steps.add(new Step(
                    "role " + tenant.username(),
                    () -> session.execute("CREATE ROLE " + user + " LOGIN CONNECTION LIMIT " + limit + " PASSWORD "
                            + verifier(tenant))));
        } else if (!"".equals(role.get(0).get(0))) {
            steps.add(new Step(
                    "role " + tenant.username() + " with"
                            + (most == 0 ? " LOGIN" : " LOGIN, " + most + " connections")
                            + " and no other right",
                    () -> session.execute("ALTER ROLE " + user + role.get(0).get(0))));
        }
        if (database.isEmpty()) {
            steps.add(new Step("database " + tenant.schema(), () -> PostgresRegistry.createDatabase(session, schema)));
        } else if ("t".equals(database.get(0).get(0))
                && !"t".equals(database.get(0).get(1))) {
            steps.add(new Step("database " + tenant.schema() + " as the administrator's", () -> {
                join(session, tenant);
                // What its owner set for all sessions in it goes with the owner.
                session.execute(
                        "ALTER DATABASE " + schema + " OWNER TO CURRENT_USER; ALTER DATABASE " + schema + " RESET ALL");
            }));
        }
        if (database.isEmpty() || !PostgresRegistry.closed(session, tenant.schema(), tenant.username())) {
            steps.add(new Step("database " + tenant.schema() + " closed to PUBLIC", () -> {
                if (!role.isEmpty()) {
                    session.execute("REVOKE CREATE, TEMPORARY ON DATABASE " + schema + " FROM " + user);
                }
                PostgresRegistry.close(session, schema);
            }));
        }
        boolean connects =
                !role.isEmpty() && !database.isEmpty() && session.any(CONNECTS, tenant.username(), tenant.schema());
        if (!connects) {
            steps.add(new Step(
                    "right to connect", () -> session.execute("GRANT CONNECT ON DATABASE " + schema + " TO " + user)));
        }
        if (role.isEmpty() || database.isEmpty() || !"t".equals(database.get(0).get(2))) {
            steps.add(new Step("right to create in schema public", () -> grant(server, tenant)));
        } else {
            inside(server, session, tenant, steps);
        }
        return steps;
    }

    /** What can be seen only from inside of the database, and whether the password is the stored one. */
    private static void inside(SqlStore server, SqlSession session, TenantAccount tenant, List<Step> steps)
            throws SQLException {
        try (var own = server.administrator(tenant.schema())) {
            var user = tenant.username();
            if (!"t".equals(own.query(INSIDE, user, user).get(0).get(0)) || own.any(KINE_OF_ANOTHER, user)) {
                steps.add(new Step("right to create in schema public", () -> grant(server, tenant)));
            }
        }
        if (steps.isEmpty() && wrongPassword(server, tenant)) {
            steps.add(new Step(
                    "password of role " + tenant.username(),
                    () -> session.execute(
                            "ALTER ROLE " + quote(tenant.username()) + " LOGIN PASSWORD " + verifier(tenant))));
        }
    }

    private static void grant(SqlStore server, TenantAccount tenant) throws SQLException {
        var user = quote(tenant.username());
        try (var own = server.administrator(tenant.schema())) {
            own.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            own.execute("GRANT USAGE, CREATE ON SCHEMA public TO " + user);
            if (own.any(KINE_OF_ANOTHER, tenant.username())) {
                join(own, tenant);
                own.execute("ALTER TABLE public.kine OWNER TO " + user);
            }
        }
    }

    /** An administrator who is no superuser acts for a role only as its member. */
    static void join(SqlSession session, TenantAccount tenant) throws SQLException {
        if (session.any("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = current_user AND NOT rolsuper")) {
            session.execute("GRANT " + quote(tenant.username()) + " TO CURRENT_USER");
        }
    }

    /** Whether the mark says so; another's is refused. */
    private static boolean owned(SqlStore server, SqlSession session, TenantAccount tenant) throws SQLException {
        var marks = PostgresRegistry.marks(session, tenant.schema(), tenant.username());
        for (var mark : marks) {
            if (!mark.equals(new PostgresRegistry.Mark(tenant.schema(), tenant.username(), tenant.owner()))) {
                throw server.refused(
                        "schema '" + mark.schema() + "' with user '" + mark.username() + "' belongs to " + mark.owner(),
                        "Name another schema and user for " + tenant.owner() + ".");
            }
        }
        return !marks.isEmpty();
    }

    /** Whether the stored credentials open the database: the proof that an unmarked one is this tenant's. */
    static boolean opens(SqlStore server, TenantAccount tenant) throws SQLException {
        try {
            server.open(new Login(tenant.username(), tenant.password()), tenant.schema())
                    .close();
            return true;
        } catch (SQLException e) {
            if (server.refusesLogin(e)
                    || PostgresDialect.NO_SUCH_DATABASE.equals(e.getSQLState())
                    || PostgresDialect.NO_CONNECTIONS.equals(e.getSQLState())
                    || "42501".equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    // Any other refusal (no entry in pg_hba.conf for this host, a certificate demanded, no connection left) says
    // nothing of the password.
    private static boolean wrongPassword(SqlStore server, TenantAccount tenant) throws SQLException {
        try {
            server.open(new Login(tenant.username(), tenant.password()), tenant.schema())
                    .close();
            return false;
        } catch (SQLException e) {
            if (server.refusesLogin(e) || server.full(e)) {
                return PostgresDialect.WRONG_PASSWORD.equals(e.getSQLState());
            }
            throw e;
        }
    }

    // Made here, so that neither a log of statements nor password_encryption=md5 gets to see the password.
    private static String verifier(TenantAccount tenant) {
        return "'" + PasswordUtil.encodeScramSha256(tenant.password().toCharArray()) + "'";
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
