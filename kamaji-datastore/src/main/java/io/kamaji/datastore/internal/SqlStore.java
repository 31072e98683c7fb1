package io.kamaji.datastore.internal;

import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.ResolvedDataStore;
import io.kamaji.datastore.internal.SqlDialect.Login;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;

/**
 * An SQL server during one call: opens connections to the first endpoint that is up and takes writes, within the call's
 * time, and says what went wrong. Not thread-safe.
 */
public final class SqlStore {
    private final SqlDialect dialect;
    private final ResolvedDataStore store;
    private final Deadline deadline;
    private String endpoint = "";

    /** What is done with a store. */
    @FunctionalInterface
    public interface Work<T> {
        T apply(SqlStore store) throws SQLException;
    }

    private SqlStore(SqlDialect dialect, ResolvedDataStore store) {
        this.dialect = dialect;
        this.store = store;
        this.deadline = Deadline.in(store.timeout());
    }

    /**
     * Does the work.
     *
     * @throws DataStoreException for whatever goes wrong
     */
    public static <T> T call(SqlDialect dialect, ResolvedDataStore store, Work<T> work) {
        var call = new SqlStore(dialect, store);
        try {
            return work.apply(call);
        } catch (SQLException e) {
            throw call.failure(e);
        }
    }

    public ResolvedDataStore store() {
        return store;
    }

    /** Connects as the administrator. */
    public SqlSession administrator(String database) throws SQLException {
        return open(new Login(store.username().orElse(""), store.password().orElse("")), database);
    }

    /** Connects, trying the endpoints in their order. */
    public SqlSession open(Login login, String database) throws SQLException {
        var problems = new ArrayList<String>();
        Exception last = new SQLException("no endpoint");
        var endpoints = store.endpoints();
        for (int i = 0; i < endpoints.size(); i++) {
            var declared = endpoints.get(i);
            try {
                var where = HostPort.parse(store.resolver().resolve(declared));
                var limit = deadline.share(endpoints.size() - i);
                var tls = StoreSocketFactory.wanted(store);
                var connection = StoreSocketFactory.with(
                        store,
                        HostPort.parse(declared),
                        () -> dialect.connect(where, login, database, tls, limit.millis()));
                try {
                    connection.setNetworkTimeout(Runnable::run, limit.millis());
                    if (dialect.writable(connection)) {
                        endpoint = declared;
                        return new SqlSession(connection, deadline);
                    }
                    problems.add(declared + ": takes no writes");
                    connection.close();
                } catch (SQLException e) {
                    connection.abort(Runnable::run);
                    throw e;
                }
            } catch (SQLException e) {
                if (!unreached(e) || dialect.full(e)) {
                    endpoint = declared;
                    throw e;
                }
                last = e;
                problems.add(declared + ": " + StoreFailure.reason(e));
            } catch (IOException | RuntimeException e) {
                last = e;
                problems.add(declared + ": " + StoreFailure.reason(e));
            }
        }
        throw StoreFailure.unreachable(store, String.join("; ", problems), last);
    }

    // Class 08: connection; 57P: the server is starting or ending.
    private boolean unreached(SQLException e) {
        var state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || dialect.full(e);
    }

    /** Something that only a person can put right. */
    public DataStoreException refused(String problem, String remedy) {
        return DataStoreException.refused(store, endpoint, problem, remedy, null);
    }

    private DataStoreException failure(SQLException e) {
        if (dialect.refusesLogin(e)) {
            return DataStoreException.refused(
                    store,
                    endpoint,
                    "the administrator is refused: " + e.getMessage(),
                    "Check username and password of spec.basicAuth, and who may connect from here.",
                    e);
        }
        if (unreached(e)) {
            return DataStoreException.unreachable(
                    store,
                    endpoint,
                    (dialect.full(e) ? "no connection is left: " : "the connection was lost: ")
                            + StoreFailure.reason(e),
                    "The next try goes on from where this one ended; see the server's log if it repeats.",
                    e);
        }
        return DataStoreException.refused(
                store,
                endpoint,
                "SQL state " + e.getSQLState() + ", " + e.getMessage(),
                "Check the rights of the administrator in spec.basicAuth, and the server's log.",
                e);
    }

    /** Whether a login failed only for want of a connection: of the user's own, or of the server's. */
    public boolean full(SQLException e) {
        return dialect.full(e);
    }

    /** Whether a login was refused for its name or password. */
    public boolean refusesLogin(SQLException e) {
        return dialect.refusesLogin(e);
    }
}
