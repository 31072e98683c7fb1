package io.kamaji.core.plan;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.component.Handling;
import io.kamaji.core.component.Handling.Trait;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what is ours and no longer wanted. What a pod may still mount waits until the Deployment has rolled out; a claim
 * waits for consent. What runs goes first, then what leads to it, then what it used.
 */
final class Pruning {
    private Pruning() {}

    /**
     * @param planned what happens to the rendered objects
     */
    static List<Change> changes(PlanRequest request, List<Change> planned) {
        var wanted =
                planned.stream().map(c -> new Place(c.target(), c.ref())).collect(java.util.stream.Collectors.toSet());
        var rollout = rolloutWaitedFor(request, planned);
        return request.seen().entrySet().stream()
                .flatMap(seen -> seen.getValue().observed().objects().entrySet().stream()
                        .filter(object -> !wanted.contains(new Place(seen.getKey(), object.getKey())))
                        .filter(object -> isPrunable(request, seen.getKey(), object.getKey(), object.getValue()))
                        .map(object -> deletion(request, seen.getKey(), object.getKey(), object.getValue(), rollout)))
                .sorted(Comparator.comparing(Change::target)
                        .thenComparingInt(change -> rank(change.handling()))
                        .thenComparing(change -> change.ref().toString()))
                .toList();
    }

    private record Place(Target target, ObjectRef ref) {}

    private static boolean isPrunable(PlanRequest request, Target target, ObjectRef ref, JsonObject live) {
        return Ownership.isOurs(target, request.name(), live)
                && Ownership.isMadeByUs(live)
                && !Ownership.isTerminating(live)
                && !request.keep().contains(ref)
                && !request.bringYourOwn().contains(ref);
    }

    private static int rank(Handling handling) {
        return handling.has(Trait.RUNS) ? 0 : handling.has(Trait.MOUNTED) ? 2 : 1;
    }

    private static Change deletion(
            PlanRequest request, Target target, ObjectRef ref, JsonObject live, Optional<String> rollout) {
        var waits = new java.util.TreeSet<String>();
        var handling = request.registry().handling(target, ref);
        if (handling.has(Trait.MOUNTED)) {
            rollout.ifPresent(waits::add);
        }
        if (handling.has(Trait.HOLDS_DATA) && !request.allowDataLoss()) {
            waits.add(Plan.CONSENT);
        }
        return deletion(target, ref, live, handling, waits);
    }

    /** Deletes just what was seen, once nothing is waited for any more. */
    static Change deletion(Target target, ObjectRef ref, JsonObject live, Handling handling, Set<String> waits) {
        return new Change(
                waits.isEmpty() ? Action.DELETE : Action.WAIT,
                target,
                ref,
                "",
                List.of(),
                Optional.empty(),
                Optional.of(ObjectPlanning.basis(live)),
                waits,
                handling);
    }

    /** The Deployment's rollout, if it stays and has not come to its end or is about to begin. */
    private static Optional<String> rolloutWaitedFor(PlanRequest request, List<Change> planned) {
        return planned.stream()
                .filter(change -> change.handling().has(Trait.RUNS))
                .filter(change -> change.action() != Action.NONE || !hasRolledOut(request, change.ref()))
                .findFirst()
                .map(change -> "<rollout of Deployment " + change.ref().name() + ">");
    }

    private static boolean hasRolledOut(PlanRequest request, ObjectRef ref) {
        var seen = request.seen().get(Target.ADMIN);
        var live = seen == null ? JsonObject.EMPTY : seen.observed().get(ref).orElse(JsonObject.EMPTY);
        long replicas = live.number("spec", "replicas").orElse(1L);
        return live.number("status", "observedGeneration").orElse(0L)
                        >= live.number("metadata", "generation").orElse(0L)
                && live.number("status", "updatedReplicas").orElse(0L) == replicas
                && live.number("status", "replicas").orElse(0L) == replicas
                && live.number("status", "availableReplicas").orElse(0L) == replicas;
    }
}
