package io.kamaji.examples.platform;

import io.kamaji.api.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Makes the picture of the page that README shows, {@code page.png}, and others to be looked at: each view, light and dark, wide
 * and narrow. {@code PagePicture [folder]}; default: here.
 */
final class PagePicture {
    private PagePicture() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
        try (var browser = Chromium.start(Files.createTempDirectory("kamaji-page"));
                var world = PageWorld.start()) {
            furnish(world);
            browser.open(world.home());
            browser.find("#ada").click();
            browser.until(".cluster[data-name=blue-next] .status", "Upgrading");
            for (var colours : List.of("light", "dark")) {
                for (var width : List.of(1280, 400)) {
                    browser.colours(colours);
                    browser.size(width, 800);
                    pictures(browser, world, folder, colours + "-" + width);
                }
            }
            Files.copy(
                    folder.resolve("plan-light-1280.png"),
                    folder.resolve("page.png"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void pictures(Chromium browser, PageWorld world, Path folder, String kind) throws IOException {
        Files.write(folder.resolve("team-" + kind + ".png"), browser.picture());
        browser.click("New cluster");
        browser.type("Name", "blue-search");
        browser.type("Replicas", "2");
        Files.write(folder.resolve("form-" + kind + ".png"), browser.picture());
        browser.click("Show the plan");
        browser.until("dialog h2", "is made of");
        Files.write(folder.resolve("plan-" + kind + ".png"), browser.picture());
        browser.find("dialog .close").click();
        browser.open(world.home() + "#/teams/blue/clusters/blue-shop");
        browser.until("dialog h2", "blue-shop");
        browser.click("Join line");
        browser.until("dialog .given", "kubeadm join");
        Files.write(folder.resolve("details-" + kind + ".png"), browser.picture());
        browser.find("dialog .close").click();
        browser.until("the drawer to close", () -> browser.all("dialog").isEmpty());
    }

    /** A team's clusters, of which each is in another state. */
    private static void furnish(PageWorld world) {
        world.ready("blue-shop");
        world.make(PlatformWorld.wish("blue-batch").with("replicas", 0));
        world.giveAddress("blue-batch");
        var next = PlatformWorld.wish("blue-next").with("replicas", 2);
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
                JsonObject.of("observedGeneration", 2, "replicas", 2)
                        .with("updatedReplicas", 1)
                        .with("readyReplicas", 1)
                        .with("availableReplicas", 1)
                        .with("unavailableReplicas", 1));
        world.make(PlatformWorld.wish("blue-orders"));
    }
}
