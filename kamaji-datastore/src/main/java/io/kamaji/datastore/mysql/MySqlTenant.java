package io.kamaji.datastore.mysql;

import static io.kamaji.datastore.mysql.MySqlNames.account;
import static io.kamaji.datastore.mysql.MySqlNames.literal;
import static io.kamaji.datastore.mysql.MySqlNames.pattern;
import static io.kamaji.datastore.mysql.MySqlNames.quote;

import io.kamaji.datastore.TenantAccount;
import io.kamaji.datastore.internal.SqlDialect.Login;
import io.kamaji.datastore.internal.SqlSession;
import io.kamaji.datastore.internal.SqlStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a tenant has on the server and what it lacks; how that is made, and how it goes. Stateless. */
final class MySqlTenant {
    private static final int ROUNDS = 4;
    private static final String HALF = "SELECT (@@global.max_connections + 1) DIV 2";
    // What kine does to its table: no more. Seen in its driver's statements, version 0.17.5.
    private static final Set<String> RIGHTS =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX");
    private static final String DATABASE = "SELECT 1 FROM information_schema.schemata WHERE BINARY schema_name = ?";
    private static final String USER = "SELECT max_user_connections FROM mysql.user WHERE user = ? AND host = '%'";
    private static final String GRANTED =
            "SELECT table_schema, privilege_type FROM information_schema.schema_privileges"
                    + " UNION ALL SELECT '', privilege_type FROM information_schema.user_privileges"
                    + " WHERE privilege_type <> 'USAGE'"
                    + " UNION ALL SELECT CONCAT(table_schema, '.', table_name), privilege_type"
                    + " FROM information_schema.table_privileges";

    private MySqlTenant() {}

    /** One thing that is missing. */
    private record Step(String what, Action action) {}

    @FunctionalInterface
    private interface Action {
        void run() throws SQLException;
    }

    static List<String> missing(SqlStore server, TenantAccount tenant, OptionalInt connections) throws SQLException {
        try (var session = server.administrator("")) {
            return steps(server, session, tenant, connections).stream()
                    .map(Step::what)
                    .toList();
        }
    }

