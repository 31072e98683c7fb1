package io.kamaji.core.operator.custom;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What keeps an object until all that belongs to it is gone. Each write is of the version that was seen, or tried again. */
record Finalizers(ClusterClient admin) {
    private static final int TRIES = 5;

    /** The object with a finalizer; without it if there is no such object any more, or if it is on its way out already. */
    Optional<JsonObject> add(JsonObject seen, String finalizer) {
        var ref = ObjectRef.of(seen);
        var live = Optional.of(seen);
        for (int i = 1; ; i++) {
            if (live.isEmpty() || isGoing(live.get()) || of(live.get()).contains(finalizer)) {
                return live;
            }
            var more = new ArrayList<>(of(live.get()));
            more.add(finalizer);
            try {
                return Optional.of(patch(ref, live.get(), more));
            } catch (ClusterException e) {
                requireConflict(e, i);
                live = admin.get(ref);
            }
        }
    }

    /** Takes finalizers away from just this object, not from another of its name. */
    void remove(ObjectRef ref, Optional<String> uid, Predicate<String> ours) {
        for (int i = 1; ; i++) {
            var live = admin.get(ref).filter(found -> uid.isEmpty() || uid.equals(found.text("metadata", "uid")));
            var others = live.map(Finalizers::of).orElse(List.of()).stream()
                    .filter(ours.negate())
                    .toList();
            if (live.isEmpty() || others.size() == of(live.get()).size()) {
                return;
            }
            try {
                patch(ref, live.get(), others);
                return;
            } catch (ClusterException e) {
                if (e.isNotFound()) {
                    return;
                }
                requireConflict(e, i);
            }
        }
    }

    private JsonObject patch(ObjectRef ref, JsonObject live, List<String> finalizers) {
        var metadata =
                JsonObject.of("resourceVersion", live.text("metadata", "resourceVersion"), "finalizers", finalizers);
        return admin.patch(ref, PatchType.MERGE, JsonObject.of("metadata", metadata), "");
    }

    private static void requireConflict(ClusterException failure, int tries) {
        if (!failure.isConflict() || tries == TRIES) {
            throw failure;
        }
    }

    static boolean isGoing(JsonObject object) {
        return object.get("metadata", "deletionTimestamp").isPresent();
    }

    private static List<String> of(JsonObject object) {
        return object.array("metadata", "finalizers").texts();
    }
}
