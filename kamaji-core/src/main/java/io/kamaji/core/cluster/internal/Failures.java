package io.kamaji.core.cluster.internal;

import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClientLimits;
import io.kamaji.core.cluster.ClusterException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ClusterException} of what went wrong: the server's own words, and what to do about it. */
final class Failures {
    /** The reason of an answer that is larger or longer than what we read. */
    static final String BEYOND_LIMIT = "BeyondLimit";

    private static final int MOST_CHARACTERS = 500;
    private static final Duration SOON = Duration.ofSeconds(5);

    private Failures() {}

    /** A refusal; the body is a Status, or any text. */
    static ClusterException refused(Http.Call call, int code, @Nullable String retryAfter, String body) {
        var status = status(call, code, body);
        var said = firstLine(status.text("message").orElse(body));
        var remedy = Remedies.of(new Remedies.Refusal(code, call.path(), status, said));
        return new ClusterException(
                code,
                status.text("reason").orElse(defaultReason(code)),
                call + ": " + (said.startsWith(code + " ") ? "" : code + " ")
                        + (said.isBlank() ? "no reason given" : said) + " (" + remedy.whatToDo() + ")",
                call.ref(),
                remedy.again() ? retryAfter(code, retryAfter, status) : null,
                null);
    }

    /** A redirect, which nobody follows. */
    static ClusterException redirected(Http.Call call, int code, String location) {
        return new ClusterException(
                code,
                "Redirected",
                call + ": " + code + " the server redirects to " + firstLine(location)
                        + ", which is not followed (an API server does not redirect: put its own address into the"
                        + " kubeconfig)",
                call.ref(),
                null,
                null);
    }

    /** A success that does not say what was asked. */
    static ClusterException unreadable(Http.Call call, int code, String body, String why) {
        return new ClusterException(
                code,
                "Unreadable",
                call + ": " + code + " with " + why + ": "
                        + (body.isBlank() ? "the answer is empty" : firstLine(body))
                        + " (is this the API server's address, without a proxy or login page in between?)",
                call.ref(),
                null,
                null);
    }

    /** An answer of which no more is read. */
    static ClusterException beyondLimit(Http.Call call, int code, String how) {
        return new ClusterException(
                code,
                BEYOND_LIMIT,
                call + ": refused, as the answer " + how
                        + " (more is not read, to protect this process; see ClientLimits)",
                call.ref(),
                null,
                null);
    }

    /** A request that is not made, or whose answer is not read, as others took what it could have had. */
    static ClusterException spent(Http.Call call, Budget budget) {
        return new ClusterException(
                0,
                "BudgetSpent",
                call + ": given up, as " + budget + ", and it would take more (is the server overloaded?)",
                call.ref(),
                SOON,
                null);
    }

    /** A request of a client that was closed. */
    static ClusterException closed(Http.Call call, String server) {
        return new ClusterException(
                0, "Closed", call + ": the client of " + server + " is closed", call.ref(), null, null);
    }

    /** A request that can't even be written. */
    static ClusterException unsendable(Http.Call call, Exception cause) {
        return new ClusterException(
                0, "Unreachable", call + ": can't be sent: " + cause.getMessage(), call.ref(), null, cause);
    }

    /** A request whose thread was told to stop. */
    static ClusterException interrupted(Http.Call call, @Nullable Exception cause) {
        return new ClusterException(
                0, "Interrupted", call + ": given up, as the thread was interrupted", call.ref(), null, cause);
    }

    /** No answer, or not the whole of it; a write may or may not have taken effect. */
    static ClusterException noAnswer(Http.Call call, String server, IOException cause) {
        if (Thread.currentThread().isInterrupted()) {
            return interrupted(call, cause);
        }
        var untrusted = CertificateProblem.of(cause);
        var timeout = cause instanceof SocketTimeoutException || "timeout".equals(cause.getMessage());
        var hint = untrusted.isPresent()
                ? untrusted.get()
                : timeout ? "no answer in time" : "check that the server is up and that its address is right";
        return new ClusterException(
                0,
                "Unreachable",
                call + ": no answer from " + server + ": " + cause.getMessage() + " (" + hint + ")",
                call.ref(),
                untrusted.isPresent() ? null : SOON,
                cause);
    }

    private static JsonObject status(Http.Call call, int code, String body) {
        return new Answer(call, code, body, List.of())
                .parse()
                .filter(status -> status.text("kind").equals(Optional.of("Status")))
                .orElse(JsonObject.EMPTY);
    }

    /** What can be shown of a foreign text: its first line, without control characters, and not too much of it. */
    static String firstLine(String text) {
        var line = text.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }

    private static Duration retryAfter(int code, @Nullable String header, JsonObject status) {
        var asked = header != null && header.matches("\\d{1,6}")
                ? Optional.of(Long.valueOf(header))
                : status.number("details", "retryAfterSeconds").filter(s -> s > 0);
        var seconds = asked.orElse(code >= 500 ? 2L : 1L);
        return Duration.ofSeconds(Math.min(seconds, ClientLimits.RETRY_AFTER.toSeconds()));
    }

    private static String defaultReason(int code) {
        return switch (code) {
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 422 -> "Invalid";
            case 429 -> "TooManyRequests";
            default -> code >= 500 ? "InternalError" : "Unknown";
        };
    }
}
