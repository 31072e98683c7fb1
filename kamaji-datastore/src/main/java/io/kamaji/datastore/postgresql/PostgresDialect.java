package io.kamaji.datastore.postgresql;

import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.internal.HostPort;
import io.kamaji.datastore.internal.SqlDialect;
import io.kamaji.datastore.internal.StoreSocketFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * How PostgreSQL is connected to. No login or query timeout is set: those make threads, the socket's limits do not.
 *
 * <p>Each session looks up names in {@code pg_catalog} only, from before its first statement on: in its own database a tenant
 * may plant operators, functions, types and views under any name, and what an administrator's session finds of them runs
 * with the administrator's rights.
 */
enum PostgresDialect implements SqlDialect {
    INSTANCE;

    static final String NO_SUCH_DATABASE = "3D000";
    static final String NO_CONNECTIONS = "55000";
    static final String WRONG_PASSWORD = "28P01";
    private static final String SEARCH_PATH = "pg_catalog,pg_temp";
    private static final String STATE =
            "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('search_path')";

    @Override
    public Connection connect(HostPort where, Login login, String database, boolean tls, int millis)
            throws SQLException {
        // Whole seconds only, so the socket's limit is set anew, to the millisecond, once there is a connection.
        var seconds = String.valueOf((millis + 999) / 1000);
        var settings = new Properties();
        settings.setProperty("user", login.user());
        settings.setProperty("password", login.password());
        settings.setProperty("connectTimeout", seconds);
        settings.setProperty("socketTimeout", seconds);
        settings.setProperty("loginTimeout", "0");
        settings.setProperty("gssEncMode", "disable");
        settings.setProperty("ApplicationName", "kamaji");
        settings.setProperty("options", "-c search_path=" + SEARCH_PATH);
        // Without TLS settings: as kine, which takes TLS if the server offers it and checks nothing; but a server that
        // asks for
        // the password itself gets none.
        settings.setProperty("sslmode", tls ? "require" : "prefer");
        if (!tls) {
            settings.setProperty("requireAuth", "!password");
        }
        if (tls) {
            settings.setProperty("sslfactory", StoreSocketFactory.class.getName());
        }
        var name = URLEncoder.encode(database, StandardCharsets.UTF_8);
        try {
            var connection = new Driver().connect("jdbc:postgresql://" + where + "/" + name, settings);
            if (connection == null) {
                throw new SQLException("the driver does not take the endpoint " + where, "08001");
            }
            return connection;
        } catch (NoClassDefFoundError e) {
            throw DataStoreException.missingLibrary(PostgreSqlDriver.NAME, PostgreSqlDriver.ARTIFACT, e);
        } catch (PSQLException e) {
            // The driver calls whatever fails in TLS a connection failure, and a server that went away an I/O error.
            throw e.getSQLState() == null
                    ? new PSQLException(String.valueOf(e.getMessage()), PSQLState.CONNECTION_FAILURE, e)
                    : e;
        }
    }

    @Override
    public boolean writable(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(STATE)) {
            boolean there = result.next();
            // A pooler can be set to drop options; what follows would then not be safe.
            if (!there || !SEARCH_PATH.equals(result.getString(2))) {
                throw new SQLException(
                        "what is between here and the server drops the connection's options, so search_path is not "
                                + SEARCH_PATH + ": name the server itself",
                        "0A000");
            }
            return !result.getBoolean(1);
        }
    }

    @Override
    public boolean full(SQLException e) {
        return "53300".equals(e.getSQLState());
    }

    @Override
    public boolean refusesLogin(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("28");
    }
}
