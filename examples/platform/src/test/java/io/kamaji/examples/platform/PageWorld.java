package io.kamaji.examples.platform;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A platform to be looked at: clusters of team blue, which have an address once they are given one. Thread-safe. */
final class PageWorld implements AutoCloseable {
    private static final String NAMESPACE = "cp-blue";

    private final PlatformWorld platform;
    private final Browser ada;
    private final AtomicInteger addresses = new AtomicInteger();

    private PageWorld(PlatformWorld platform) {
        this.platform = platform;
        ada = platform.as("ada");
    }

    static PageWorld start() throws SQLException {
        return new PageWorld(PlatformWorld.waiting());
    }

    /** The address of the page. */
    String home() {
        return "http://localhost:" + platform.home().getPort() + "/";
    }

    /** Those that are in the database, by name. */
    List<String> clusters() {
        return platform.query("SELECT name FROM clusters ORDER BY name");
    }

    /** One that is ready; it is made if there is none. */
    void ready(String name) {
        if (!clusters().contains(name)) {
            make(PlatformWorld.wish(name));
            giveAddress(name);
        }
        Eventually.holds(name + " ready", () -> cluster(name).get("ready").equals(Optional.of(JsonValue.of(true))));
    }

    /** How one is, as the page is told. */
    JsonObject cluster(String name) {
        return PlatformWorld.cluster(ada, "blue", name);
    }

    /** Grants a wish as the page does. */
    void make(JsonObject wish) {
        var answer = PlatformWorld.put(ada, "blue", wish);
        if (answer.status() != 202) {
            throw new AssertionError(answer.toString());
        }
    }

    /** As a load balancer would. */
    void giveAddress(String name) {
        setStatus(
                "v1",
                "Service",
                name,
                JsonObject.of(
                        "loadBalancer",
                        JsonObject.of(
                                "ingress",
                                JsonArray.of(JsonObject.of("ip", "192.0.2." + addresses.incrementAndGet())))));
    }

    /** Says how an object of a cluster is, once it is there. */
    void setStatus(String apiVersion, String kind, String name, JsonObject status) {
        var ref = ObjectRef.of(apiVersion, kind, NAMESPACE, name);
        var admin = platform.admin().admin();
        Eventually.holds(ref + " there", () -> admin.get(ref).isPresent());
        admin.setStatus(ref, status);
    }

    @Override
    public void close() throws IOException {
        platform.close();
    }
}
