package io.kamaji.core.plan;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.FieldDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes over what the reference's operator wrote in the admin cluster. It writes under the name {@code kamaji} too, but
 * by updates, and an apply takes away only what was applied before: its volumes, mounts and containers would stay beside
 * ours. So the first apply is preceded by a patch of {@code managedFields} that makes its fields applied ones. Owners and
 * finalizers stay its own. Stateless.
 *
 * <p>Source: the migration from client-side apply in k8s.io/client-go, package csaupgrade.
 */
public final class Handover {
    private static final Set<String> KEPT = Set.of("f:ownerReferences", "f:finalizers");
    /** Whose members are shown when they go; elsewhere the server fills in its default for what is left out. */
    private static final Set<String> FREE = Set.of("labels", "annotations", "nodeSelector");

    private Handover() {}

    /** Whether the reference wrote the object and Kamaji never applied it. */
    static boolean isDue(JsonObject live) {
        return inherited(live).isPresent();
    }

    /** The JSON patch that makes the reference's fields applied ones, for just this version; empty: there are none. */
    public static Optional<JsonArray> patch(JsonObject live) {
        return inherited(live).map(entry -> {
            var managers = new ArrayList<JsonValue>();
            live.array("metadata", "managedFields").forEach(other -> {
                if (!other.equals(entry)) {
                    managers.add(other);
                }
            });
            managers.add(entry.with("operation", "Apply").with("fieldsV1", handedOver(entry)));
            kept(entry).ifPresent(managers::add);
            return JsonArray.of(
                    replace("/metadata/managedFields", managers),
                    replace("/metadata/resourceVersion", live.get("metadata", "resourceVersion")));
        });
    }

    private static JsonObject replace(String path, Object value) {
        return JsonObject.of("op", "replace", "path", path, "value", value);
    }

    /** What the apply after it changes: what is rendered and differs, and what the reference had besides. */
    static List<FieldDiff> differences(JsonObject live, JsonObject wanted) {
        var differences = new ArrayList<>(TreeDiff.missing(live, wanted));
        inherited(live).ifPresent(entry -> removed("", "", handedOver(entry), live, wanted, differences));
        return List.copyOf(differences);
    }

    private static Optional<JsonObject> inherited(JsonObject live) {
        if (OwnedFields.ours(live).isPresent()) {
            return Optional.empty();
        }
        return live.array("metadata", "managedFields")
                .objects()
                .filter(entry -> entry.text("manager").equals(Optional.of(Planner.MANAGER))
                        && entry.text("operation").equals(Optional.of("Update"))
                        && entry.text("apiVersion").equals(live.text("apiVersion"))
                        && entry.text("subresource").filter(s -> !s.isEmpty()).isEmpty())
                .findFirst();
    }

    private static JsonObject handedOver(JsonObject entry) {
        return entry.object("fieldsV1").update("f:metadata", metadata -> {
            var fields = metadata;
            for (var name : KEPT) {
                fields = fields.without(name);
            }
            return fields;
        });
    }

    private static Optional<JsonObject> kept(JsonObject entry) {
        var metadata = JsonObject.EMPTY;
        for (var name : KEPT) {
            metadata = metadata.with(name, entry.get("fieldsV1", "f:metadata", name));
        }
        return metadata.isEmpty()
                ? Optional.empty()
                : Optional.of(entry.with("fieldsV1", JsonObject.of("f:metadata", metadata)));
    }

    private static void removed(
            String at, String parent, JsonObject owned, JsonValue live, JsonValue wanted, List<FieldDiff> found) {
        owned.without(".").members().forEach((name, under) -> {
            var path = OwnedFields.path(at, name);
            var before = OwnedFields.child(name, live);
            var after = OwnedFields.child(name, wanted);
            if (before.isPresent() && after.isEmpty() && (name.startsWith("k:") || FREE.contains(parent))) {
                found.add(new FieldDiff(path, before.map(TreeDiff::print), Optional.empty()));
            } else if (before.isPresent()) {
                removed(
                        path,
                        name.substring(2),
                        under.asObject().orElse(JsonObject.EMPTY),
                        before.get(),
                        after.orElse(JsonValue.NULL),
                        found);
            }
        });
    }
}
