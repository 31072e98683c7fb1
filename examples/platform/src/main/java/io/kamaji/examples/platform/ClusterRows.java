package io.kamaji.examples.platform;

import io.kamaji.api.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Table {@code clusters} in a transaction of the caller's. Not thread-safe. */
record ClusterRows(Connection connection) {

    /** A cluster as it was asked for. */
    record Row(Wish wish, String createdBy, Instant createdAt) {}

    /** Those of a team by name. */
    Map<String, Row> of(Team team) throws SQLException {
        var sql = "SELECT name, wish, created_by, created_at FROM clusters WHERE namespace = ? ORDER BY name";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, team.namespace());
            try (var row = statement.executeQuery()) {
                var all = new LinkedHashMap<String, Row>();
                while (row.next()) {
                    var wish = Wish.of(JsonObject.parse(row.getString("wish")));
                    var createdAt = row.getTimestamp("created_at").toInstant();
                    all.put(row.getString("name"), new Row(wish, row.getString("created_by"), createdAt));
                }
                return all;
            }
        }
    }

    /** Keeps a wish; who wished first stays its creator. Its tenant must be there. */
    void write(Team team, Wish wish, User user) throws SQLException {
        var sql = "INSERT INTO clusters (namespace, name, wish, created_by) VALUES (?, ?, ?::jsonb, ?)"
                + " ON CONFLICT (namespace, name) DO UPDATE SET wish = excluded.wish";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, team.namespace());
            statement.setString(2, wish.name());
            statement.setString(3, wish.toJson().toJson());
            statement.setString(4, user.id());
            statement.executeUpdate();
        }
    }

    /** Until the end of the transaction nobody else adds clusters to the team. */
    void lock(Team team) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, team.namespace());
            statement.execute();
        }
    }
}
