package io.kamaji.examples.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Table {@code audit}, to which each change and each handing out is added in the transaction that does it. Not thread-safe. */
record Audit(Connection connection) {

    /** What is told of. */
    enum Action {
        CREATE,
        CHANGE,
        DELETE,
        KUBECONFIG,
        JOIN
    }

    void note(User who, Team team, String cluster, Action action, String detail) throws SQLException {
        var sql = "INSERT INTO audit (who, team, cluster, action, detail) VALUES (?, ?, ?, ?, ?)";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, who.id());
            statement.setString(2, team.name());
            statement.setString(3, cluster);
            statement.setString(4, action.name().toLowerCase(Locale.ROOT));
            statement.setString(5, detail);
            statement.executeUpdate();
        }
    }
}
