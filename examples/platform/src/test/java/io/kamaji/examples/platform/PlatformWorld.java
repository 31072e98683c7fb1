package io.kamaji.examples.platform;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.boundary.ClassSource;
import io.kamaji.examples.platform.demo.LocalIdentity;
import io.kamaji.examples.platform.demo.LocalTeams;
import io.kamaji.testkit.laws.TenantWorld;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The platform as a whole in this JVM: its service, an admin cluster that is simulated, datastores in memory, teams blue and green, and
 * the identity provider of the demo. PostgreSQL is a real one. Thread-safe.
 */
final class PlatformWorld implements AutoCloseable {
    private final TenantWorld world;
    private final LocalIdentity identity = LocalIdentity.start();
    private final DataSource database;
    private final SettableClock clock = new SettableClock();
    private final Platform platform;

    private PlatformWorld(boolean addressesAreGiven, Optional<URI> home) throws SQLException {
        world = TenantWorld.builder()
                .admin(simulator -> addressesAreGiven ? simulator : simulator.withoutLoadBalancers())
                .dataStores(Stores.etcd("gold"))
                .start();
        world.clock().advance(Duration.between(TenantWorld.START, Instant.now()));
        database = Databases.fresh();
        platform = Platform.start(new Platform.Parts(
                "127.0.0.1",
                0,
                home,
                new Oidc(identity.issuer(), "kamaji-platform", Optional.empty()),
                LocalTeams.teams(),
                world.adminCluster(),
                database,
                world.settings(settings -> settings),
                ClassSource.none(), // all clusters share one simulated API, which has room for one of each add-on
                Optional.empty(),
                clock));
    }

    /** One in which clusters become ready at once. */
    static PlatformWorld start() throws SQLException {
        return new PlatformWorld(true, Optional.empty());
    }

    /** One in which clusters wait for their address for ever. */
    static PlatformWorld waiting() throws SQLException {
        return new PlatformWorld(false, Optional.empty());
    }

    /** One that browsers know by another address than they reach it by here. */
    static PlatformWorld behind(URI home) throws SQLException {
        return new PlatformWorld(true, Optional.of(home));
    }

    TenantWorld admin() {
        return world;
    }

    /** The time of sessions. */
    SettableClock clock() {
        return clock;
    }

    URI home() {
        return URI.create("http://localhost:" + platform.port());
    }

    /** A browser in which somebody is logged in: {@code ada}, {@code grace} or {@code edsger}. */
    Browser as(String user) {
        var browser = new Browser(home());
        browser.logIn(user);
        return browser;
    }

    /** One in which nobody is. */
    Browser browser() {
        return new Browser(home());
    }

    /** The first column of a query. */
    List<String> query(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (row.next()) {
                all.add(row.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a cluster as a page does: by a plan, and the wish that was planned. */
    static Browser.Answer put(Browser browser, String team, JsonObject wish) {
        var name = wish.text("name").orElseThrow();
        var plan = browser.ask("POST", "/api/teams/" + team + "/plan", wish);
        if (plan.status() != 200) {
            return plan;
        }
        var body = JsonObject.of("wish", wish, "planKey", plan.json().text("key"));
        return browser.ask("PUT", "/api/teams/" + team + "/clusters/" + name, body);
    }

    /** The form, filled in with as little as possible. */
    static JsonObject wish(String name) {
        return JsonObject.of("name", name, "version", "1.36.3", "replicas", 1, "size", "small");
    }

    /** One that is ready. */
    static void make(Browser browser, String team, JsonObject wish) {
        var made = put(browser, team, wish);
        if (made.status() != 202) {
            throw new AssertionError("not made: " + made);
        }
        var name = wish.text("name").orElseThrow();
        Eventually.holds(
                name + " ready",
                () -> cluster(browser, team, name).bool("ready").orElse(false));
    }

    /** How one is; empty if there is none. */
    static JsonObject cluster(Browser browser, String team, String name) {
        return browser.get("/api/teams/" + team + "/clusters")
                .json()
                .array("clusters")
                .objects()
                .filter(cluster -> cluster.text("name").equals(Optional.of(name)))
                .findFirst()
                .orElse(JsonObject.EMPTY);
    }

    void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        platform.close();
        identity.close();
        world.close();
    }
}