    static void ensure(SqlStore server, TenantAccount tenant, OptionalInt connections) throws SQLException {
        if (missing(server, tenant, connections).isEmpty()) {
            return;
        }
        var turn = MySqlRegistry.turn(server);
        try (turn;
                var session = server.administrator("")) {
            var steps = List.<Step>of();
            // What a round makes may show what else is missing: a login can be tried only by a user that is there.
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
                    "Check that no other account of the server, an anonymous one say, goes before that user.");
        }
    }

    private static List<Step> steps(SqlStore server, SqlSession session, TenantAccount tenant, OptionalInt connections)
            throws SQLException {
        boolean marked = MySqlRegistry.owned(server, session, tenant);
        boolean database = session.any(DATABASE, tenant.schema());
        var limits = session.query(USER, tenant.username());
        boolean user = !limits.isEmpty();
        if (!marked && (database || user) && !(user && opens(server, tenant))) {
            throw server.refused(
                    "database '" + tenant.schema() + "' or user '" + tenant.username()
                            + "' is there and carries no mark of kamaji",
                    "Name another schema and user; or, to take it over, give the password that opens it.");
        }
        var account = account(tenant.username());
        var most = connections.isPresent()
                ? connections.getAsInt()
                : session.numbers(HALF).get(0);
        var limit = " WITH MAX_USER_CONNECTIONS " + most;
        var steps = new ArrayList<Step>();
        if (!MySqlRegistry.present(session)) {
            steps.add(new Step("registry of owners, database " + MySqlRegistry.DATABASE, () -> {}));
        }
        if (!marked) {
            steps.add(new Step("owner mark of " + tenant.schema(), () -> mark(server, session, tenant)));
        }
        if (!database) {
            steps.add(new Step(
                    "database " + tenant.schema(),
                    () -> session.execute("CREATE DATABASE IF NOT EXISTS " + quote(tenant.schema()))));
        }
        if (!user) {
            steps.add(new Step(
                    "user " + tenant.username(),
                    () -> session.execute("CREATE USER IF NOT EXISTS " + account + " IDENTIFIED BY "
                            + literal(tenant.password()) + limit)));
            steps.add(new Step("rights in " + tenant.schema(), () -> grant(session, tenant)));
            return steps;
        }
        if (!String.valueOf(most).equals(limits.get(0).get(0))) {
            steps.add(new Step(
                    most + " connections at most of user " + tenant.username(),
                    () -> session.execute("ALTER USER " + account + limit)));
        }
        try (var own = server.open(new Login(tenant.username(), tenant.password()), "")) {
            if (!granted(own).equals(wanted(tenant))) {
                steps.add(new Step("rights in " + tenant.schema() + " and no others", () -> {
                    session.execute("REVOKE ALL PRIVILEGES, GRANT OPTION FROM " + account);
                    grant(session, tenant);
                }));
            }
        } catch (SQLException e) {
            if (server.full(e)) {
                return steps; // its rights can't be seen now, and the password is right
            }
            if (!server.refusesLogin(e)) {
                throw e;
            }
            steps.add(new Step(
                    "password of user " + tenant.username(),
                    () -> session.execute("ALTER USER " + account + " IDENTIFIED BY " + literal(tenant.password()))));
        }
        return steps;
    }

    private static void mark(SqlStore server, SqlSession session, TenantAccount tenant) throws SQLException {
        boolean mariaDb = session.any("SELECT 1 WHERE VERSION() LIKE '%MariaDB%'");
        if (!mariaDb && tenant.username().length() > MySqlNames.LONGEST_USER_OF_MYSQL) {
            throw server.refused(
                    "user '" + tenant.username() + "' is longer than " + MySqlNames.LONGEST_USER_OF_MYSQL
                            + " characters, which MySQL does not take",
                    "Give a shorter spec.dataStoreUsername.");
        }
        var mark = MySqlRegistry.of(session, tenant);
        session.update(
                "INSERT INTO kamaji.tenants (schema_name, username, owner) VALUES (?, ?, ?)",
                mark.schema(),
                mark.username(),
                mark.owner());
    }

    private static void grant(SqlSession session, TenantAccount tenant) throws SQLException {
        session.execute("GRANT " + String.join(", ", new TreeSet<>(RIGHTS)) + " ON " + quote(pattern(tenant.schema()))
                + ".* TO " + account(tenant.username()));
    }

    /** All that a user was given, each as {@code <pattern> <right>}, asked as that user. */
    private static Set<String> granted(SqlSession own) throws SQLException {
        var all = new TreeSet<String>();
        own.query(GRANTED).forEach(row -> all.add(row.get(0) + " " + row.get(1)));
        return all;
    }

    private static Set<String> wanted(TenantAccount tenant) {
        var all = new TreeSet<String>();
        RIGHTS.forEach(right -> all.add(pattern(tenant.schema()) + " " + right.toUpperCase(Locale.ROOT)));
        return all;
    }

    /**
     * Whether the stored credentials open the database: the proof that an unmarked one is this tenant's. Of a user that is
     * there: for one that is not, MySQL may ask for sha256_password, which the JDBC driver does not know.
     */
    private static boolean opens(SqlStore server, TenantAccount tenant) throws SQLException {
        try {
            try (var own = server.open(new Login(tenant.username(), tenant.password()), "")) {
                own.execute("USE " + quote(tenant.schema()));
            }
            return true;
        } catch (SQLException e) {
            if (server.refusesLogin(e) || e.getErrorCode() == MySqlDialect.NO_SUCH_DATABASE) {
                return false;
            }
            throw e;
        }
    }

    /** User first, so that it can't come back; then its connections, its data, and last the mark. */
    static void drop(SqlStore server, TenantAccount tenant) throws SQLException {
        try (var session = server.administrator("")) {
            var marks = MySqlRegistry.marks(session, tenant);
            boolean own = marks.isEmpty()
                    ? session.any(USER, tenant.username()) && opens(server, tenant)
                    : marks.equals(List.of(MySqlRegistry.of(session, tenant)));
            if (!own) {
                return;
            }
            session.execute("DROP USER IF EXISTS " + account(tenant.username()));
            disconnect(session, tenant);
            session.execute("DROP DATABASE IF EXISTS " + quote(tenant.schema()));
            if (!marks.isEmpty()) {
                session.update(
                        "DELETE FROM kamaji.tenants WHERE username = ? AND owner = ?",
                        tenant.username(),
                        tenant.owner());
            }
        }
    }

    /** Ends what the tenant has open. */
    static void disconnect(SqlStore server, TenantAccount tenant) throws SQLException {
        try (var session = server.administrator("")) {
            disconnect(session, tenant);
        }
    }

    private static void disconnect(SqlSession session, TenantAccount tenant) throws SQLException {
        for (var row : session.query(
                "SELECT id FROM information_schema.processlist WHERE BINARY user = ?", tenant.username())) {
            kill(session, String.valueOf(row.get(0)));
        }
    }

    private static void kill(SqlSession session, String id) throws SQLException {
        try {
            session.execute("KILL " + Long.parseLong(id));
        } catch (SQLException e) {
            // It ended meanwhile, or this administrator may not: the database goes all the same.
            if (e.getErrorCode() != 1094 && e.getErrorCode() != 1095 && e.getErrorCode() != 1227) {
                throw e;
            }
        }
    }
}
