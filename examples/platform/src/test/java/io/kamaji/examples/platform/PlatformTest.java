package io.kamaji.examples.platform;

import static io.kamaji.examples.platform.PlatformWorld.cluster;
import static io.kamaji.examples.platform.PlatformWorld.make;
import static io.kamaji.examples.platform.PlatformWorld.put;
import static io.kamaji.examples.platform.PlatformWorld.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.pki.Kubeconfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a team does with its clusters, by HTTP. Each test has clusters of its own. */
class PlatformTest {
    private static PlatformWorld world;
    private static Browser ada;

    @BeforeAll
    static void start() throws Exception {
        world = PlatformWorld.start();
        ada = world.as("ada");
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    private static String at(String name) {
        return "/api/teams/blue/clusters/" + name;
    }

    private static List<String> audit(String cluster) {
        return world.query(
                "SELECT who || ' ' || team || ' ' || action FROM audit WHERE cluster = '" + cluster + "' ORDER BY id");
    }

    private static void delete(String name) {
        assertThat(ada.ask("DELETE", at(name)).status()).isEqualTo(202);
        Eventually.holds("gone", () -> cluster(ada, "blue", name).isEmpty());
    }

    @Test
    void me_afterLogin_tellsTheUsersTeams() {
        assertThat(ada.get("/api/me").json().toJson())
                .isEqualTo("{\"user\":\"ada\",\"name\":\"Ada\",\"teams\":[{\"name\":\"blue\",\"role\":\"operate\"}]}");
    }

    @Test
    void put_wishWhosePlanWasShown_makesAClusterThatBecomesReady() {
        make(ada, "blue", wish("blue-made"));

        var made = cluster(ada, "blue", "blue-made");
        assertThat(made.text("version")).contains("1.36.3");
        assertThat(made.text("phase")).contains("Ready");
        assertThat(made.text("dataStore")).contains("gold");
        assertThat(made.text("endpoint")).isPresent();
        assertThat(made.text("createdBy")).contains("ada");
        assertThat(world.admin().admin().get(ResourceTypes.DEPLOYMENT.ref("cp-blue", "blue-made")))
                .isPresent();
        assertThat(audit("blue-made")).containsExactly("ada blue create");
        delete("blue-made");
    }

    @Test
    void plan_ofAWish_writesNothing() {
        var rows = world.query("SELECT name FROM tenants");
        world.admin().admin().requests().reset();

        var plan = ada.ask("POST", "/api/teams/blue/plan", wish("blue-planned"));

        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.json().number("creates").orElseThrow()).isPositive();
        assertThat(plan.json()
                        .array("objects")
                        .objects()
                        .map(object -> object.text("kind").orElse("")))
                .contains("Service", "Deployment");
        assertThat(plan.json().text("text").orElseThrow()).contains("+ Service").doesNotContain("PRIVATE KEY");
        assertThat(world.admin().admin().get(ResourceTypes.SERVICE.ref("cp-blue", "blue-planned")))
                .isEmpty();
        assertThat(world.query("SELECT name FROM tenants")).isEqualTo(rows);
        assertThat(audit("blue-planned")).isEmpty();
    }

    @Test
    void plan_ofTheSameWishTwice_hasTheSameKeyThoughItsSecretsDiffer() {
        var one = ada.ask("POST", "/api/teams/blue/plan", wish("blue-twice")).json();
        var other = ada.ask("POST", "/api/teams/blue/plan", wish("blue-twice")).json();
        var more = ada.ask("POST", "/api/teams/blue/plan", wish("blue-twice").with("replicas", 2))
                .json();

        assertThat(one.text("key")).isEqualTo(other.text("key")).isNotEqualTo(more.text("key"));
    }

