package io.kamaji.examples.platform;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import io.kamaji.core.Kamaji;
import io.kamaji.core.operator.TenantWish;
import io.kamaji.examples.source.TenantRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Teams' clusters: seen, planned, made, changed and deleted. What is written is a row; the operator does the rest. Thread-safe.
 */
final class Clusters {
    private final Database database;
    private final Kamaji kamaji;

    Clusters(Database database, Kamaji kamaji) {
        this.database = database;
        this.kamaji = kamaji;
    }

    /** Those of a team by name. */
    List<Cluster> all(Team team) {
        return database.in(connection -> all(connection, team));
    }

    private static List<Cluster> all(Connection connection, Team team) throws SQLException {
        var wishes = new ClusterRows(connection).of(team);
        return new TenantRows(connection)
                .in(team.namespace()).stream()
                        .filter(tenant -> wishes.containsKey(tenant.ref().name()))
                        .map(tenant ->
                                Cluster.of(tenant, wishes.get(tenant.ref().name())))
                        .toList();
    }

    /** One of a team. */
    Cluster get(Team team, String name) {
        return database.in(connection -> get(connection, team, name));
    }

    private static Cluster get(Connection connection, Team team, String name) throws SQLException {
        return all(connection, team).stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    /** The tenant that is behind one, with its status. */
    TenantWish tenant(Team team, String name) {
        return find(team, name).orElseThrow(Problem::notFound);
    }

    private Optional<TenantWish> find(Team team, String name) {
        return database.in(connection -> new TenantRows(connection).find(team.namespace(), name));
    }

    /**
     * What would happen if a wish were granted. Writes nothing.
     *
     * @throws Problem with everything that is wrong with it
     */
    ShownPlan plan(Team team, Wish wish) {
        return plan(team, wish, find(team, wish.name()));
    }

    private ShownPlan plan(Team team, Wish wish, Optional<TenantWish> before) {
        if (before.filter(TenantWish::deleting).isPresent()) {
            throw Problem.conflict("Cluster " + wish.name() + " is being deleted.");
        }
        var tenant = wish.tenant(team.namespace(), before.map(TenantWish::tenant));
        var found = new ArrayList<Violation>();
        offered(team, wish, before).ifPresent(found::add);
        before.ifPresent(it -> found.addAll(tenant.validateUpdate(it.tenant())));
        if (before.isEmpty()) {
            database.in(connection -> room(connection, team)).ifPresent(found::add);
        }
        try {
            var plan = kamaji.tenant(tenant).plan();
            if (found.isEmpty()) {
                return ShownPlan.of(plan, subject(wish, before));
            }
        } catch (InvalidSpecException e) {
            found.addAll(e.violations());
        }
        throw Problem.invalid(found.stream().map(Wish::atField).distinct().toList());
    }

    private static JsonObject subject(Wish wish, Optional<TenantWish> before) {
        return JsonObject.of("wish", wish.toJson())
                .with("of", before.flatMap(it -> it.tenant().metadata().resourceVersion()));
    }

    /** A version that runs already may stay though it is no longer offered. */
    private static Optional<Violation> offered(Team team, Wish wish, Optional<TenantWish> before) {
        var kept = before.map(it -> it.tenant().spec().kubernetes().version()).filter(("v" + wish.version())::equals);
        return team.versions().contains(wish.version()) || kept.isPresent()
                ? Optional.empty()
                : Optional.of(new Violation(
                        "version", JsonValue.of(wish.version()), "is not offered; there are " + team.versions()));
    }

    /** Rows are counted, too: a cluster that was wished for a moment ago is none in the admin cluster yet. */
    private static Optional<Violation> room(Connection connection, Team team) throws SQLException {
        var there = new TenantRows(connection).in(team.namespace()).size();
        return team.boundary()
                .tenants()
                .filter(most -> there >= most)
                .map(most -> team.boundary()
                        .violation(
                                "tenants",
                                "metadata.namespace",
                                JsonValue.of(team.namespace()),
                                "there are " + there + " tenants in this namespace already, of at most " + most));
    }

    /**
     * Grants a wish whose plan was shown.
     *
     * @param planKey of the plan that was shown
     * @throws Problem with everything that is wrong with it, or if the plan is another by now
     */
    Cluster put(User user, Team team, Wish wish, String planKey) {
        var before = find(team, wish.name());
        if (!plan(team, wish, before).key().equals(planKey)) {
            throw Problem.conflict("What would happen is not what was shown: look at the plan again.");
        }
        var tenant = wish.tenant(team.namespace(), before.map(TenantWish::tenant));
        return database.in(connection -> {
            var clusters = new ClusterRows(connection);
            clusters.lock(team);
            if (before.isPresent()) {
                change(connection, tenant);
            } else {
                room(connection, team).ifPresent(full -> {
                    throw Problem.invalid(List.of(full));
                });
                new TenantRows(connection).create(tenant);
            }
            clusters.write(team, wish, user);
            new Audit(connection)
                    .note(
                            user,
                            team,
                            wish.name(),
                            before.isPresent() ? Audit.Action.CHANGE : Audit.Action.CREATE,
                            wish.toJson().toJson());
            return get(connection, team, wish.name());
        });
    }

    private static void change(Connection connection, TenantControlPlane tenant) throws SQLException {
        try {
            new TenantRows(connection).change(tenant);
        } catch (IllegalStateException e) {
            throw Problem.conflict("Somebody changed the cluster meanwhile: look at the plan again.");
        }
    }

    /** What a deletion would take away. Writes nothing. */
    ShownPlan deletionPlan(Team team, String name) {
        var tenant = tenant(team, name);
        var plan = kamaji.tenant(tenant.tenant()).planDelete();
        return ShownPlan.of(plan, JsonObject.of("delete", name));
    }

    /** Has one deleted; its rows go once nothing of it is left. */
    void delete(User user, Team team, String name) {
        tenant(team, name);
        database.in(connection -> {
            new TenantRows(connection).delete(team.namespace(), name);
            new Audit(connection).note(user, team, name, Audit.Action.DELETE, "");
            return name;
        });
    }
}
