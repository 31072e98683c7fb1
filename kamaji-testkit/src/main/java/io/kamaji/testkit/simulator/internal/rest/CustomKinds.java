package io.kamaji.testkit.simulator.internal.rest;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.testkit.simulator.internal.schema.CustomShape;
import io.kamaji.testkit.simulator.internal.schema.ServedType;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Serves the kinds of CustomResourceDefinitions while these exist, and reports them as Established. Thread-safe. */
public final class CustomKinds {
    private final Cluster cluster;
    private final Writer writer;
    private final Deleter deleter;

    public CustomKinds(Cluster cluster, Writer writer, Deleter deleter) {
        this.cluster = cluster;
        this.writer = writer;
        this.deleter = deleter;
    }

    /** After a change of any object. */
    public void changed(ServedType type, JsonObject object) {
        if (!type.kind().equals("CustomResourceDefinition")) {
            return;
        }
        var exists = cluster.find(type, "", object.text("metadata", "name").orElse(""))
                .isPresent();
        var versions = object.array("spec", "versions").objects().toList();
        if (object.object("metadata").has("deletionTimestamp")) {
            versions.forEach(version -> end(object, version));
        } else if (exists) {
            versions.stream()
                    .filter(v -> v.bool("served").orElse(true))
                    .forEach(v -> cluster.types().serve(served(object, v)));
            establish(type, object);
        }
    }

    private void end(JsonObject definition, JsonObject version) {
        var served = served(definition, version);
        deleter.deleteAll(served, "", object -> true, Deleter.Options.NOW);
        cluster.types().stop(served.qualified(), served.version());
    }

    private static ServedType served(JsonObject definition, JsonObject version) {
        var names = definition.object("spec", "names");
        var kind = names.text("kind").orElse("");
        var group = definition.text("spec", "group").orElse("");
        var type = new ResourceType(
                group + "/" + version.text("name").orElse(""),
                kind,
                names.text("plural").orElse(""),
                definition.text("spec", "scope").orElse("").equals("Namespaced"));
        var schema = version.object("schema", "openAPIV3Schema");
        return new ServedType(
                type,
                names.text("singular").orElse(kind.toLowerCase(Locale.ROOT)),
                CustomShape.of(kind, schema),
                new HashSet<>(version.object("subresources").members().keySet()),
                names.array("shortNames").texts(),
                names.array("categories").texts(),
                true,
                schema.isEmpty() ? Optional.empty() : Optional.of(schema),
                version.object("subresources", "scale"));
    }

    private void establish(ServedType type, JsonObject definition) {
        if (definition.has("status")
                && !definition.object("status").array("conditions").isEmpty()) {
            return;
        }
        var conditions = List.of(
                condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                condition("Established", "InitialNamesAccepted", "the initial names have been accepted"));
        var stored = definition
                .array("spec", "versions")
                .objects()
                .filter(v -> v.bool("storage").orElse(false))
                .flatMap(v -> v.text("name").stream())
                .toList();
        writer.save(
                type,
                definition,
                definition.with(
                        "status",
                        JsonObject.of(
                                "conditions",
                                conditions,
                                "acceptedNames",
                                definition.object("spec", "names"),
                                "storedVersions",
                                JsonArray.of(stored.toArray()))));
    }

    private JsonObject condition(String type, String reason, String message) {
        return JsonObject.of(
                "type",
                type,
                "status",
                "True",
                "lastTransitionTime",
                cluster.now(),
                "reason",
                reason,
                "message",
                message);
    }
}
