package io.kamaji.examples.source;

import io.kamaji.api.TenantControlPlane;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The application's business. Each method is a transaction: an order and its tenant are written together or not at all. Thread-safe. */
public final class Orders {
    private final DataSource database;

    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    public Orders(DataSource database) {
        this.database = database;
    }

    /** Sells a tenant. */
    public void place(String customer, TenantControlPlane tenant) throws SQLException {
        run(connection -> {
            new TenantRows(connection).create(tenant);
            execute(
                    connection,
                    "INSERT INTO orders (customer, namespace, tenant) VALUES (?, ?, ?)",
                    customer,
                    tenant.metadata().namespaceOrDefault(),
                    tenant.metadata().name().orElseThrow());
        });
    }

    /** Makes it another one than was ordered. */
    public void change(String namespace, String name, UnaryOperator<TenantControlPlane.Builder> change)
            throws SQLException {
        run(connection -> {
            var rows = new TenantRows(connection);
            var tenant = rows.find(namespace, name)
                    .orElseThrow(() -> new IllegalArgumentException("no tenant " + namespace + "/" + name))
                    .tenant();
            rows.change(change.apply(tenant.toBuilder()).build());
        });
    }

    /** Takes it back. */
    public void cancel(String namespace, String name) throws SQLException {
        run(connection -> {
            new TenantRows(connection).delete(namespace, name);
            execute(
                    connection,
                    "UPDATE orders SET cancelled = true WHERE namespace = ? AND tenant = ?",
                    namespace,
                    name);
        });
    }

    private void run(Work work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.in(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
