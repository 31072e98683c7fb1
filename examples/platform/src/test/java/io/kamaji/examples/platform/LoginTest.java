package io.kamaji.examples.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logging in and out, and what somebody tries who would rather be another. */
class LoginTest {
    private static PlatformWorld world;

    @BeforeAll
    static void start() throws Exception {
        world = PlatformWorld.start();
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    private static Browser.Answer open(Browser browser, URI address) {
        return browser.send(HttpRequest.newBuilder(address).GET());
    }

    private static void assertNobody(Browser browser) {
        assertThat(browser.get("/api/me").status()).isEqualTo(401);
    }

    private static URI with(URI address, String parameter, String value) {
        return URI.create(address.toString().replaceFirst("([?&]" + parameter + "=)[^&]*", "$1" + value));
    }

    private static String session(Browser browser) {
        return browser.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("kamaji-session"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    @Test
    void login_asSomebody_endsAtThePageWithASession() {
        var browser = world.browser();

        var back = open(browser, browser.pick("ada", browser.begin()));

        assertThat(back.header("Location")).isEqualTo("/");
        assertThat(browser.get("/api/me").json().text("user")).contains("ada");
    }

    @Test
    void login_ofAnybody_asksForACodeWithPkceStateAndNonce() {
        assertThat(world.browser().begin().getQuery())
                .contains("response_type=code", "code_challenge_method=S256", "code_challenge=", "state=", "nonce=");
    }

    @Test
    void callback_withAnotherState_isRefused() {
        var browser = world.browser();
        var back = browser.pick("ada", browser.begin());

        assertThat(open(browser, with(back, "state", "other")).status()).isEqualTo(400);

        assertNobody(browser);
    }

    @Test
    void callback_again_isRefused() {
        var browser = world.browser();
        var back = browser.pick("ada", browser.begin());
        open(browser, back);
        browser.ask("POST", "/logout");

        assertThat(open(browser, back).json().text("detail").orElseThrow()).contains("not begun here");

        assertNobody(browser);
    }

    @Test
    void callback_inABrowserThatBeganNoLogin_isRefused() {
        var attacker = world.browser();
        var back = attacker.pick("grace", attacker.begin());
        var victim = world.browser();

        assertThat(open(victim, back).status()).isEqualTo(400);

        assertNobody(victim);
    }

    @Test
    void callback_ofAnothersLogin_isRefused() {
        var attacker = world.browser();
        var back = attacker.pick("grace", attacker.begin());
        var victim = world.browser();
        victim.begin();

        assertThat(open(victim, back).status()).isEqualTo(400);

        assertNobody(victim);
    }

    @Test
    void callback_withACodeOfAnothersLogin_isRefusedForWantOfItsVerifier() {
        var attacker = world.browser();
        var stolen = attacker.pick("ada", attacker.begin());
        var thief = world.browser();
        var own = thief.pick("grace", thief.begin());
        var code = stolen.getQuery().replaceFirst(".*code=([^&]*).*", "$1");

        assertThat(open(thief, with(own, "code", code)).status()).isEqualTo(400);

        assertNobody(thief);
    }

    @Test
    void callback_withATokenOfAnotherNonce_isRefused() {
        var browser = world.browser();
        var back = browser.pick("ada", with(browser.begin(), "nonce", "other"));

        assertThat(open(browser, back).status()).isEqualTo(400);

        assertNobody(browser);
    }

    @Test
    void callback_whenTheProviderRefused_isRefused() {
        var browser = world.browser();
        var state = browser.begin().getQuery().replaceFirst(".*state=([^&]*).*", "$1");

        assertThat(browser.get("/callback?error=access_denied&state=" + state).status())
                .isEqualTo(400);

        assertNobody(browser);
    }

    @Test
    void callback_afterTenMinutes_isRefused() {
        var browser = world.browser();
        var back = browser.pick("ada", browser.begin());

        world.clock().advance(Duration.ofMinutes(11));

        assertThat(open(browser, back).status()).isEqualTo(400);
    }

    @Test
    void session_afterEightHours_isOver() {
        var browser = world.as("ada");

        world.clock().advance(Duration.ofHours(8).plusSeconds(1));

        assertNobody(browser);
    }

    @Test
    void session_madeUp_isNone() {
        var browser = world.browser();

        var request = HttpRequest.newBuilder(world.home().resolve("/api/me"))
                .header("Cookie", "kamaji-session=" + "A".repeat(43));

        assertThat(browser.send(request).status()).isEqualTo(401);
    }

    @Test
    void session_ofANewLogin_isAnotherAndEndsTheOneBefore() {
        var browser = world.as("ada");
        var before = session(browser);

        browser.logIn("grace");

        assertThat(session(browser)).isNotEmpty().isNotEqualTo(before);
        var request =
                HttpRequest.newBuilder(world.home().resolve("/api/me")).header("Cookie", "kamaji-session=" + before);
        assertThat(world.browser().send(request).status()).isEqualTo(401);
    }

    @Test
    void logout_ofASession_endsItHereAndOffersToEndItAtTheProvider() {
        var browser = world.as("ada");
        var before = session(browser);

        var answer = browser.send(
                HttpRequest.newBuilder(world.home().resolve("/logout")).POST(BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertNobody(browser);
        var request =
                HttpRequest.newBuilder(world.home().resolve("/api/me")).header("Cookie", "kamaji-session=" + before);
        assertThat(world.browser().send(request).status())
                .as("by a cookie that was kept")
                .isEqualTo(401);
        assertThat(browser.get("/logout").header("Location")).contains("/endsession");
    }

    @Test
    void cookies_byHttps_areForNobodyElse() throws Exception {
        try (var behind = PlatformWorld.behind(URI.create("https://clusters.example.com"))) {
            var answer = behind.browser().get("/login");

            assertThat(answer.header("Set-Cookie"))
                    .startsWith("__Host-kamaji-login=")
                    .contains("; Path=/", "; Secure", "; HttpOnly", "SameSite=Lax");
            assertThat(answer.header("Location"))
                    .contains("redirect_uri=https%3A%2F%2Fclusters.example.com%2Fcallback");
        }
    }

    @Test
    void page_ofAnybody_hasAStrictPolicy() {
        var page = world.browser().get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Server")).isEmpty();
    }

    @Test
    void toString_ofWhatALoginHolds_showsNoSecret() {
        var attempt = Oidc.Attempt.create();

        assertThat(attempt.toString())
                .doesNotContain(attempt.state().getValue(), attempt.verifier().getValue());
        assertThat(new Access.JoinLine("kubeadm join --token secret", "tomorrow").toString())
                .doesNotContain("secret");
    }
}
