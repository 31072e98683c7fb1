package io.kamaji.examples.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The page in a real browser, served by the platform over a simulated admin cluster: what Ada of team blue sees and does. */
@Tag("once")
class PageTest {
    @TempDir
    static Path folder;

    private static Chromium browser;
    private static PageWorld world;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.start(folder);
        world = PageWorld.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (world != null) {
            world.close();
        }
    }

    @BeforeEach
    void logIn() {
        browser.forget();
        browser.size(1280, 800);
        browser.colours("light");
        browser.open(world.home());
        browser.find("#ada").click();
        browser.until(".live", "Live");
    }

    @AfterEach
    void nothingWentWrong() {
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void page_ofAMember_showsTheirTeamOnly() {
        assertThat(browser.texts("#teams a")).containsExactly("blue");
        assertThat(browser.find("h1").getText()).isEqualTo("blue");
        assertThat(browser.find("#user").getText()).contains("Ada");
        assertThat(browser.find(".boundary").getText()).contains(" of 5", "1.35.4 to 1.36.3");
    }

    @Test
    void address_ofAnotherTeam_isNotFound() {
        browser.open(world.home() + "#/teams/green");

        browser.until("h1", "Not found");
        assertThat(browser.find("main").getText()).contains("There is no team green for you");
    }

    @Test
    void address_withoutALogin_isComeBackTo() {
        world.ready("blue-one");
        browser.forget();
        browser.open(world.home() + "?#/teams/blue/clusters/blue-one");

        browser.find("#ada").click();

        browser.until("dialog h2", "blue-one");
    }

    @Test
    void wish_thatIsWrong_isToldAtItsFieldsAllAtOnce() {
        browser.click("New cluster");
        browser.type("Name", "red");
        browser.type("Replicas", "9");
        browser.find("dialog summary").click();
        browser.type("Host name", "www.example.net");
        browser.type("Sleeps", "at night");
        browser.click("Show the plan");

        browser.until("#name-wrong", "blue-*");
        assertThat(browser.find("#replicas-wrong").getText()).contains("3");
        assertThat(browser.find("#hostName-wrong").getText()).contains("blue.example.com");
        assertThat(browser.find("#sleep-wrong").getText()).isNotEmpty();
        assertThat(browser.find("#name").getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.focused()).isEqualTo("name");
        assertThat(browser.barriers()).isEmpty();
        assertThat(world.clusters()).doesNotContain("red");
    }

    @Test
    void cluster_thatIsWished_isPlannedThenMadeAndTurnsReadyWhileOneLooks() {
        browser.click("New cluster");
        browser.type("Name", "blue-shop");
        browser.click("Show the plan");
        browser.until("dialog h2", "What blue-shop is made of");
        assertThat(browser.focused()).isEqualTo("What blue-shop is made of");
        assertThat(browser.texts(".objects li")).contains("+ create Service blue-shop");
        assertThat(world.clusters()).doesNotContain("blue-shop");

        browser.click("Create blue-shop");
        browser.until("the drawer", () -> browser.address().endsWith("#/teams/blue/clusters/blue-shop"));
        browser.until("dialog .state", "waiting for");
        assertThat(browser.find("dialog .facts").getText()).contains("no address yet");
        assertThat(world.clusters()).contains("blue-shop");

        world.giveAddress("blue-shop");
        browser.until("dialog .state", "Ready");
        assertThat(browser.find("dialog .facts").getText()).contains("192.0.2.");
        browser.press(Keys.ESCAPE);
        browser.until("the dialog to close", () -> browser.all("dialog").isEmpty());
        browser.until(".cluster[data-name=blue-shop] .status", "Ready since");
    }

    @Test
    void kubeconfig_isDownloadedWithTheLineThatUsesIt() throws IOException {
        see("blue-one");

        browser.click("Kubeconfig for an hour");

        browser.until("dialog .given", "kubectl --kubeconfig ~/Downloads/blue-one.kubeconfig");
        assertThat(browser.find("dialog .given").getText()).containsPattern("good for (59|60) min");
        var file = folder.resolve("downloads/blue-one.kubeconfig");
        browser.until(file + " to be there", () -> Files.exists(file));
        assertThat(Files.readString(file)).contains("client-certificate-data");
    }

    @Test
    void change_startsFromWhatWasWishedAndIsPlannedAsOne() {
        world.make(PlatformWorld.wish("blue-grow").with("hostName", "grow.blue.example.com"));
        world.giveAddress("blue-grow");
        see("blue-grow");

        browser.click("Change");
        assertThat(browser.field("Name").getDomAttribute("readonly")).isNotNull();
        assertThat(browser.field("Host name").getDomProperty("value")).isEqualTo("grow.blue.example.com");
        browser.type("Replicas", "3");
        browser.click("Show the plan");
        browser.until("dialog h2", "What changes with blue-grow");
        assertThat(browser.texts(".objects li")).contains("~ change Deployment blue-grow");
        assertThat(browser.find(".consequences").getText()).contains("scales the control plane from 1 to 3 pods");

        browser.click("Change blue-grow");
        browser.until("dialog .facts", "3 replicas");
    }

    @Test
    void deletion_needsTheNameAndTakesTheClusterAway() {
        see("blue-gone");

        browser.click("Delete");
        browser.until("dialog h2", "Delete blue-gone");
        assertThat(browser.texts(".objects li")).contains("- delete Deployment blue-gone");
        assertThat(browser.find(".warnings").getText()).contains("will be deleted from datastore gold");
        assertThat(browser.button("Delete blue-gone").isEnabled()).isFalse();
        browser.type("Type blue-gone to delete it", "blue-gon");
        assertThat(browser.button("Delete blue-gone").isEnabled()).isFalse();
        browser.type("Type blue-gone to delete it", "blue-gone");

        browser.click("Delete blue-gone");

        browser.until(
                "the line to go",
                () -> browser.all(".cluster[data-name=blue-gone]").isEmpty());
        assertThat(world.clusters()).doesNotContain("blue-gone");
        browser.until("the dialogs to close", () -> browser.all("dialog").isEmpty());
    }

    @Test
    void page_asksNobodyButThisMachine() {
        assertThat(browser.asked()).hasSizeGreaterThan(10).allMatch(address -> address.startsWith("http://localhost:"));
    }

    @ParameterizedTest
    @CsvSource({"light, 400", "dark, 1440"})
    void everyView_hasLabelsNamesContrastAndRoom(String colours, int width) {
        world.ready("blue-one");
        browser.colours(colours);
        browser.size(width, 900);
        assertThat(browser.barriers()).as("team").isEmpty();

        browser.click("New cluster");
        browser.find("dialog summary").click();
        assertThat(browser.barriers()).as("form").isEmpty();

        browser.type("Name", "blue-new");
        browser.click("Show the plan");
        browser.until("dialog h2", "is made of");
        browser.find("dialog summary").click();
        assertThat(browser.barriers()).as("plan").isEmpty();
        browser.press(Keys.ESCAPE);
        browser.until("the dialog to close", () -> browser.all("dialog").isEmpty());

        see("blue-one");
        browser.click("Join line");
        browser.until("dialog .given", "kubeadm join");
        assertThat(browser.barriers()).as("details").isEmpty();
    }

    @Test
    void keyboard_goesThroughTheFormInItsOrderAndBackToWhereItCameFrom() {
        browser.button("New cluster").sendKeys(Keys.ENTER);
        browser.field("Name");
        var order = Stream.generate(() -> {
                    var focused = browser.focused();
                    browser.press(Keys.TAB);
                    return focused;
                })
                .limit(6)
                .toList();
        assertThat(order).containsExactly("name", "version", "replicas", "size", "More", "Show the plan");

        browser.press(Keys.ESCAPE);
        browser.until("the dialog to close", () -> browser.all("dialog").isEmpty());
        assertThat(browser.focused()).isEqualTo("New cluster");
    }

    /** Has a cluster that is ready, and its drawer open. */
    private static void see(String name) {
        world.ready(name);
        browser.open(world.home() + "#/teams/blue/clusters/" + name);
        browser.until("dialog h2", name);
    }
}
