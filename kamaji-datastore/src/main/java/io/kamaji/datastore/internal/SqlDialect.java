package io.kamaji.datastore.internal;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between SQL servers when one connects. Stateless. */
public interface SqlDialect {

    /** Opens a connection; TLS over {@link StoreSocketFactory}. An empty database: none or the server's default. */
    Connection connect(HostPort where, Login login, String database, boolean tls, int millis) throws SQLException;

    /** Whether this is the member of a cluster that takes writes. */
    boolean writable(Connection connection) throws SQLException;

    /** Whether the server has no connection left for this user, by the user's limit or the server's. */
    boolean full(SQLException e);

    /** Whether the server was reached and refused the name or the password. */
    boolean refusesLogin(SQLException e);

    /** A user and its password. */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
