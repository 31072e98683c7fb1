package io.kamaji.examples.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.json.JavalinJackson;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.value.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds for every request: headers, who asks, and how a failure is told. Stateless. */
final class Web {
    private static final Logger LOG = LoggerFactory.getLogger(Web.class);
    private static final String USER = "user";
    private static final long LARGEST_BODY = 64 * 1024;
    private static final String PAGE = "/io/kamaji/examples/platform/page";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private Web() {}

    static void configure(JavalinConfig config) {
        config.showJavalinBanner = false;
        config.http.maxRequestSize = LARGEST_BODY;
        config.jsonMapper(new JavalinJackson(JsonMapper.builder().build(), false));
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.staticFiles.add(files -> {
            files.hostedPath = "/";
            files.directory = PAGE;
            files.location = Location.CLASSPATH;
            files.headers = Map.of("Cache-Control", "no-cache"); // the page and the service are of one version
        });
    }

    static void guard(JavalinDefaultRoutingApi<?> app, Login login) {
        app.before(ctx -> HEADERS.forEach(ctx::header));
        app.before("/api/*", ctx -> {
            ctx.header("Cache-Control", "no-store");
            ctx.attribute(
                    USER,
                    login.user(ctx).orElseThrow(() -> Problem.of(401, "Not logged in", "Log in at /login first.")));
            requireOurPage(ctx);
        });
        app.exception(Problem.class, (e, ctx) -> tell(ctx, e));
        app.exception(
                HttpResponseException.class,
                (e, ctx) -> tell(ctx, Problem.of(e.getStatus(), "Not served", String.valueOf(e.getMessage()))));
        app.exception(
                InvalidSpecException.class,
                (e, ctx) -> tell(
                        ctx,
                        Problem.invalid(
                                e.violations().stream().map(Wish::atField).toList())));
        app.exception(KamajiException.class, (e, ctx) -> {
            LOG.warn("{} {}: {}", ctx.method(), ctx.path(), e.getMessage());
            tell(
                    ctx,
                    e.retryAfter().isPresent()
                            ? Problem.of(503, "Not now", "What it takes is not there just now; try again in a while.")
                            : Problem.conflict("The cluster is not as far as that yet, or can't do it."));
        });
        app.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {}", ctx.method(), ctx.path(), e);
            tell(ctx, Problem.of(500, "Failed", "That is our fault; the log tells more."));
        });
    }

    /** What changes something must carry a header that no form of another site can send. */
    static void requireOurPage(Context ctx) {
        if (!SAFE.contains(ctx.method().name().toUpperCase(Locale.ROOT)) && !"1".equals(ctx.header("X-Kamaji"))) {
            throw Problem.of(403, "Not allowed", "The header X-Kamaji is missing.");
        }
    }

    /** Who asks; only below {@code /api}. */
    static User user(Context ctx) {
        return Optional.<User>ofNullable(ctx.attribute(USER)).orElseThrow(Problem::notFound);
    }

    /** The body as an object. */
    static JsonObject body(Context ctx) {
        try {
            return JsonObject.parse(ctx.body());
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "Not understood", "The body is no JSON object.");
        }
    }

    private record Told(
            String title,
            int status,
            String detail,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> violations) {}

    private static void tell(Context ctx, Problem problem) {
        ctx.status(problem.status())
                .json(new Told(problem.title(), problem.status(), problem.detail(), problem.violations()))
                .contentType("application/problem+json");
    }
}
