package io.kamaji.core.operator.custom;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.value.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What is asked, and how it is answered. Immutable. Source: admission.k8s.io/v1. */
record AdmissionReview(JsonObject request) {
    private static final String API_VERSION = "admission.k8s.io/v1";
    private static final int FORBIDDEN = 403;
    private static final int OK = 200;

    /** @throws IllegalArgumentException if it is no question */
    static AdmissionReview parse(JsonObject review) {
        var request = review.object("request");
        if (request.text("uid").isEmpty()
                || !review.text("kind").equals(Optional.of("AdmissionReview"))
                || !review.text("apiVersion").equals(Optional.of(API_VERSION))) {
            throw new IllegalArgumentException("no " + API_VERSION + " AdmissionReview with a request");
        }
        return new AdmissionReview(request);
    }

    boolean creates() {
        return operation().equals("CREATE");
    }

    boolean updates() {
        return operation().equals("UPDATE");
    }

    private String operation() {
        return request.text("operation").orElse("");
    }

    /** The object as it is to be, with the name and namespace that the API server is about to give it. */
    JsonObject object() {
        return request.object("object")
                .update(
                        "metadata",
                        metadata -> metadata.with(
                                        "namespace", metadata.text("namespace").or(() -> request.text("namespace")))
                                .with(
                                        "name",
                                        metadata.text("name")
                                                .or(() -> metadata.text("generateName")
                                                        .map(prefix -> prefix + "xxxxx"))));
    }

    JsonObject oldObject() {
        return request.object("oldObject");
    }

    JsonObject allowed(List<String> warnings) {
        return response(
                true,
                OK,
                operation().toLowerCase(Locale.ROOT) + " operation allowed",
                response -> response.with("warnings", warnings.isEmpty() ? null : warnings));
    }

    JsonObject patched(List<JsonObject> operations) {
        var patch = new JsonArray(List.copyOf(operations)).toJson().getBytes(StandardCharsets.UTF_8);
        return response(
                true,
                OK,
                "patching required",
                response -> response.with("patchType", "JSONPatch")
                        .with("patch", Base64.getEncoder().encodeToString(patch)));
    }

    JsonObject denied(String message) {
        return response(false, FORBIDDEN, message, response -> response);
    }

    /** Everything at once, as the API server joins its own. */
    JsonObject denied(List<Violation> violations) {
        var texts = violations.stream().map(AdmissionReview::text).distinct().toList();
        return denied(texts.size() == 1 ? texts.get(0) : texts.stream().collect(Collectors.joining(", ", "[", "]")));
    }

    private static String text(Violation violation) {
        var value = violation.value();
        return violation.path() + ": "
                + (value == JsonValue.NULL ? "" : "Invalid value: " + value.toJson() + ": ")
                + violation.message();
    }

    private JsonObject response(boolean allowed, int code, String message, UnaryOperator<JsonObject> more) {
        var status = JsonObject.of("code", code, "message", message).with("reason", allowed ? null : "Forbidden");
        var response = JsonObject.of("uid", request.text("uid"), "allowed", allowed, "status", status);
        return JsonObject.of("apiVersion", API_VERSION, "kind", "AdmissionReview", "response", more.apply(response));
    }
}
