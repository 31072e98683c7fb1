package io.kamaji.examples.platform;

import io.kamaji.api.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** What a browser does, without its screen: it keeps cookies, and goes where it is sent only when it is told to. Thread-safe. */
final class Browser {
    private static final Map<String, String> CLAIMS = Map.of(
            "ada", "{\"name\": \"Ada\", \"groups\": [\"blue\"]}",
            "grace", "{\"name\": \"Grace\", \"groups\": [\"green\"]}",
            "edsger", "{\"name\": \"Edsger\", \"groups\": [\"auditors\"]}",
            "stranger", "{}");

    private final URI home;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Browser(URI home) {
        this.home = home;
    }

    /** An answer. */
    record Answer(int status, HttpResponse<String> response) {
        JsonObject json() {
            return JsonObject.parse(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The paths of its violations. */
        Stream<String> violations() {
            return json().array("violations")
                    .objects()
                    .map(violation -> violation.text("path").orElse(""));
        }

        @Override
        public String toString() {
            return status + " " + response.body();
        }
    }

    CookieManager cookies() {
        return cookies;
    }

    /** From the platform's login to its page, by the form of the identity provider. */
    void logIn(String user) {
        var back = send(HttpRequest.newBuilder(pick(user, begin())).GET());
        if (back.status != 302) {
            throw new AssertionError("not logged in: " + back);
        }
    }

    /** Where the platform sends a browser that wants to log in. */
    URI begin() {
        return URI.create(get("/login").header("Location"));
    }

    /** Where the identity provider sends a browser back to. */
    URI pick(String user, URI provider) {
        var form = "username=" + user + "&claims=" + URLEncoder.encode(CLAIMS.get(user), StandardCharsets.UTF_8);
        return URI.create(send(HttpRequest.newBuilder(provider)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
                .header("Location"));
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(home.resolve(path)).GET());
    }

    /** As the platform's own page asks. */
    Answer ask(String method, String path, JsonObject body) {
        return ask(method, path, body.toJson());
    }

    /** The same with a body that may be anything. */
    Answer ask(String method, String path, String body) {
        return send(HttpRequest.newBuilder(home.resolve(path))
                .header("X-Kamaji", "1")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    Answer ask(String method, String path) {
        return ask(method, path, JsonObject.EMPTY);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The lines of a stream, as they come; to be closed. */
    Stream<String> lines(String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(home.resolve(path))
                                    .header("Accept", "text/event-stream")
                                    .GET()
                                    .build(),
                            BodyHandlers.ofLines())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
