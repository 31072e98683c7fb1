package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.api.json.JsonValue;
import io.kamaji.api.json.MergePatch;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes statuses: of just the object that was seen, only what differs, and not at all if nothing does. What changed of the
 * spec meanwhile is no conflict, as it is not ours. A cluster whose definition of a kind lacks a member drops it; that is
 * told once, and the member is not written again by this process. Thread-safe.
 */
final class StatusWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final int INVALID = 422;

    private final ClusterClient admin;

    /** By kind, as {@code .addons.konnectivity.gateway}. */
    private final Map<String, Set<String>> dropped = new ConcurrentHashMap<>();

    StatusWriter(ClusterClient admin) {
        this.admin = admin;
    }

    /** @return whether anything was written */
    boolean write(ObjectRef ref, Optional<String> uid, JsonObject before, JsonObject after) {
        var known = dropped.getOrDefault(ref.kind(), Set.of());
        var patch = without("", MergePatch.between(before, after), known);
        if (patch.isEmpty()) {
            return false;
        }
        try {
            var body = JsonObject.of("metadata", JsonObject.of("uid", uid), "status", patch);
            var answer = admin.patch(ref, PatchType.MERGE, body, "status");
            note(ref, missing("", patch, answer.object("status")));
            return true;
        } catch (ClusterException e) {
            if (e.isNotFound() || e.isConflict() || e.code() == INVALID && isAnother(ref, uid)) {
                return false; // there is nothing any more that this would be the status of
            }
            throw e;
        }
    }

    private boolean isAnother(ObjectRef ref, Optional<String> uid) {
        return admin.get(ref)
                .filter(live -> uid.isEmpty() || uid.equals(live.text("metadata", "uid")))
                .isEmpty();
    }

    private void note(ObjectRef ref, Set<String> missing) {
        if (!missing.isEmpty() && dropped.put(ref.kind(), missing) == null) {
            LOG.warn(
                    "{}: this cluster's definition of {} knows no {} of the status: install Kamaji's definitions",
                    ref,
                    ref.kind(),
                    missing);
        }
    }

    private static JsonObject without(String path, JsonObject patch, Set<String> known) {
        var kept = new LinkedHashMap<String, JsonValue>();
        patch.members().forEach((name, value) -> {
            var at = path + "." + name;
            var left = value instanceof JsonObject object ? without(at, object, known) : value;
            var emptied = left instanceof JsonObject object && object.isEmpty() && !left.equals(value);
            if (!known.contains(at) && !emptied) {
                kept.put(name, left);
            }
        });
        return new JsonObject(kept);
    }

    private static Set<String> missing(String path, JsonObject patch, JsonObject answer) {
        var missing = new TreeSet<String>();
        patch.members().forEach((name, value) -> {
            var at = path + "." + name;
            if (value != JsonValue.NULL && !answer.has(name)) {
                missing.add(at);
            } else if (value instanceof JsonObject object) {
                missing.addAll(missing(at, object, answer.object(name)));
            }
        });
        return missing;
    }
}
