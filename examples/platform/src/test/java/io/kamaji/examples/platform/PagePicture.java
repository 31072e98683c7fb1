package io.kamaji.examples.platform;

import io.kamaji.api.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the picture of the page: {@code PagePicture [folder]} writes page.png there; also dark.png, narrow.png … to be looked at. */
final class PagePicture {
    private PagePicture() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
        try (var browser = Chromium.start(Files.createTempDirectory("kamaji-page"));
                var world = PageWorld.start()) {
            furnish(world);
            browser.size(1280, 800);
            browser.colours("light");
            browser.open(world.home());
            browser.find("#ada").click();
            browser.until(".cluster[data-name=blue-next] .status", "Upgrading");
            Files.write(folder.resolve("team.png"), browser.picture());
            browser.click("New cluster");
            browser.type("Name", "blue-search");
            browser.type("Replicas", "2");
            browser.click("Show the plan");
            browser.until("dialog h2", "is made of");
            Files.write(folder.resolve("page.png"), browser.picture());
            browser.colours("dark");
            Files.write(folder.resolve("dark.png"), browser.picture());
            browser.size(400, 860);
            Files.write(folder.resolve("narrow.png"), browser.picture());
            browser.open(world.home() + "?#/teams/blue/clusters/blue-shop");
            browser.until("dialog h2", "blue-shop");
            browser.click("Join line");
            browser.until("dialog .given", "kubeadm join");
            browser.size(1280, 800);
            Files.write(folder.resolve("details.png"), browser.picture());
        }
    }

    /** A team's clusters, of which each is in another state. */
    private static void furnish(PageWorld world) {
        world.ready("blue-shop");
        world.make(PageWorld.wish("blue-batch").with("replicas", 0));
        world.giveAddress("blue-batch");
        var next = PageWorld.wish("blue-next").with("replicas", 2);
        world.make(next.with("version", "1.35.4"));
        world.giveAddress("blue-next");
        world.ready("blue-next");
        world.make(next);
        Eventually.holds(
                "upgraded", () -> world.cluster("blue-next").text("version").equals(Optional.of("1.36.3")));
        world.ready("blue-next");
        world.setStatus(
                "apps/v1",
                "Deployment",
                "blue-next",
                JsonObject.of("observedGeneration", 2, "replicas", 3)
                        .with("updatedReplicas", 1)
                        .with("readyReplicas", 2)
                        .with("availableReplicas", 2)
                        .with("unavailableReplicas", 1));
        world.make(PageWorld.wish("blue-orders"));
    }
}
