package io.kamaji.datastore.internal;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection, for one call: each statement has what is left of the call's time. Not thread-safe. */
public final class SqlSession implements AutoCloseable {
    private final Connection connection;
    private final Deadline deadline;

    SqlSession(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    private void limit() throws SQLException {
        if (deadline.passed()) {
            throw new SQLTimeoutException("no answer in time", "08000");
        }
        // The executor is for drivers that end the wait by a thread; these two set the socket's own limit at once.
        connection.setNetworkTimeout(Runnable::run, deadline.millis());
    }

    /** The rows as texts. */
    public List<List<@Nullable String>> query(String sql, String... parameters) throws SQLException {
        limit();
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var result = statement.executeQuery()) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }

    /**
     * The first row as whole numbers.
     *
     * @throws SQLException if they are none, as of a table that a tenant made otherwise than kine does
     */
    public List<Long> numbers(String sql, String... parameters) throws SQLException {
        var rows = query(sql, parameters);
        try {
            var numbers = new ArrayList<Long>();
            for (var cell : rows.get(0)) {
                numbers.add(new BigDecimal(String.valueOf(cell)).longValueExact());
            }
            return numbers;
        } catch (ArithmeticException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new SQLDataException("no numbers: " + rows, "22000", e);
        }
    }

    /** Whether there is any row. */
    public boolean any(String sql, String... parameters) throws SQLException {
        return !query(sql, parameters).isEmpty();
    }

    /** A statement without parameters: identifiers must be quoted in it. */
    public void execute(String sql) throws SQLException {
        limit();
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A statement that changes rows. */
    public void update(String sql, String... parameters) throws SQLException {
        limit();
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.close();
        } catch (SQLException e) {
            // The work is done, or has failed with its own exception; there is nothing to save here.
            connection.abort(Runnable::run);
        }
    }
}
