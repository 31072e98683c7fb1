package io.kamaji.examples.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.kamaji.api.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main way through the platform, by HTTP. */
class PlatformTest {
    private static PlatformWorld world;

    @BeforeAll
    static void start() throws Exception {
        world = PlatformWorld.start();
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    static JsonObject wish(String name) {
        return JsonObject.of("name", name, "version", "1.36.3", "replicas", 1, "size", "small");
    }

    @Test
    void me_afterLogin_tellsTheUsersTeams() {
        var me = world.as("ada").get("/api/me").json();

        assertThat(me.toJson())
                .isEqualTo("{\"user\":\"ada\",\"name\":\"Ada\",\"teams\":[{\"name\":\"blue\",\"role\":\"operate\"}]}");
    }

    @Test
    void put_wishWhosePlanWasShown_makesAClusterThatBecomesReady() {
        var ada = world.as("ada");
        var plan = ada.ask("POST", "/api/teams/blue/plan", wish("blue-one"));
        assertThat(plan.status()).as(plan.toString()).isEqualTo(200);
        var body =
                JsonObject.of("wish", wish("blue-one"), "planKey", plan.json().text("key"));

        var made = ada.ask("PUT", "/api/teams/blue/clusters/blue-one", body);

        assertThat(made.status()).as(made.toString()).isEqualTo(202);
        Eventually.holds(
                "ready",
                () -> ada.get("/api/teams/blue/clusters").json().toJson().contains("\"ready\":true"));
    }
}
