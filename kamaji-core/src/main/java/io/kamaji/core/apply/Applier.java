package io.kamaji.core.apply;

import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Basis;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.Snapshot;
import java.util.Map;

/**
 * Does what a plan says, in its order, and stops at the first thing that fails: the next pass plans again and goes on.
 * Secrets are created with POST and replaced with PUT for just the version that was seen, so that no stored key is ever
 * replaced unseen; the rest is applied. Nothing is retried within a pass. Immutable and thread-safe.
 */
public final class Applier {

    private Applier() {}

    public static Applier standard() {
        return new Applier();
    }

    /**
     * Refuses a plan that was made some time ago if what it was made on has moved since. Makes no request.
     *
     * @param now what is seen now, by cluster; a cluster that is missing is not checked
     * @throws StalePlanException if an object came, went, or moved in a field of ours
     */
    public void checkFresh(Plan plan, Map<Target, Observed> now) {
        for (var change : plan.changes()) {
            var observed = now.get(change.target());
            if (observed != null) {
                var basis = observed.get(change.ref()).map(Snapshot::of);
                if (basis.isPresent() != change.basis().isPresent()) {
                    throw new StalePlanException(
                            change.ref() + (basis.isPresent() ? " has come into being" : " is gone"),
                            change.ref(),
                            null);
                }
                basis.ifPresent(seen -> check(change, change.basis().orElseThrow(), seen));
            }
        }
    }

    private static void check(Change change, Basis planned, Basis seen) {
        if (!planned.uid().equals(seen.uid())) {
            throw new StalePlanException(change.ref() + " is another object now", change.ref(), null);
        }
        var moved = change.isSecret()
                ? !planned.resourceVersion().equals(seen.resourceVersion())
                : !planned.ours().equals(seen.ours());
        if (moved && change.action() != Action.WAIT) {
            throw new StalePlanException(change.ref() + " has changed since the plan was made", change.ref(), null);
        }
    }

    /**
     * Writes what the plan says and tells what was done; what a cluster or a store refuses is in the report, not thrown.
     *
     * @param clusters every cluster that the plan writes to
     * @param store makes the plan's store steps, before the Deployment is written
     * @throws IllegalArgumentException if a cluster is missing
     */
    public ApplyReport apply(Plan plan, Map<Target, ClusterClient> clusters, StoreEffect store) {
        plan.changes().stream()
                .filter(change -> change.action().writes() && !clusters.containsKey(change.target()))
                .findFirst()
                .ifPresent(change -> {
                    throw new IllegalArgumentException(
                            "no client of the " + change.target() + " cluster for " + change);
                });
        return new PlanRun(plan, clusters, store).run();
    }
}
