package io.kamaji.examples.platform;

import io.kamaji.examples.platform.demo.LocalDatabase;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL for all tests of a JVM, and a database of its own for each that asks. Thread-safe. */
final class Databases {
    private static final AtomicInteger MADE = new AtomicInteger();

    private Databases() {}

    private static final class Server {
        private static final LocalDatabase RUNNING = LocalDatabase.start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(RUNNING::close));
        }
    }

    /** An empty one. */
    static DataSource fresh() throws SQLException {
        var name = "platform" + MADE.incrementAndGet();
        var server = (PGSimpleDataSource) Server.RUNNING.source();
        try (var connection = server.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        var fresh = new PGSimpleDataSource();
        fresh.setUrl(server.getURL());
        fresh.setUser(server.getUser());
        fresh.setPassword(server.getPassword());
        fresh.setSslMode(server.getSslMode());
        fresh.setSslRootCert(server.getSslRootCert());
        fresh.setSslKey(server.getSslKey());
        fresh.setSslPassword(server.getSslPassword());
        fresh.setDatabaseName(name);
        return fresh;
    }
}
