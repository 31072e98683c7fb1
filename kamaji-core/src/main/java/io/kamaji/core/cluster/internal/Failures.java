package io.kamaji.core.cluster.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ClusterException} of what went wrong: the server's own words, and what to do about it. */
final class Failures {
    private static final Map<Integer, String> WHAT_TO_DO = Map.of(
            400, "the object or the request is malformed",
            401, "check the credentials of the kubeconfig: they are wrong or have expired",
            403, "give the user this right with an RBAC role",
            404, "check that the namespace exists and that the cluster serves this kind",
            409, "somebody else wrote it first: read it and plan again",
            410, "what was asked for is too old: list again",
            413, "the object is too large",
            422, "change the field that the server names",
            429, "the server is busy: try again later");
    private static final String SERVER_FAILED = "the server failed: try again, and look at its log if it goes on";

    private Failures() {}

    /** A refusal; the body is a Status, or any text. */
    static ClusterException of(
            String what, int code, @Nullable String retryAfter, String body, @Nullable ObjectRef ref) {
        var status = status(body);
        var message = status.text("message").orElse(body.strip().isEmpty() ? "no reason given" : abbreviated(body));
        return new ClusterException(
                code,
                status.text("reason").orElse(defaultReason(code)),
                what + ": " + code + " " + message + " (" + WHAT_TO_DO.getOrDefault(code, SERVER_FAILED) + ")",
                ref,
                retryAfter(code, retryAfter, status),
                null);
    }

    /** No answer, or not the whole of it; a write may or may not have taken effect. */
    static ClusterException of(String what, String server, IOException cause, @Nullable ObjectRef ref) {
        var timeout = cause instanceof SocketTimeoutException || "timeout".equals(cause.getMessage());
        var interrupted = cause instanceof InterruptedIOException && !timeout;
        var hint = cause instanceof SSLException
                ? "check the certificate authority and the server name of the kubeconfig"
                : interrupted
                        ? "the thread was interrupted"
                        : timeout ? "no answer in time" : "check that the server is up and that its address is right";
        return new ClusterException(
                0,
                "Unreachable",
                what + ": no answer from " + server + ": " + cause.getMessage() + " (" + hint + ")",
                ref,
                cause instanceof SSLException || interrupted ? null : Duration.ofSeconds(5),
                cause);
    }

    private static JsonObject status(String body) {
        try {
            var status = body.startsWith("{") ? JsonObject.parse(body) : JsonObject.EMPTY;
            return status.text("kind").equals(Optional.of("Status")) ? status : JsonObject.EMPTY;
        } catch (IllegalArgumentException notJson) {
            return JsonObject.EMPTY;
        }
    }

    private static String abbreviated(String body) {
        var line = body.strip().replace('\n', ' ');
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    private static @Nullable Duration retryAfter(int code, @Nullable String header, JsonObject status) {
        var seconds = header != null && header.matches("\\d{1,6}")
                ? Optional.of(Long.valueOf(header))
                : status.number("details", "retryAfterSeconds").filter(s -> s > 0);
        if (seconds.isPresent()) {
            return Duration.ofSeconds(seconds.get());
        }
        return code == 409 || code == 429 ? Duration.ofSeconds(1) : code >= 500 ? Duration.ofSeconds(2) : null;
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
