package io.kamaji.examples.platform;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.Real;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window, with a profile of its own, that reaches nothing but this machine. What is looked for is waited for, and
 * looked for in the dialog that is open, if there is one: as a user would. Not thread-safe.
 */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(30);

    /** Held, as its level would be forgotten with it: that there is no class for each command of this version does not matter here. */
    private static final Logger QUIET = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts one, or ends the test where there is none.
     *
     * @param folder for its profile and its downloads
     */
    static Chromium start(Path folder) {
        var chromium = program("chromium", "chromium-browser", "google-chrome");
        var chromedriver = program("chromedriver");
        Real.skipUnless(
                chromium.isPresent() && chromedriver.isPresent()
                        ? Optional.empty()
                        : Optional.of("no chromium or no chromedriver in PATH (Debian: chromium, chromium-driver)"));
        QUIET.setLevel(Level.SEVERE);
        var options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=en-GB",
                "--user-data-dir=" + folder.resolve("profile"),
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", folder.resolve("downloads").toString()));
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Chromium(new ChromeDriver(service, options));
    }

    private static Optional<Path> program(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    void open(String address) {
        driver.get(address);
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** As after a fresh start: no session. */
    void forget() {
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** @param scheme {@code light} or {@code dark} */
    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The first that can be seen. */
    WebElement find(String css) {
        return waiting("element " + css, () -> seen(By.cssSelector(css)));
    }

    /** The texts of those that are there once there is one. */
    List<String> texts(String css) {
        find(css);
        return all(css).stream()
                .map(element -> element.getText().replaceAll("\\s+", " "))
                .toList();
    }

    /** Those that are there now. */
    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The input that belongs to a label. */
    WebElement field(String label) {
        return waiting(
                "field " + label,
                () -> seen(By.xpath("//label[normalize-space()='" + label + "']"))
                        .flatMap(found -> seen(By.id(String.valueOf(found.getDomAttribute("for"))))));
    }

    WebElement button(String label) {
        return waiting("button " + label, () -> seen(By.xpath("//button[normalize-space()='" + label + "']")));
    }

    /** Takes the place of what is there. */
    void type(String label, String text) {
        field(label).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, text);
    }

    void choose(String label, String option) {
        field(label)
                .findElement(By.xpath("./option[normalize-space()='" + option + "']"))
                .click();
    }

    void click(String label) {
        button(label).click();
    }

    void until(String what, BooleanSupplier holds) {
        waiting(what, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Until an element says something. */
    void until(String css, String text) {
        until(
                css + " to say \"" + text + "\"",
                () -> seen(By.cssSelector(css))
                        .filter(element -> element.getText().contains(text))
                        .isPresent());
    }

    /** What has the focus: the name of a field, else its text. */
    String focused() {
        var active = driver.switchTo().activeElement();
        return Optional.ofNullable(active.getDomAttribute("name")).orElseGet(active::getText);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    void press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    /** What went wrong in the page since the last time this was asked. That a request was answered with 4xx is not told, it is meant. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("the server responded with a status of 4"))
                .toList();
    }

    /** The addresses of all that pages asked for since the last time this was asked. */
    List<String> asked() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> JsonObject.parse(entry.getMessage()).object("message"))
                .filter(message -> message.text("method").equals(Optional.of("Network.requestWillBeSent")))
                .map(message -> message.text("params", "request", "url").orElse(""))
                .filter(address ->
                        address.matches("(https?|wss?):.*")) // what a new browser shows comes out of its own files
                .toList();
    }

    /** What keeps some people from using what is seen now, in words. */
    List<String> barriers() {
        try (var script = Objects.requireNonNull(Chromium.class.getResourceAsStream("barriers.js"))) {
            var found = (List<?>) run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            return found.stream().map(String::valueOf).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    private Optional<WebElement> seen(By by) {
        var dialogs = driver.findElements(By.cssSelector("dialog[open]"));
        var found = dialogs.isEmpty() ? driver.findElements(by) : within(dialogs.get(dialogs.size() - 1), by);
        return found.stream().filter(WebElement::isDisplayed).findFirst();
    }

    private List<WebElement> within(WebElement dialog, By by) {
        return driver.findElements(by).stream()
                .filter(element ->
                        Boolean.TRUE.equals(run("return arguments[0].contains(arguments[1])", dialog, element)))
                .toList();
    }

    private <T> T waiting(String what, Supplier<Optional<T>> look) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                var found = look.get();
                if (found.isPresent()) {
                    return found.get();
                }
                Thread.sleep(POLL.toMillis());
            } catch (StaleElementReferenceException | NoSuchElementException changing) {
                // the page is being changed: look again
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("no " + what + " within " + PATIENCE + " at " + address() + ", where it says:\n"
                + run("return document.body.innerText") + "\n" + errors());
    }

    @Override
    public void close() {
        driver.quit();
    }
}
