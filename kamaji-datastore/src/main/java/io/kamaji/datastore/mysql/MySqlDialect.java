package io.kamaji.datastore.mysql;

import io.kamaji.datastore.internal.HostPort;
import io.kamaji.datastore.internal.SqlDialect;
import io.kamaji.datastore.mysql.internal.MySqlTlsPlugin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import org.mariadb.jdbc.Driver;

/** How MySQL and MariaDB are connected to: MariaDB's JDBC driver speaks both servers' protocol and login plugins. */
enum MySqlDialect implements SqlDialect {
    INSTANCE;

    static final int NO_SUCH_DATABASE = 1049;
    /** Too many connections of a user, or of the server. */
    private static final Set<Integer> FULL = Set.of(1040, 1203, 1226);

    private static final int ACCESS_DENIED = 1045;
    private static final int DATABASE_DENIED = 1044;

    @Override
    public Connection connect(HostPort where, Login login, String database, boolean tls, int millis)
            throws SQLException {
        var settings = new Properties();
        settings.setProperty("user", login.user());
        settings.setProperty("password", login.password());
        settings.setProperty("connectTimeout", String.valueOf(millis));
        settings.setProperty("socketTimeout", String.valueOf(millis));
        // A server may not send us elsewhere, and reads no file of ours.
        settings.setProperty("permitRedirect", "false");
        settings.setProperty("allowLocalInfile", "false");
        settings.setProperty("allowMultiQueries", "false");
        settings.setProperty("disableConnectionAttributes", "true");
        // MySQL's caching_sha2_password asks for the server's key where there is no TLS.
        settings.setProperty("allowPublicKeyRetrieval", String.valueOf(!tls));
        settings.setProperty("sslMode", tls ? "verify-full" : "disable");
        if (tls) {
            settings.setProperty("tlsSocketType", MySqlTlsPlugin.TYPE);
        }
        var connection = new Driver().connect("jdbc:mariadb://" + address(where) + "/" + database, settings);
        if (connection == null) {
            throw new SQLException("the driver does not take the endpoint " + where, "08001");
        }
        try (var statement = connection.createStatement()) {
            // String literals and identifiers then read the same on each server: backslash escapes, backticks.
            statement.execute("SET SESSION sql_mode = ''");
        }
        return connection;
    }

    private static String address(HostPort where) {
        return where.host().indexOf(':') < 0
                ? where.toString()
                : "address=(host=" + where.host() + ")(port=" + where.port() + ")";
    }

    @Override
    public boolean writable(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT @@global.read_only")) {
            return result.next() && !result.getBoolean(1);
        }
    }

    @Override
    public boolean full(SQLException e) {
        return FULL.contains(e.getErrorCode());
    }

    @Override
    public boolean refusesLogin(SQLException e) {
        return e.getErrorCode() == ACCESS_DENIED || e.getErrorCode() == DATABASE_DENIED;
    }
}
