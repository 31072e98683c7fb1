package io.kamaji.core.apply;

import io.kamaji.api.KamajiException;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport.Effect;
import io.kamaji.core.apply.ApplyReport.Outcome;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterClient.DeleteOptions;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Additions;
import io.kamaji.core.plan.Basis;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Handover;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.Planner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One walk over a plan. Used once, by one thread. */
final class PlanRun {
    /** HTTP status of an object that the server takes for invalid. */
    private static final int UNCHANGEABLE = 422;

    /** With 0 a pod would be forgotten while it still runs. */
    private static final Duration TO_END = Duration.ofSeconds(1);

    private final Plan plan;
    private final Map<Target, ClusterClient> clusters;
    private final StoreEffect store;
    private final List<Outcome> outcomes = new ArrayList<>();
    private boolean storeEnsured;
    private @Nullable KamajiException failure;

    PlanRun(Plan plan, Map<Target, ClusterClient> clusters, StoreEffect store) {
        this.plan = plan;
        this.clusters = clusters;
        this.store = store;
    }

    ApplyReport run() {
        int beforeStore = beforeStore();
        for (int i = 0; i < plan.changes().size(); i++) {
            if (i == beforeStore) {
                ensureStore();
            }
            outcomes.add(outcome(plan.changes().get(i)));
        }
        if (beforeStore == plan.changes().size()) {
            ensureStore();
        }
        return new ApplyReport(outcomes, storeEnsured, Optional.ofNullable(failure));
    }

    /** The store comes after the Secrets that name it, and before whatever runs on it or is deleted. */
    private int beforeStore() {
        var changes = plan.changes();
        for (int i = 0; i < changes.size(); i++) {
            var change = changes.get(i);
            if (change.handling().has(Trait.RUNS)
                    || change.target() == Target.TENANT
                    || change.manifest().isEmpty()) {
                return i;
            }
        }
        return changes.size();
    }

    private void ensureStore() {
        if (failure != null || plan.storeSteps().isEmpty()) {
            return;
        }
        try {
            store.ensure();
            storeEnsured = true;
        } catch (KamajiException e) {
            failure = e;
        }
    }

    private Outcome outcome(Change change) {
        if (change.action() == Action.NONE) {
            return new Outcome(change, Effect.UNCHANGED, Optional.empty(), "");
        } else if (change.action() == Action.WAIT) {
            return new Outcome(
                    change, Effect.WAITING, Optional.empty(), "waits for " + String.join(", ", change.waitsFor()));
        } else if (failure != null) {
            return new Outcome(change, Effect.SKIPPED, Optional.empty(), "something before it failed");
        }
        var client = Objects.requireNonNull(clusters.get(change.target()), "a plan is applied where it was made for");
        try {
            var answered = write(client, change);
            // its status may have been written since by a controller: only that it is the same object matters
            if (answered.filter(live -> Additions.remain(change, live)).isPresent()) {
                return madeAnew(
                        client, change, new Preconditions(answered.get().text("metadata", "uid"), Optional.empty()));
            }
            return new Outcome(change, Effect.WRITTEN, answered, "");
        } catch (ClusterException e) {
            if (e.code() == UNCHANGEABLE
                    && change.action() == Action.UPDATE
                    && change.handling().has(Trait.REPLACEABLE)) {
                return madeAnew(client, change, asSeen(change));
            }
            if (change.handling().isTolerated() && (e.code() == 403 || e.isNotFound())) {
                return new Outcome(change, Effect.TOLERATED, Optional.empty(), e.getMessage());
            }
            failure = explained(client, change, e);
        }
        return new Outcome(change, Effect.FAILED, Optional.empty(), String.valueOf(failure.getMessage()));
    }

    private static Optional<JsonObject> write(ClusterClient client, Change change) {
        if (change.action() == Action.DELETE) {
            client.delete(change.ref(), options(change));
            return Optional.empty();
        } else if (change.isSecret()) {
            return Optional.of(
                    change.action() == Action.CREATE ? client.create(change.body()) : client.replace(change.body()));
        }
        if (change.action() == Action.UPDATE && change.target() == Target.ADMIN && isNeverApplied(change)) {
            client.get(change.ref())
                    .flatMap(Handover::patch)
                    .ifPresent(patch -> client.patch(change.ref(), PatchType.JSON, patch, ""));
        }
        // what we create is not forced: a conflict tells that somebody else has it already
        var force = change.action() == Action.UPDATE || change.target() == Target.TENANT;
        return Optional.of(client.apply(change.body(), new ApplyOptions(Planner.MANAGER, force, false)));
    }

    private static DeleteOptions options(Change change) {
        if (!change.handling().has(Trait.UNDRAINED)) {
            return new DeleteOptions(asSeen(change), Optional.empty(), false);
        }
        // controllers write its status all the while: only that it is the same object matters
        var same = new Preconditions(change.basis().map(Basis::uid), Optional.empty());
        return ResourceTypes.POD.is(change.ref())
                ? new DeleteOptions(same, Optional.of(TO_END), false)
                : new DeleteOptions(same, Optional.empty(), true);
    }

    private static Preconditions asSeen(Change change) {
        var seen = change.basis().orElseThrow();
        return new Preconditions(Optional.of(seen.uid()), Optional.of(seen.resourceVersion()));
    }

    private static boolean isNeverApplied(Change change) {
        return change.basis().map(Basis::ours).filter(String::isEmpty).isPresent();
    }

    /** For what no apply changes, such as the role of a binding: deletes what was seen, and makes it again. */
    private Outcome madeAnew(ClusterClient client, Change change, Preconditions seen) {
        try {
            client.delete(change.ref(), seen);
            var body = change.body().update("metadata", metadata -> metadata.without("uid"));
            var answered = client.apply(body, new ApplyOptions(Planner.MANAGER, true, false));
            return new Outcome(change, Effect.WRITTEN, Optional.of(answered), "made anew");
        } catch (ClusterException e) {
            failure = explained(client, change, e);
            return new Outcome(change, Effect.FAILED, Optional.empty(), String.valueOf(failure.getMessage()));
        }
    }

    /** Tells an object that moved from one that was never ours. */
    private static KamajiException explained(ClusterClient client, Change change, ClusterException e) {
        if (!e.isConflict() && !(e.isNotFound() && change.action() == Action.UPDATE && change.isSecret())) {
            return e;
        }
        if (change.action() == Action.CREATE) {
            try {
                var there = client.get(change.ref());
                if (there.isPresent() && !Ownership.isSame(change.target(), change.body(), there.get())) {
                    return Ownership.refusal(change.ref());
                }
            } catch (ClusterException unanswered) {
                return unanswered;
            }
        }
        return new StalePlanException(change.ref() + " moved under the plan (" + e.getMessage() + ")", change.ref(), e);
    }
}
