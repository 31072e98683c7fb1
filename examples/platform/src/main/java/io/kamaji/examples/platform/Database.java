package io.kamaji.examples.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.kamaji.api.KamajiException;
import io.kamaji.examples.source.TableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;

/** The platform's database: a pool of connections, and transactions on them. Thread-safe. */
final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 10;
    private static final Duration BACK = Duration.ofSeconds(5);
    private static final String NAME_TAKEN = "23505"; // unique_violation
    private static final long INSTALLATION = 8_443_016_512L; // an advisory lock of ours

    private final DataSource server;
    private final HikariDataSource pool;

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private Database(DataSource server) {
        this.server = server;
        var config = new HikariConfig();
        config.setDataSource(server);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setPoolName("platform");
        pool = new HikariDataSource(config);
    }

    /**
     * Opens it, and makes its tables if they are not there.
     *
     * @param server that gives a connection of its own each time
     */
    static Database open(DataSource server) {
        var database = new Database(server);
        try {
            database.in(Database::install);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    private static boolean install(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + INSTALLATION + ")"); // replicas may start together
            try (var there = statement.executeQuery("SELECT to_regclass('clusters') IS NOT NULL")) {
                there.next();
                if (there.getBoolean(1)) {
                    return false;
                }
            }
            statement.execute(script(TableSource.class, "tenants.sql"));
            statement.execute(script(Database.class, "platform.sql"));
            return true;
        }
    }

    private static String script(Class<?> beside, String name) {
        try (var script = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tenants that the operator is to keep; it listens on a connection outside of the pool, which it drops at the end. */
    TableSource tenants() {
        return new TableSource(pool, server);
    }

    /**
     * Does something in one transaction, which is committed unless it throws.
     *
     * @throws Problem if a name is taken
     * @throws KamajiException if the database can't
     */
    <T> T in(Work<T> work) {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var done = work.in(connection);
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            if (NAME_TAKEN.equals(e.getSQLState())) {
                throw Problem.conflict("The name was taken meanwhile.");
            }
            throw new KamajiException("the platform's database: " + e.getMessage(), e).retryAfter(BACK);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
