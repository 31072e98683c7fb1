package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.stream.Collectors;

/** The scale of an object, autoscaling/v1. Stateless. */
final class Scales {
    private Scales() {}

    static JsonObject of(ServedType type, JsonObject object) {
        var meta = object.object("metadata");
        var selector = object.texts("spec", "selector", "matchLabels").entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
        return JsonObject.of(
                "kind",
                "Scale",
                "apiVersion",
                "autoscaling/v1",
                "metadata",
                JsonObject.of(
                        "name",
                        meta.get("name"),
                        "namespace",
                        meta.get("namespace"),
                        "uid",
                        meta.get("uid"),
                        "resourceVersion",
                        meta.get("resourceVersion"),
                        "creationTimestamp",
                        meta.get("creationTimestamp")),
                "spec",
                JsonObject.of("replicas", object.number("spec", "replicas").filter(n -> n != 0)),
                "status",
                JsonObject.of(
                        "replicas",
                        object.number("status", "replicas").orElse(0L),
                        "selector",
                        selector.isEmpty() ? null : selector));
    }

    static JsonObject into(JsonObject object, JsonObject scale) {
        var version = scale.text("metadata", "resourceVersion");
        return object.update(
                        "spec",
                        spec -> spec.with(
                                "replicas", scale.number("spec", "replicas").orElse(0L)))
                .update("metadata", meta -> meta.with("resourceVersion", version));
    }
}
