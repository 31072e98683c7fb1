package io.kamaji.examples.platform;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseHandler;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.kamaji.api.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a team asks of the platform, below {@code /api/teams/{team}}, in one table. Thread-safe. */
final class Routes {
    static final String TEAM = "/api/teams/{team}";
    private static final String CLUSTER = "/clusters/{name}";

    /**
     * One line of the table.
     *
     * @param path below the team's
     * @param needs the role without which it is refused
     */
    record Route(HandlerType method, String path, Role needs, Handling handling) {
        @Override
        public String toString() {
            return method + " " + TEAM + path;
        }
    }

    /** What is done for a member of a team. */
    @FunctionalInterface
    interface Handling {
        void handle(Routes platform, Context ctx, User user, Team team);
    }

    static final List<Route> TABLE = List.of(
            new Route(GET, "", Role.VIEW, Routes::team),
            new Route(GET, "/events", Role.VIEW, Routes::events),
            new Route(GET, "/clusters", Role.VIEW, Routes::clusters),
            new Route(POST, "/plan", Role.CREATE, Routes::plan),
            new Route(PUT, CLUSTER, Role.CREATE, Routes::put),
            new Route(DELETE, CLUSTER, Role.CREATE, Routes::delete),
            new Route(POST, CLUSTER + "/deletion-plan", Role.CREATE, Routes::deletionPlan),
            new Route(GET, CLUSTER + "/cost", Role.VIEW, Routes::cost),
            new Route(POST, CLUSTER + "/kubeconfig", Role.OPERATE, Routes::kubeconfig),
            new Route(POST, CLUSTER + "/join", Role.OPERATE, Routes::join));

    private final Teams teams;
    private final Login login;
    private final Clusters clusters;
    private final Access access;
    private final Feed feed;

    Routes(Teams teams, Login login, Clusters clusters, Access access, Feed feed) {
        this.teams = teams;
        this.login = login;
        this.clusters = clusters;
        this.access = access;
        this.feed = feed;
    }

    /** Those of the table, and {@code /api/me}. */
    void add(JavalinDefaultRoutingApi<?> app) {
        app.addHttpHandler(GET, "/api/me", ctx -> me(ctx, Web.user(ctx)));
        TABLE.forEach(route -> app.addHttpHandler(route.method, TEAM + route.path, ctx -> {
            var user = Web.user(ctx);
            var team = teams.find(user, ctx.pathParam("team")).orElseThrow(Problem::notFound);
            if (team.roleOf(user).filter(role -> role.includes(route.needs)).isEmpty()) {
                throw Problem.of(
                        403, "Not allowed", "It takes the role " + route.needs + " in team " + team.name() + ".");
            }
            route.handling.handle(this, ctx, user, team);
        }));
    }

    record Membership(String name, String role) {
        static Membership of(Team team, User user) {
            return new Membership(team.name(), team.roleOf(user).orElseThrow().toString());
        }
    }

    record Me(String user, String name, List<Membership> teams) {}

    private void me(Context ctx, User user) {
        var memberships =
                teams.of(user).stream().map(team -> Membership.of(team, user)).toList();
        ctx.json(new Me(user.id(), user.name(), memberships));
    }

    /** @param dataStores those that the team's clusters are in; which others there are is no business of a team's */
    record TeamView(
            String name,
            String role,
            String boundary,
            List<String> versions,
            List<String> sizes,
            Map<String, Object> tenants,
            List<Map<String, Object>> dataStores) {}

    private void team(Context ctx, User user, Team team) {
        var all = clusters.all(team);
        var tenants = new TreeMap<String, Object>(Map.of("used", all.size()));
        tenants.put("most", team.boundary().tenants().orElse(null));
        var stores = new TreeMap<String, Integer>();
        all.forEach(cluster -> {
            if (cluster.dataStore() != null) {
                stores.merge(cluster.dataStore(), 1, Integer::sum);
            }
        });
        ctx.json(new TeamView(
                team.name(),
                Membership.of(team, user).role(),
                team.boundary().toYaml(),
                team.versions(),
                Wish.SIZES,
                tenants,
                stores.entrySet().stream()
                        .map(store -> Map.<String, Object>of("name", store.getKey(), "tenants", store.getValue()))
                        .toList()));
    }

    private void events(Context ctx, User user, Team team) {
        ctx.header("X-Accel-Buffering", "no"); // a front would keep events until it has enough of them
        new SseHandler(page -> feed.follow(team, page, () -> login.isOpen(ctx))).handle(ctx);
    }

    private void clusters(Context ctx, User user, Team team) {
        ctx.json(Map.of("clusters", clusters.all(team)));
    }

    private void plan(Context ctx, User user, Team team) {
        ctx.json(clusters.plan(team, Wish.of(Web.body(ctx))));
    }

    private void put(Context ctx, User user, Team team) {
        var body = Web.body(ctx);
        var wish = Wish.of(body.object("wish"));
        if (!wish.name().equals(ctx.pathParam("name"))) {
            throw Problem.of(400, "Not understood", "The wish is for another name than the address.");
        }
        ctx.status(HttpStatus.ACCEPTED)
                .json(clusters.put(user, team, wish, body.text("planKey").orElse("")));
        feed.wake();
    }

    private void delete(Context ctx, User user, Team team) {
        clusters.delete(user, team, ctx.pathParam("name"));
        ctx.status(HttpStatus.ACCEPTED).json(JsonObject.EMPTY);
        feed.wake();
    }

    private void deletionPlan(Context ctx, User user, Team team) {
        ctx.json(clusters.deletionPlan(team, ctx.pathParam("name")));
    }

    private void cost(Context ctx, User user, Team team) {
        ctx.json(access.cost(team, ctx.pathParam("name")));
    }

    private void kubeconfig(Context ctx, User user, Team team) {
        var name = ctx.pathParam("name");
        var yaml = access.kubeconfig(user, team, name);
        ctx.contentType("application/yaml")
                .header("Content-Disposition", "attachment; filename=\"" + name + ".kubeconfig\"")
                .result(yaml);
    }

    private void join(Context ctx, User user, Team team) {
        ctx.json(access.join(user, team, ctx.pathParam("name")));
    }
}
