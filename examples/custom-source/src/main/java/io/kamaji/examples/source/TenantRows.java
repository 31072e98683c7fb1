package io.kamaji.examples.source;

import io.kamaji.api.CustomResource;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.TenantWish;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code tenants} of {@code tenants.sql} in a transaction of the caller's. A tenant that was read has its row's version as
 * {@code metadata.resourceVersion}, and what is written of it is written of that version only. It has no uid: no object of the
 * cluster could be its owner. Not thread-safe.
 */
public record TenantRows(Connection connection) {
    private static final String COLUMNS = "metadata, spec, status, generation, version, deleting";
    private static final String OF = " WHERE namespace = ? AND name = ?";

    /**
     * Wants a tenant.
     *
     * @throws InvalidSpecException with everything that is wrong with it
     */
    public void create(TenantControlPlane tenant) throws SQLException {
        var document = tenant.requireValid().toJsonObject();
        execute(
                "INSERT INTO tenants (metadata, spec, namespace, name) VALUES (?::jsonb, ?::jsonb, ?, ?)",
                metadata(document),
                document.object("spec"),
                tenant.metadata().namespaceOrDefault(),
                tenant.metadata().name().orElseThrow());
    }

    /**
     * Wants something else of one that was read: its spec, labels and annotations.
     *
     * @throws InvalidSpecException with everything that is wrong with it
     * @throws IllegalStateException if another changed it meanwhile
     */
    public void change(TenantControlPlane tenant) throws SQLException {
        var document = tenant.requireValid().toJsonObject();
        var sql = "UPDATE tenants SET metadata = ?::jsonb, spec = ?::jsonb";
        if (executeAsRead(sql, tenant, metadata(document), document.object("spec")) == 0) {
            throw new IllegalStateException(ObjectRef.of(document) + " was changed meanwhile: read it again");
        }
    }

    /** Wants it no more; its row stays until nothing is left of it. */
    public void delete(String namespace, String name) throws SQLException {
        execute("UPDATE tenants SET deleting = true" + OF, namespace, name);
    }

    /** One with its status; empty if there is none. */
    public Optional<TenantWish> find(String namespace, String name) throws SQLException {
        try (var statement = prepare("SELECT " + COLUMNS + " FROM tenants" + OF, namespace, name);
                var row = statement.executeQuery()) {
            return row.next() ? Optional.of(wish(namespace, name, row)) : Optional.empty();
        }
    }

    /** All of a namespace by name, with their status. */
    public List<TenantWish> in(String namespace) throws SQLException {
        var sql = "SELECT name, " + COLUMNS + " FROM tenants WHERE namespace = ? ORDER BY name";
        try (var statement = prepare(sql, namespace);
                var row = statement.executeQuery()) {
            var all = new ArrayList<TenantWish>();
            while (row.next()) {
                all.add(wish(namespace, row.getString("name"), row));
            }
            return all;
        }
    }

    private static TenantWish wish(String namespace, String name, ResultSet row) throws SQLException {
        var metadata = JsonObject.parse(row.getString("metadata"))
                .with("namespace", namespace)
                .with("name", name)
                .with("generation", row.getLong("generation"))
                .with("resourceVersion", row.getString("version"));
        var status = Optional.ofNullable(row.getString("status")).map(JsonObject::parse);
        var document = JsonObject.of(
                "apiVersion",
                CustomResource.API_VERSION,
                "kind",
                ResourceTypes.TENANT_CONTROL_PLANE.kind(),
                "metadata",
                metadata,
                "spec",
                JsonObject.parse(row.getString("spec")),
                "status",
                status);
        return new TenantWish(TenantControlPlane.stored(document), row.getBoolean("deleting"));
    }

    List<ObjectRef> all() throws SQLException {
        try (var statement = prepare("SELECT namespace, name FROM tenants ORDER BY namespace, name");
                var row = statement.executeQuery()) {
            var all = new ArrayList<ObjectRef>();
            while (row.next()) {
                all.add(ResourceTypes.TENANT_CONTROL_PLANE.ref(row.getString(1), row.getString(2)));
            }
            return all;
        }
    }

    void claim(String namespace, String name) throws SQLException {
        execute("UPDATE tenants SET claimed = true" + OF + " AND NOT claimed", namespace, name);
    }

    /** Of a row that was changed meanwhile nothing is written: the change was told, and another pass comes. */
    void tell(TenantControlPlane withStatus) throws SQLException {
        executeAsRead(
                "UPDATE tenants SET status = ?::jsonb",
                withStatus,
                withStatus.toJsonObject().object("status"));
    }

    /** In two steps; where only the first was done, the row is still deleting, and another pass comes. */
    void remove(TenantControlPlane tenant) throws SQLException {
        executeAsRead("UPDATE tenants SET claimed = false", tenant);
        executeAsRead("DELETE FROM tenants", tenant);
    }

    private static JsonObject metadata(JsonObject document) {
        return JsonObject.of(
                "labels", document.get("metadata", "labels"), "annotations", document.get("metadata", "annotations"));
    }

    /** Executes it of the row that a tenant was read from, if that is still of its version. */
    private int executeAsRead(String sql, TenantControlPlane tenant, Object... values) throws SQLException {
        var metadata = tenant.metadata();
        var version = metadata.resourceVersion()
                .orElseThrow(() ->
                        new IllegalArgumentException(metadata.name().orElse("it") + " was not read from its row"));
        var all = new ArrayList<Object>(List.of(values));
        all.addAll(List.of(metadata.namespaceOrDefault(), metadata.name().orElseThrow(), version));
        return execute(sql + OF + " AND version = ?::bigint", all.toArray());
    }

    private int execute(String sql, Object... values) throws SQLException {
        try (var statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i] instanceof JsonObject json ? json.toJson() : values[i].toString());
        }
        return statement;
    }
}
