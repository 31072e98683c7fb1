package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.testkit.simulator.internal.admission.Defaults;
import io.kamaji.testkit.simulator.internal.admission.Structure;
import io.kamaji.testkit.simulator.internal.merge.FieldSet;
import io.kamaji.testkit.simulator.internal.merge.FieldTracker;
import io.kamaji.testkit.simulator.internal.schema.Decoder;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The forms that an object takes between the wire and the store: decoded, defaulted, isolated by subresource. Stateless. */
final class Forms {
    private Forms() {}

    /** Decoded and with defaults. */
    static JsonObject complete(ServedType type, JsonObject object) {
        var decoded = decode(type, object);
        var pruned =
                type.structure().map(schema -> Structure.fill(decoded, schema)).orElse(decoded);
        return Defaults.fill(pruned);
    }

    private static JsonObject decode(ServedType type, JsonObject object) {
        try {
            return new Decoder().decode(object, type.shape());
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(type.kind() + " in version \"" + type.version() + "\" cannot be handled as a "
                    + type.kind() + ": " + e.getMessage());
        }
    }

    /** The state of which a create is a change: empty, with the structures that are always there. */
    static JsonObject blank(ServedType type) {
        var blank = decode(type, JsonObject.EMPTY);
        return switch (type.kind()) {
            case "Pod" -> blank.update("spec", Forms::withContainers);
            case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job" ->
                blank.update("spec", spec -> spec.update("template", t -> t.update("spec", Forms::withContainers)));
            default -> blank;
        };
    }

    /** The list of containers is never absent, but null: who sets its items does not set the list. */
    private static JsonObject withContainers(JsonObject podSpec) {
        return podSpec.plus(new JsonObject(Map.of("containers", JsonValue.NULL)));
    }

    /** Checks what a body says about itself against the URL; gives the warnings for unknown fields. */
    static List<String> check(ServedType type, JsonObject body, String namespace, String name, boolean strict) {
        var apiVersion = body.text("apiVersion").orElse("");
        var kind = body.text("kind").orElse("");
        if (!kind.equals(type.kind()) || !apiVersion.equals(type.type().apiVersion())) {
            throw ApiError.badRequest(kind + " in version \"" + apiVersion.substring(apiVersion.indexOf('/') + 1)
                    + "\" cannot be handled as a " + type.kind() + ": converting (" + apiVersion + "." + kind
                    + ") to (core."
                    + type.kind() + "): unknown conversion");
        }
        var given = body.text("metadata", "name").orElse("");
        if (!name.isEmpty() && !given.isEmpty() && !given.equals(name)) {
            throw ApiError.badRequest(
                    "the name of the object (" + given + ") does not match the name on the URL (" + name + ")");
        }
        if (type.namespaced()
                && body.text("metadata", "namespace")
                        .filter(ns -> !ns.isEmpty() && !ns.equals(namespace))
                        .isPresent()) {
            throw ApiError.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        var decoder = new Decoder();
        try {
            decoder.decode(body, type.shape());
        } catch (IllegalArgumentException e) {
            return List.of(); // reported when it is decoded for good
        }
        var unknown = decoder.unknownFields().stream()
                .map(path -> "unknown field \"" + path + '"')
                .toList();
        if (strict && !unknown.isEmpty()) {
            throw ApiError.badRequest(type.kind() + " in version \"" + type.version() + "\" cannot be handled as a "
                    + type.kind() + ": strict decoding error: " + String.join(", ", unknown));
        }
        return unknown;
    }

    /** The part of the new state that this endpoint may write, the rest as it is. */
    static JsonObject isolate(ServedType type, JsonObject live, JsonObject next, String subresource) {
        if (subresource.equals("status")) {
            var managed = next.get("metadata", "managedFields");
            return live.with("status", next.get("status"))
                    .update("metadata", meta -> meta.with("managedFields", managed));
        }
        var meta = live.object("metadata");
        var system = JsonObject.of(
                "name",
                meta.get("name"),
                "namespace",
                meta.get("namespace"),
                "uid",
                meta.get("uid"),
                "creationTimestamp",
                meta.get("creationTimestamp"),
                "generation",
                meta.get("generation"),
                "deletionTimestamp",
                meta.get("deletionTimestamp"),
                "deletionGracePeriodSeconds",
                meta.get("deletionGracePeriodSeconds"),
                "resourceVersion",
                meta.get("resourceVersion"),
                "generateName",
                meta.get("generateName"));
        var isolated = next.update(
                "metadata",
                m -> m.without("deletionTimestamp")
                        .without("deletionGracePeriodSeconds")
                        .plus(system));
        return type.hasStatus() ? isolated.with("status", live.get("status")) : isolated;
    }

    /** Who owns what after a write through an endpoint. */
    static FieldTracker tracker(
            ServedType type, String subresource, String now, java.util.function.UnaryOperator<JsonObject> finish) {
        var reset = subresource.equals("status")
                ? FieldSet.ofFields("spec").union(FieldSet.ofFields("metadata"))
                : type.hasStatus() && subresource.isEmpty() ? FieldSet.ofFields("status") : FieldSet.EMPTY;
        return new FieldTracker(type.shape(), reset, finish, now);
    }

    /** A new object's status, whatever the client said. */
    static JsonObject initialStatus(ServedType type, JsonObject object) {
        if (!type.hasStatus() || type.kind().equals("Node")) {
            return object;
        }
        var status = switch (type.type().apiVersion() + " " + type.kind()) {
            case "v1 Pod" -> JsonObject.of("phase", "Pending", "qosClass", qosClass(object));
            case "v1 Namespace" -> JsonObject.of("phase", "Active");
            case "v1 PersistentVolumeClaim", "v1 PersistentVolume" -> JsonObject.of("phase", "Pending");
            default -> blank(type).object("status");
        };
        return object.with("status", type.custom() ? null : status);
    }

    private static String qosClass(JsonObject pod) {
        var containers = pod.array("spec", "containers").objects().toList();
        if (containers.stream().allMatch(c -> c.object("resources").isEmpty())) {
            return "BestEffort";
        }
        var guaranteed = containers.stream().allMatch(c -> {
            var limits = c.object("resources", "limits");
            return limits.has("cpu") && limits.has("memory") && limits.equals(c.object("resources", "requests"));
        });
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    /** Whether a change counts as a new generation. */
    static boolean newGeneration(ServedType type, JsonObject live, JsonObject next) {
        return type.countsGenerations() && !desired(live).equals(desired(next));
    }

    private static JsonObject desired(JsonObject object) {
        return object.without("metadata").without("status");
    }

    /** Whether two states differ in nothing but the times of managedFields: such a write is none. */
    static boolean sameButTimes(JsonObject a, JsonObject b) {
        return withoutTimes(a).equals(withoutTimes(b));
    }

    private static JsonObject withoutTimes(JsonObject object) {
        var fields = object.array("metadata", "managedFields")
                .objects()
                .map(entry -> entry.without("time"))
                .sorted(Comparator.comparing(JsonObject::toJson))
                .toList();
        return object.update("metadata", meta -> meta.with("managedFields", fields));
    }
}
