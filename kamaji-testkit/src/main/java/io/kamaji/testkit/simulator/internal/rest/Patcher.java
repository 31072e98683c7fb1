package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.merge.JsonPatches;
import io.kamaji.testkit.simulator.internal.schema.ServedType;

/** PATCH by its media type, and the scale subresource. Strategic merge patches are refused with 415. Thread-safe. */
public final class Patcher {
    private final Cluster cluster;
    private final Writer writer;

    public Patcher(Cluster cluster, Writer writer) {
        this.cluster = cluster;
        this.writer = writer;
    }

    /** PATCH. */
    public Outcome patch(
            ServedType type,
            String namespace,
            String name,
            String subresource,
            String mediaType,
            String body,
            WriteOptions options) {
        var kind = mediaType.replaceFirst(";.*", "").trim();
        if (kind.equals("application/apply-patch+yaml") || kind.equals("application/apply-patch+cbor")) {
            return writer.apply(type, namespace, name, subresource, object(body), options);
        } else if (!kind.equals("application/merge-patch+json") && !kind.equals("application/json-patch+json")) {
            throw ApiError.unsupportedMediaType();
        }
        synchronized (cluster.store()) {
            var live = cluster.need(type, namespace, name);
            var seen = subresource.equals("scale") ? Scales.of(type, live) : live;
            var next = kind.equals("application/merge-patch+json")
                    ? JsonPatches.merge(seen, object(body))
                    : jsonPatch(seen, body);
            var patched = next.asObject().orElseThrow(ApiError::unprocessable);
            if (!subresource.equals("scale")) {
                Forms.check(type, patched, namespace, name, options.strict());
            }
            return subresource.equals("scale")
                    ? scale(type, live, patched, options)
                    : writer.update(type, live, patched, subresource, options);
        }
    }

    /** PUT of a scale. */
    public Outcome replaceScale(
            ServedType type, String namespace, String name, JsonObject scale, WriteOptions options) {
        synchronized (cluster.store()) {
            return scale(type, cluster.need(type, namespace, name), scale, options);
        }
    }

    private Outcome scale(ServedType type, JsonObject live, JsonObject scale, WriteOptions options) {
        var outcome = writer.update(type, live, Scales.into(type, live, scale), "scale", options);
        return new Outcome(outcome.code(), Scales.of(type, outcome.body()), outcome.changed(), outcome.warnings());
    }

    private static JsonObject object(String body) {
        try {
            return JsonObject.parse(body);
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest("error decoding patch: " + e.getMessage());
        }
    }

    private static JsonValue jsonPatch(JsonObject seen, String body) {
        JsonArray operations;
        try {
            operations = JsonValue.parse(body).asArray().orElseThrow(() -> new IllegalArgumentException("object"));
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(
                    "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
        }
        try {
            return JsonPatches.patch(seen, operations);
        } catch (IllegalArgumentException e) {
            throw ApiError.unprocessable();
        }
    }
}
