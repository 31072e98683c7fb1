package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.admission.Problem;
import io.kamaji.testkit.simulator.internal.schema.Decoder;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.List;

/** What an applied configuration must fulfil before it is merged. Stateless. */
final class ApplyRules {
    private ApplyRules() {}

    static void check(ServedType type, JsonObject body, String namespace, String name, WriteOptions options) {
        if (options.manager().isEmpty()) {
            throw ApiError.invalid(
                    "PatchOptions.meta.k8s.io",
                    "PatchOptions",
                    "meta.k8s.io",
                    "",
                    List.of(Problem.required("fieldManager", "is required for apply patch")));
        }
        if (!body.text("apiVersion").orElse("").equals(type.type().apiVersion())
                || !body.text("kind").orElse("").equals(type.kind())) {
            var apiVersion = body.text("apiVersion").orElse("/");
            throw ApiError.badRequest("invalid object type: " + apiVersion + ", Kind="
                    + body.text("kind").orElse(""));
        }
        if (!body.array("metadata", "managedFields").isEmpty()) {
            throw ApiError.badRequest("metadata.managedFields must be nil");
        }
        Forms.check(type, body, namespace, name, false);
        var decoder = new Decoder();
        try {
            decoder.decode(body, type.shape());
        } catch (IllegalArgumentException e) {
            return; // reported when the merged object is decoded
        }
        if (!decoder.unknownFields().isEmpty()) {
            throw ApiError.internal("failed to create typed patch object ("
                    + body.text("metadata", "namespace").orElse("") + "/" + name + "; "
                    + (type.group().isEmpty() ? "/" : "") + type.type().apiVersion() + ", Kind=" + type.kind() + "): ."
                    + decoder.unknownFields().get(0) + ": field not declared in schema");
        }
    }
}