    @Test
    void plan_wishOutsideOfItsBoundaryInEveryField_tellsAllAtTheirFieldsAtOnce() {
        var wrong = wish("red")
                .with("version", "1.37.2")
                .with("replicas", 9)
                .with("size", "large")
                .with("sleep", "never")
                .with("hostName", "api.green.example.com");

        var refused = ada.ask("POST", "/api/teams/blue/plan", wrong);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.violations()).contains("name", "version", "replicas", "size", "sleep", "hostName");
    }

    @Test
    void plan_formThatCantBeRead_tellsAllFieldsAtOnce() {
        var wrong =
                JsonObject.of("version", 1.36, "replicas", "many", "size", "huge", "economy", "yes", "image", "mine");

        var refused = ada.ask("POST", "/api/teams/blue/plan", wrong);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.violations())
                .containsExactlyInAnyOrder("name", "version", "replicas", "size", "economy", "image");
    }

    @Test
    void plan_bodyThatIsNoObject_isNotUnderstood() {
        assertThat(ada.ask("POST", "/api/teams/blue/plan", "[1, 2").status()).isEqualTo(400);
    }

    @Test
    void put_planOfBeforeAnothersChange_isRefusedAndChangesNothing() {
        make(ada, "blue", wish("blue-raced"));
        var mine = wish("blue-raced").with("replicas", 2);
        var shown = ada.ask("POST", "/api/teams/blue/plan", mine).json().text("key");
        assertThat(put(ada, "blue", wish("blue-raced").with("replicas", 3)).status())
                .isEqualTo(202);

        var refused = ada.ask("PUT", at("blue-raced"), JsonObject.of("wish", mine, "planKey", shown));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(cluster(ada, "blue", "blue-raced").number("replicas")).contains(3L);
        delete("blue-raced");
    }

    @Test
    void put_withoutAPlan_isRefused() {
        var refused = ada.ask("PUT", at("blue-blind"), JsonObject.of("wish", wish("blue-blind")));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(world.query("SELECT name FROM tenants WHERE name = 'blue-blind'"))
                .isEmpty();
    }

    @Test
    void put_wishOfAnotherName_isNotUnderstood() {
        var body = JsonObject.of("wish", wish("blue-one"), "planKey", "");

        assertThat(ada.ask("PUT", at("blue-other"), body).status()).isEqualTo(400);
    }

    @Test
    void put_changeOfACluster_changesItAndKeepsWhoMadeIt() {
        make(ada, "blue", wish("blue-grown").with("economy", true));

        make(ada, "blue", wish("blue-grown").with("replicas", 2).with("version", "1.36.3"));

        var deployment = world.admin().admin().get(ResourceTypes.DEPLOYMENT.ref("cp-blue", "blue-grown"));
        assertThat(deployment.orElseThrow().number("spec", "replicas")).contains(2L);
        assertThat(world.query("SELECT metadata->>'annotations' FROM tenants WHERE name = 'blue-grown'"))
                .as("economy is off again")
                .containsExactly("{}");
        assertThat(audit("blue-grown")).containsExactly("ada blue create", "ada blue change");
        delete("blue-grown");
    }

    @Test
    void put_twoAtOnceForTheLastPlace_makesOne() {
        var grace = world.as("grace");
        make(grace, "green", wish("first"));
        var racers = Stream.of("second", "third")
                .map(name -> CompletableFuture.supplyAsync(() -> put(grace, "green", wish(name))))
                .toList();

        var statuses = racers.stream().map(racer -> racer.join().status()).toList();

        assertThat(statuses).containsExactlyInAnyOrder(202, 422);
        assertThat(world.query("SELECT name FROM tenants WHERE namespace = 'cp-green'"))
                .hasSize(2);
        var full = grace.ask("POST", "/api/teams/green/plan", wish("fourth"));
        assertThat(full.violations()).contains("metadata.namespace");
        assertThat(full.json().toJson()).contains("of at most 2 (boundary green, tenants)");
    }

    @Test
    void delete_cluster_leavesNoObjectAndNoRowButTheAuditLog() {
        make(ada, "blue", wish("blue-gone"));
        var plan = ada.ask("POST", at("blue-gone") + "/deletion-plan").json();
        assertThat(plan.text("text").orElseThrow()).contains("- ");

        delete("blue-gone");

        assertThat(world.admin().admin().objects().in("cp-blue").refs())
                .noneMatch(ref -> ref.name().startsWith("blue-gone"));
        assertThat(world.query("SELECT name FROM clusters WHERE name = 'blue-gone'"))
                .isEmpty();
        assertThat(audit("blue-gone")).containsExactly("ada blue create", "ada blue delete");
        assertThat(ada.ask("DELETE", at("blue-gone")).status()).isEqualTo(404);
    }

    @Test
    void kubeconfig_ofAReadyCluster_isTheUsersOwnForAnHourAndAudited() throws Exception {
        make(ada, "blue", wish("blue-open"));

        var answer = ada.ask("POST", at("blue-open") + "/kubeconfig");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/yaml");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"blue-open.kubeconfig\"");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        var client = Kubeconfig.parse(answer.response().body()).client().orElseThrow();
        assertThat(client.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=ada,O=kubeadm:cluster-admins");
        var life = Duration.between(world.admin().clock().instant(), client.notAfter());
        assertThat(life).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(audit("blue-open")).containsExactly("ada blue create", "ada blue kubeconfig");
        delete("blue-open");
    }

    @Test
    void join_ofAReadyCluster_isALineForADayAndAudited() {
        make(ada, "blue", wish("blue-joined"));

        var join = ada.ask("POST", at("blue-joined") + "/join").json();

        assertThat(join.text("line").orElseThrow())
                .matches("kubeadm join 127\\S+ --token \\S+ --discovery-token-ca-cert-hash sha256:\\S+");
        var life = Duration.between(
                world.admin().clock().instant(),
                Instant.parse(join.text("expires").orElseThrow()));
        assertThat(life).isBetween(Duration.ofHours(23), Duration.ofHours(24));
        assertThat(audit("blue-joined")).containsExactly("ada blue create", "ada blue join");
        assertThat(world.query("SELECT detail FROM audit WHERE action = 'join'"))
                .allMatch(detail ->
                        !detail.contains(join.text("line").orElseThrow().split(" ")[4]));
        delete("blue-joined");
    }

    @Test
    void cost_ofACluster_saysWhatIsNotKnownAndWhy() {
        make(ada, "blue", wish("blue-dear"));

        var cost = ada.get(at("blue-dear") + "/cost").json();

        assertThat(cost.get("millicores").orElseThrow().toJson()).isEqualTo("null");
        assertThat(cost.array("unknown").texts()).isNotEmpty();
        delete("blue-dear");
    }

    @Test
    void team_withClusters_tellsItsBoundaryAndWhatIsLeft() {
        make(ada, "blue", wish("blue-counted"));

        var team = ada.get("/api/teams/blue").json();

        assertThat(team.text("boundary").orElseThrow()).startsWith("apiVersion: platform.kamaji.io/v1alpha1");
        assertThat(team.number("tenants", "most")).contains(5L);
        assertThat(team.number("tenants", "used").orElseThrow()).isPositive();
        assertThat(team.array("versions").texts()).containsExactly("1.36.3", "1.35.4");
        assertThat(team.array("sizes").texts()).containsExactly("idle", "small", "medium", "large");
        assertThat(team.array("dataStores")
                        .objects()
                        .map(store -> store.text("name").orElse("")))
                .containsExactly("gold");
        delete("blue-counted");
    }

    @Test
    void events_whileAClusterComesAndGoes_tellIt() throws Exception {
        make(ada, "blue", wish("blue-before"));
        var heard = new StringBuffer();
        try (var lines = ada.lines("/api/teams/blue/events")) {
            CompletableFuture.runAsync(
                    () -> lines.forEach(line -> heard.append(line).append('\n')));
            Eventually.holds("told of what there is", () -> heard.toString().contains("\"name\":\"blue-before\""));

            make(ada, "blue", wish("blue-live"));
            Eventually.holds("told of what came", () -> heard.toString().contains("\"name\":\"blue-live\""));
            delete("blue-live");

            Eventually.holds(
                    "told of what went",
                    () -> heard.toString().contains("event: gone\ndata: {\"name\":\"blue-live\"}"));
        }
        delete("blue-before");
    }

    @Test
    void auditLog_byHand_canOnlyBeAddedTo() {
        make(ada, "blue", wish("blue-kept"));

        assertThatThrownBy(() -> world.execute("UPDATE audit SET who = 'nobody'"))
                .hasMessageContaining("stays as it is");
        assertThatThrownBy(() -> world.execute("TRUNCATE audit")).hasMessageContaining("stays as it is");
        assertThatThrownBy(() -> world.execute("DELETE FROM audit")).hasMessageContaining("stays as it is");
        delete("blue-kept");
    }
}
