package io.kamaji.core.plan;

import io.kamaji.api.json.JsonArray;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Secrets are created and replaced, never applied: an apply by the same manager would replace a key without a word. What
 * others put on a Secret (labels, annotations, owners, finalizers) is kept; the data is just ours.
 */
final class SecretPlanning {
    private SecretPlanning() {}

    /** With {@code stringData} put into {@code data}, as the server does it, and the type that the server would give. */
    static JsonObject normal(JsonObject secret) {
        var data = new LinkedHashMap<String, JsonValue>(secret.object("data").members());
        secret.texts("stringData")
                .forEach((key, text) -> data.put(
                        key, JsonValue.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))));
        return secret.without("stringData")
                .with("data", data.isEmpty() ? null : new JsonObject(data))
                .with("type", secret.text("type").orElse("Opaque"));
    }

    /** What a replacement of the live Secret would change; empty if it would change nothing. */
    static List<FieldDiff> differences(JsonObject wanted, JsonObject live) {
        var found = new ArrayList<FieldDiff>();
        var old = live.object("data");
        var now = wanted.object("data");
        var keys = new LinkedHashSet<>(now.members().keySet());
        keys.addAll(old.members().keySet());
        for (var key : keys) {
            if (!old.get(key).equals(now.get(key))) {
                found.add(new FieldDiff(
                        FieldPath.item("data", key),
                        old.get(key).map(Fingerprint::ofBase64),
                        now.get(key).map(Fingerprint::ofBase64)));
            }
        }
        found.addAll(TreeDiff.missing(withoutData(live), withoutData(merged(wanted, live))));
        return List.copyOf(found);
    }

    private static JsonObject withoutData(JsonObject secret) {
        return secret.without("data");
    }

    /** What is sent with PUT: ours, over what others have put on the live Secret, for just the version that was seen. */
    static JsonObject merged(JsonObject wanted, JsonObject live) {
        var meta = wanted.object("metadata");
        var liveMeta = live.object("metadata");
        var merged = meta;
        for (var name : List.of("labels", "annotations")) {
            var both = liveMeta.object(name).plus(meta.object(name));
            merged = merged.with(name, both.isEmpty() ? null : both);
        }
        merged = merged.with("ownerReferences", union("uid", liveMeta, meta, "ownerReferences"))
                .with("finalizers", union("", liveMeta, meta, "finalizers"))
                .with("uid", liveMeta.get("uid"))
                .with("resourceVersion", liveMeta.get("resourceVersion"));
        return wanted.with("metadata", merged).with("immutable", live.get("immutable"));
    }

    private static Optional<JsonArray> union(String key, JsonObject live, JsonObject wanted, String name) {
        var items = new LinkedHashMap<JsonValue, JsonValue>();
        for (var from : List.of(live, wanted)) {
            from.array(name)
                    .forEach(item -> items.put(
                            item.asObject().flatMap(object -> object.get(key)).orElse(item), item));
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(new JsonArray(List.copyOf(items.values())));
    }

    /** Whether a Secret that somebody else made says nothing else than ours does: a CA that was brought along. */
    static boolean saysTheSame(JsonObject wanted, JsonObject live) {
        var data = live.object("data");
        var wantedData = wanted.object("data");
        return data.members().keySet().stream().anyMatch(wantedData::has)
                && wantedData.members().entrySet().stream()
                        .allMatch(entry -> data.get(entry.getKey())
                                .map(entry.getValue()::equals)
                                .orElse(true));
    }
}
