package io.kamaji.core.migrate;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.reconcile.PassLoop;
import io.kamaji.core.reconcile.PassLoop.Step;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Secret and the Pod of one launch in the admin cluster, from making them to their end. Not thread-safe. */
final class KinePodSession {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final ClusterClient admin;
    private final PassLoop waiting;
    private final Duration limit;
    private final KinePodManifest kine;
    private final List<JsonObject> made = new ArrayList<>();

    /** @param limit of each wait */
    KinePodSession(ClusterClient admin, InstantSource clock, Duration limit, KinePodManifest kine) {
        this.admin = admin;
        this.waiting = new PassLoop(kine.ref(), admin, clock);
        this.limit = limit;
        this.kine = kine;
    }

    /** Makes them in place of what an earlier launch left, whose kine has ended before. */
    void replace() {
        remove(Stream.of(kine.ref(), kine.secretRef())
                .flatMap(ref -> admin.get(ref).stream())
                .map(this::requireOurs)
                .toList());
        made.add(admin.create(kine.secret()));
        made.add(admin.create(kine.pod()));
    }

    private JsonObject requireOurs(JsonObject live) {
        if (!kine.isSame(live)) {
            throw KamajiException.at(
                    ObjectRef.of(live),
                    "already exists and is not a kine of this tenant (label " + KinePodManifest.LABEL
                            + " is missing): delete or rename it");
        }
        return live;
    }

    /** Waits until kine serves; gives the pod's address. Fails at once if it has ended. */
    String serving() {
        return waiting.until(limit, () -> {
            var state = new KinePodState(admin.get(kine.ref()).orElse(JsonObject.EMPTY));
            if (state.ended()) {
                throw KamajiException.at(kine.ref(), "kine has not come up: " + state);
            }
            return new Step<>(
                    state.address(),
                    state.ready() ? NextStep.done() : NextStep.retryAfter(LOOK, "kine in " + kine + ": " + state));
        });
    }

    /** Deletes what was made, and waits until kine has ended. */
    void remove() {
        remove(List.copyOf(made));
    }

    private void remove(List<JsonObject> objects) {
        waiting.until(limit, () -> {
            try {
                var left = objects.stream().filter(this::isLeft).count();
                return new Step<>(left, left == 0 ? NextStep.done() : NextStep.retryAfter(LOOK, "the end of " + kine));
            } catch (ClusterException e) {
                if (!e.isTransient()) {
                    throw e;
                }
                return new Step<>(0L, NextStep.retryAfter(LOOK, "the end of " + kine + ": " + e.getMessage()));
            }
        });
    }

    /** Whether it is still there after it was told to go; another of its name is not it. */
    private boolean isLeft(JsonObject object) {
        var ref = ObjectRef.of(object);
        var uid = object.text("metadata", "uid");
        var live = admin.get(ref).filter(there -> there.text("metadata", "uid").equals(uid));
        if (live.isEmpty()) {
            return false;
        }
        if (live.get().get("metadata", "deletionTimestamp").isEmpty()) {
            admin.delete(ref, new Preconditions(uid, Optional.empty()));
            return admin.get(ref).isPresent();
        }
        return true;
    }
}
