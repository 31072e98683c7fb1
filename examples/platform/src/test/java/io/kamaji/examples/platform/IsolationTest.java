package io.kamaji.examples.platform;

import static io.kamaji.examples.platform.PlatformWorld.make;
import static io.kamaji.examples.platform.PlatformWorld.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.HandlerType;
import io.kamaji.api.json.JsonObject;
import io.kamaji.examples.platform.Routes.Route;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever is not in a team, not in a role, or not logged in gets nothing by any route. */
class IsolationTest {
    private static final String NAME = "blue-own";

    private static PlatformWorld world;
    private static Browser grace;
    private static Browser edsger;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        world = PlatformWorld.start();
        var ada = world.as("ada");
        make(ada, "blue", wish(NAME));
        key = ada.ask("POST", "/api/teams/blue/plan", changed())
                .json()
                .text("key")
                .orElseThrow();
        grace = world.as("grace");
        edsger = world.as("edsger");
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    private static JsonObject changed() {
        return wish(NAME).with("replicas", 3);
    }

    static List<Route> routes() {
        return Routes.TABLE;
    }

    static Stream<Route> beyondView() {
        return routes().stream().filter(route -> route.needs() != Role.VIEW);
    }

    static Stream<Route> unsafe() {
        return routes().stream().filter(route -> route.method() != HandlerType.GET);
    }

    private static String path(Route route, String team) {
        return (Routes.TEAM + route.path()).replace("{team}", team).replace("{name}", NAME);
    }

    private static JsonObject body(Route route) {
        return route.method() == HandlerType.PUT
                ? JsonObject.of("wish", changed(), "planKey", key)
                : route.path().equals("/plan") ? changed() : JsonObject.EMPTY;
    }

    private static Browser.Answer ask(Browser browser, Route route, String team) {
        return browser.ask(route.method().name(), path(route, team), body(route));
    }

    private static List<String> rows() {
        return world.query("SELECT t.spec::text || deleting || (SELECT count(*) FROM audit) FROM tenants t");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void route_ofAnotherTeam_isAsIfThatTeamWereNone(Route route) {
        var before = rows();

        var others = ask(grace, route, "blue");
        var none = ask(grace, route, "violet");

        assertThat(others.status()).isEqualTo(404);
        assertThat(others.response().body()).isEqualTo(none.response().body());
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("beyondView")
    void route_beyondTheUsersRole_isRefusedAndDoesNothing(Route route) {
        var before = rows();

        var refused = ask(edsger, route, "blue");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().text("detail").orElseThrow())
                .contains(route.needs().toString());
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void route_withoutASession_isRefused(Route route) {
        var before = rows();

        assertThat(ask(world.browser(), route, "blue").status()).isEqualTo(401);

        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void route_thatChangesSomething_isRefusedWithoutTheHeaderThatNoFormSends(Route route) {
        var before = rows();
        var request = HttpRequest.newBuilder(world.home().resolve(path(route, "blue")))
                .header("Content-Type", "text/plain")
                .method(
                        route.method().name(),
                        BodyPublishers.ofString(body(route).toJson()));

        assertThat(world.as("ada").send(request).status()).isEqualTo(403);

        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void route_ofNobodysGroups_isAsIfThereWereNoTeam(Route route) {
        assertThat(ask(world.as("stranger"), route, "blue").status()).isEqualTo(404);
    }
}
