package io.kamaji.examples.source;

import io.kamaji.api.ObjectRef;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each tenant whose row was written, over one connection of its own. NOTIFY, and not a look for higher numbers of a
 * sequence, as it comes with the commit: a transaction that took its number early and commits late would be overlooked. After
 * a lost connection, of which nobody knows what it would have told, all tenants are told of. Thread-safe.
 */
final class TableWatch implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);
    private static final String NAME = "tenants-listen"; // of the thread, and in pg_stat_activity
    private static final int SILENCE_MILLIS = 10_000;
    private static final int ANSWER_SECONDS = 5;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private final DataSource database;
    private final Consumer<ObjectRef> changed;
    private final Runnable anything;
    private final Thread thread = new Thread(this::run, NAME);
    private volatile Connection connection;
    private volatile boolean closed;

    private TableWatch(DataSource database, Consumer<ObjectRef> changed, Runnable anything) throws SQLException {
        this.database = database;
        this.changed = changed;
        this.anything = anything;
        connection = listening();
    }

    /**
     * Listens already when it returns, so that nothing is missed that is committed after that.
     *
     * @param anything tells of all tenants
     */
    static TableWatch start(DataSource database, Consumer<ObjectRef> changed, Runnable anything) throws SQLException {
        var watch = new TableWatch(database, changed, anything);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private Connection listening() throws SQLException {
        var fresh = database.getConnection();
        try (var statement = fresh.createStatement()) {
            fresh.setClientInfo("ApplicationName", NAME);
            statement.execute("LISTEN tenants");
            return fresh;
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
    }

    private void run() {
        var retry = FIRST_RETRY;
        while (!closed) {
            try {
                if (connection.isClosed()) {
                    connection = listening();
                    anything.run();
                }
                retry = FIRST_RETRY;
                hear();
            } catch (SQLException | RuntimeException e) {
                drop();
                if (!closed) {
                    LOG.warn("the table of tenants can't be listened to: {}", e.getMessage());
                    sleep(retry);
                    retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
                }
            }
        }
        drop();
    }

    private void hear() throws SQLException {
        var server = connection.unwrap(PGConnection.class);
        while (!closed) {
            var heard = server.getNotifications(SILENCE_MILLIS);
            if (heard != null && heard.length > 0) {
                for (var notification : heard) {
                    var of = notification.getParameter().split("/", 2);
                    changed.accept(ResourceTypes.TENANT_CONTROL_PLANE.ref(of[0], of[1]));
                }
            } else if (!connection.isValid(ANSWER_SECONDS)) {
                throw new SQLException("the server is silent");
            }
        }
    }

    private void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            closed = true; // nobody else interrupts
        }
    }

    /** Not given back to a pool, where it would go on listening; abort also ends a read in another thread. */
    private void drop() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("it is gone already: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        drop();
    }
}
