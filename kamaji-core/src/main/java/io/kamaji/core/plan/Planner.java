package io.kamaji.core.plan;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Consequence;
import io.kamaji.core.component.Handling;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.FieldDiff;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what is to be with what is, and says what has to be done. Reads nothing itself but for a dry run where a
 * difference may be one of writing only: none is needed for an object that has not changed. Immutable and thread-safe.
 *
 * <p>A field that Kamaji renders is Kamaji's: where another manager changed it (an autoscaler the replicas), the plan
 * takes it back and says so. To scale a tenant, scale its spec.
 */
public final class Planner {
    /** The field manager of everything that Kamaji writes. */
    public static final String MANAGER = "kamaji";

    private Planner() {}

    public static Planner standard() {
        return new Planner();
    }

    /**
     * Plans one Secret of the admin cluster that is no part of a tenant's rendering; it is the caller's to tell whether the
     * live one may be replaced.
     *
     * @param wanted may hold keys that are new in this plan
     */
    public Change secret(JsonObject wanted, String component, Optional<JsonObject> live) {
        var differences =
                live.map(seen -> SecretPlanning.differences(wanted, seen)).orElse(List.of());
        var action = live.isEmpty() ? Action.CREATE : differences.isEmpty() ? Action.NONE : Action.UPDATE;
        return new Change(
                action,
                Target.ADMIN,
                ObjectRef.of(wanted),
                component,
                differences,
                Optional.of(new Manifest(
                        Target.ADMIN,
                        live.map(seen -> SecretPlanning.merged(wanted, seen)).orElse(wanted))),
                live.map(Snapshot::of),
                Set.of(),
                Handling.PLAIN);
    }

    /** Plans to delete an object of the admin cluster, just as it was seen. */
    public Change deletion(JsonObject live) {
        return Pruning.deletion(Target.ADMIN, ObjectRef.of(live), live, Handling.PLAIN, Set.of());
    }

    /** The same for a pod that is not drained, or for what makes such pods; these do not go with it. */
    public Change undrained(JsonObject live) {
        return Pruning.deletion(
                Target.ADMIN, ObjectRef.of(live), live, Handling.of(Handling.Trait.UNDRAINED), Set.of());
    }

    /** Plans to take finalizers from an object of the admin cluster, just as it was seen; it is a Secret. */
    public Change release(JsonObject live, List<String> finalizersLeft) {
        return new Change(
                Action.UPDATE,
                Target.ADMIN,
                ObjectRef.of(live),
                "",
                List.of(new FieldDiff(
                        "metadata.finalizers",
                        Optional.of(String.join(", ", Ownership.finalizers(live))),
                        Optional.of(String.join(", ", finalizersLeft)))),
                Optional.of(new Manifest(
                        Target.ADMIN,
                        live.update("metadata", metadata -> metadata.with("finalizers", finalizersLeft)))),
                Optional.of(Snapshot.of(live)),
                Set.of(),
                Handling.PLAIN);
    }

    /**
     * Plans for both clusters: the admin cluster first, deletions last but for those that make way ({@link Remnants}).
     *
     * @throws KamajiException for an object of one of our names that is not ours, unless adoption was asked
     * @throws io.kamaji.core.cluster.ClusterException if a dry run was not answered
     */
    public Plan plan(PlanRequest request) {
        var objects = new ObjectPlanning(request);
        var changes = new ArrayList<Change>();
        for (var target : Target.values()) {
            if (target == Target.TENANT) {
                changes.addAll(Remnants.changes(request));
            }
            request.rendered().parts().stream()
                    .filter(part -> part.manifest().target() == target)
                    .forEach(part -> changes.add(objects.change(part)));
        }
        changes.addAll(Pruning.changes(request, changes));

        var rules = new ConsequenceRules(request);
        var consequences = new LinkedHashSet<Consequence>();
        request.issued().forEach((name, reason) -> consequences.add(ConsequenceRules.issued(name, reason)));
        changes.stream()
                .filter(change -> !objects.refuses(change.ref()))
                .forEach(change -> rules.of(change).forEach(consequences::add));
        consequences.addAll(objects.consequences());

        var warnings = new LinkedHashSet<>(request.rendered().warnings());
        warnings.addAll(request.warnings());
        return new Plan(
                ResourceTypes.TENANT_CONTROL_PLANE.ref(request.namespace(), request.name()),
                changes,
                new ArrayList<>(consequences),
                request.storeSteps(),
                new ArrayList<>(warnings),
                objects.dryRuns());
    }
}
