package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scale of an object, autoscaling/v1. Stateless. */
final class Scales {
    private Scales() {}

    static JsonObject of(ServedType type, JsonObject object) {
        var meta = object.object("metadata");
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
                JsonObject.of("replicas", object.number(wanted(type)).filter(n -> n != 0)),
                "status",
                JsonObject.of(
                        "replicas",
                        object.number(path(type, "statusReplicasPath", ".status.replicas"))
                                .orElse(0L),
                        "selector",
                        selector(type, object)));
    }

    static JsonObject into(ServedType type, JsonObject object, JsonObject scale) {
        var version = scale.text("metadata", "resourceVersion");
        return object.withAt(
                        List.of(wanted(type)), scale.number("spec", "replicas").orElse(0L))
                .update("metadata", meta -> meta.with("resourceVersion", version));
    }

    private static Optional<String> selector(ServedType type, JsonObject object) {
        if (type.scale().has("labelSelectorPath")) {
            return object.text(path(type, "labelSelectorPath", ""));
        }
        var labels = object.texts("spec", "selector", "matchLabels").entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
        return Optional.of(labels).filter(text -> !text.isEmpty());
    }

    private static String[] wanted(ServedType type) {
        return path(type, "specReplicasPath", ".spec.replicas");
    }

    private static String[] path(ServedType type, String name, String otherwise) {
        return type.scale().text(name).orElse(otherwise).substring(1).split("\\.");
    }
}
