package io.kamaji.examples.platform;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Logging in and out: {@code GET /login}, {@code GET /callback}, {@code POST /logout}, and
 * {@code GET /logout} for the provider's own. The browser holds a key in a cookie that no script
 * reads; a new one with each login, so that none that was put there before is of use. Thread-safe.
 */
final class Login {
    private static final Duration SESSION = Duration.ofHours(8);
    private static final Duration ATTEMPT = Duration.ofMinutes(10);

    private static final String LOGGED_OUT = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Logged out</title><link rel="stylesheet" href="/base.css"></head>
            <body><main>
            <h1>Logged out</h1>
            <p><a href="/login">Log in again</a>, or <a href="/logout">log out of the identity provider, too</a>.</p>
            </main></body>
            </html>
            """;

    private final Oidc oidc;
    private final Supplier<URI> home;
    private final Sessions<User> sessions;
    private final Sessions<Oidc.Attempt> attempts;

    /** @param home the address of the platform, as browsers know it */
    Login(Oidc oidc, Supplier<URI> home, InstantSource clock) {
        this.oidc = oidc;
        this.home = home;
        sessions = new Sessions<>(SESSION, clock);
        attempts = new Sessions<>(ATTEMPT, clock);
    }

    void routes(JavalinDefaultRoutingApi<?> app) {
        app.addHttpHandler(HandlerType.GET, "/login", this::begin);
        app.addHttpHandler(HandlerType.GET, "/callback", this::finish);
        app.addHttpHandler(HandlerType.POST, "/logout", this::end);
        app.addHttpHandler(HandlerType.GET, "/logout", this::endAtProvider);
    }

    /** Who asks; empty if nobody is logged in. */
    Optional<User> user(Context ctx) {
        return sessions.find(ctx.cookie(session()));
    }

    /** Whether the session of a request is still one. */
    boolean isOpen(Context ctx) {
        return user(ctx).isPresent();
    }

    private void begin(Context ctx) {
        var attempt = Oidc.Attempt.create();
        set(ctx, attempt(), attempts.keep(attempt), ATTEMPT);
        ctx.redirect(oidc.authorization(attempt, callback()).toString());
    }

    /** An attempt is taken, and not only looked at: an answer is good once. */
    private void finish(Context ctx) {
        var attempt = attempts.take(ctx.cookie(attempt()))
                .orElseThrow(() -> Problem.of(400, "Not logged in", "This login was not begun here, or long ago."));
        set(ctx, attempt(), "", Duration.ZERO);
        var came = URI.create(
                callback() + "?" + Optional.ofNullable(ctx.queryString()).orElse(""));
        var user = oidc.identify(attempt, callback(), came);
        sessions.take(ctx.cookie(session()));
        set(ctx, session(), sessions.keep(user), SESSION);
        ctx.redirect("/");
    }

    /**
     * A form of the page posts this; one of another site would come without the cookie. It answers with a page and goes nowhere: the
     * provider may have a session of its own, which is another thing to end.
     */
    private void end(Context ctx) {
        sessions.take(ctx.cookie(session()));
        set(ctx, session(), "", Duration.ZERO);
        ctx.html(LOGGED_OUT);
    }

    private void endAtProvider(Context ctx) {
        ctx.redirect(oidc.logout(home.get()).map(URI::toString).orElse("/"));
    }

    private URI callback() {
        return home.get().resolve("/callback");
    }

    private boolean isHttps() {
        return "https".equals(home.get().getScheme());
    }

    /** A browser takes a cookie of such a name from this host by https only, so that no neighbour can plant one. */
    private String session() {
        return isHttps() ? "__Host-kamaji-session" : "kamaji-session";
    }

    private String attempt() {
        return isHttps() ? "__Host-kamaji-login" : "kamaji-login";
    }

    private void set(Context ctx, String name, String value, Duration life) {
        var cookie = new Cookie(name, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(isHttps());
        cookie.setSameSite(SameSite.LAX); // strict ones would not come along when the provider sends the browser back
        cookie.setMaxAge((int) life.toSeconds());
        ctx.cookie(cookie);
    }
}
