package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.admission.Problem;
import io.kamaji.testkit.simulator.internal.merge.FieldConflict;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A refusal in the shape of the API's Status object. Immutable and thread-safe. */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient JsonObject status;

    private ApiError(int code, @Nullable String reason, String message, @Nullable JsonObject details) {
        super(message, null, false, false);
        this.code = code;
        this.status = JsonObject.of(
                "kind",
                "Status",
                "apiVersion",
                "v1",
                "metadata",
                JsonObject.EMPTY,
                "status",
                "Failure",
                "message",
                message,
                "reason",
                reason,
                "details",
                details,
                "code",
                code);
    }

    public int code() {
        return code;
    }

    /** The Status object. */
    public JsonObject status() {
        return status;
    }

    static JsonObject details(ServedType type, String name) {
        return JsonObject.of(
                "name",
                name.isEmpty() ? null : name,
                "group",
                type.group().isEmpty() ? null : type.group(),
                "kind",
                type.plural());
    }

    static ApiError notFound(ServedType type, String name) {
        return new ApiError(404, "NotFound", type.qualified() + " \"" + name + "\" not found", details(type, name));
    }

    /** The type is not served. */
    static ApiError unknownResource() {
        return new ApiError(404, "NotFound", "the server could not find the requested resource", JsonObject.EMPTY);
    }

    static ApiError alreadyExists(ServedType type, String name, boolean goingAway) {
        var prefix = goingAway ? "object is being deleted: " : "";
        return new ApiError(
                409,
                "AlreadyExists",
                prefix + type.qualified() + " \"" + name + "\" already exists",
                details(type, name));
    }

    static ApiError modified(ServedType type, String name) {
        return conflict(
                type,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    static ApiError conflict(ServedType type, String name, String why) {
        return new ApiError(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + type.qualified() + " \"" + name + "\": " + why,
                details(type, name));
    }

    /** A precondition of a delete that does not hold. */
    static ApiError precondition(ServedType type, String name, String why) {
        return new ApiError(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + type.qualifiedKind() + " \"" + name + "\": " + why,
                JsonObject.of(
                        "name", name, "group", type.group().isEmpty() ? null : type.group(), "kind", type.kind()));
    }

    static ApiError badRequest(String message) {
        return new ApiError(400, "BadRequest", message, null);
    }

    static ApiError forbidden(ServedType type, String name, String why, JsonObject cause) {
        return new ApiError(
                403,
                "Forbidden",
                type.qualified() + " \"" + name + "\" is forbidden: " + why,
                details(type, name).with("causes", JsonArray.of(cause)));
    }

    static ApiError internal(String message) {
        return new ApiError(500, null, message, null);
    }

    static ApiError expired(String message) {
        return new ApiError(410, "Expired", message, null);
    }

    static ApiError unsupportedMediaType() {
        return new ApiError(415, "UnsupportedMediaType", "415: Unsupported Media Type", JsonObject.EMPTY);
    }

    /** A JSON patch that can't be done. */
    static ApiError unprocessable() {
        return new ApiError(
                422, "Invalid", "the server rejected our request due to an error in our request", JsonObject.EMPTY);
    }

    static ApiError methodNotAllowed() {
        return new ApiError(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                JsonObject.EMPTY);
    }

    static ApiError conflicts(FieldConflict conflict) {
        var causes = conflict.causes().stream()
                .<JsonValue>map(cause -> JsonObject.of(
                        "reason", "FieldManagerConflict", "message", cause.message(), "field", cause.field()))
                .toList();
        return new ApiError(
                409, "Conflict", String.valueOf(conflict.getMessage()), JsonObject.of("causes", new JsonArray(causes)));
    }

    static ApiError invalid(ServedType type, String name, List<Problem> problems) {
        return invalid(type.qualifiedKind(), type.kind(), type.group(), name, problems);
    }

    static ApiError invalid(String qualified, String kind, String group, String name, List<Problem> problems) {
        var texts = problems.stream().map(Problem::toString).distinct().toList();
        var text = texts.size() == 1 ? texts.get(0) : texts.stream().collect(Collectors.joining(", ", "[", "]"));
        var causes = problems.stream()
                .<JsonValue>map(problem -> JsonObject.of(
                        "reason", problem.reason(), "message", problem.message(), "field", problem.field()))
                .toList();
        return new ApiError(
                422,
                "Invalid",
                qualified + " \"" + name + "\" is invalid: " + text,
                JsonObject.of(
                        "name",
                        name.isEmpty() ? null : name,
                        "group",
                        group.isEmpty() ? null : group,
                        "kind",
                        kind,
                        "causes",
                        new JsonArray(causes)));
    }

    /** A scripted refusal. */
    public static ApiError scripted(int code) {
        return switch (code) {
            case 409 ->
                new ApiError(409, "Conflict", "Operation cannot be fulfilled: scripted conflict", JsonObject.EMPTY);
            case 429 ->
                new ApiError(
                        429,
                        "TooManyRequests",
                        "Too many requests, please try again later.",
                        JsonObject.of("retryAfterSeconds", 1));
            case 503 ->
                new ApiError(503, "ServiceUnavailable", "the server is currently unable to handle the request", null);
            default ->
                new ApiError(code, "InternalError", "Internal error occurred: scripted failure", JsonObject.EMPTY);
        };
    }
}
