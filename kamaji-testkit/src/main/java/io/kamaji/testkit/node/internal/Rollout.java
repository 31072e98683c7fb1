package io.kamaji.testkit.node.internal;

import io.kamaji.api.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many pods each ReplicaSet of a Deployment is to have next: the Deployment controller's arithmetic, as a pure
 * function of what there is. Source: "Deployments" of the Kubernetes documentation, the field docs of {@code apps/v1}.
 * Immutable.
 *
 * @param desired {@code spec.replicas}
 * @param recreate strategy Recreate: nothing new before all old pods are gone
 * @param maxSurge pods over the desired number during a rolling update
 * @param maxUnavailable pods under it
 */
record Rollout(int desired, boolean recreate, int maxSurge, int maxUnavailable, boolean paused) {

    /**
     * One ReplicaSet.
     *
     * @param replicas what its spec asks for
     * @param available of its pods
     * @param pods that run, those that are ending too
     */
    record Revision(String name, long created, int replicas, int available, int pods) {}

    static Rollout of(JsonObject deployment) {
        var spec = deployment.object("spec");
        var desired = spec.number("replicas").orElse(1L).intValue();
        var rolling = spec.object("strategy", "rollingUpdate");
        var surge = part(rolling, "maxSurge", desired, true);
        var unavailable = part(rolling, "maxUnavailable", desired, false);
        return new Rollout(
                desired,
                spec.text("strategy", "type").filter("Recreate"::equals).isPresent(),
                surge,
                surge == 0 && unavailable == 0 ? 1 : unavailable,
                spec.bool("paused").orElse(false));
    }

    private static int part(JsonObject rolling, String name, int desired, boolean up) {
        var text = rolling.text(name)
                .or(() -> rolling.has(name) ? java.util.Optional.empty() : java.util.Optional.of("25%"));
        if (text.isEmpty()) {
            return rolling.number(name).orElse(0L).intValue();
        }
        if (!text.get().endsWith("%")) {
            return Integer.parseInt(text.get());
        }
        var percent = Integer.parseInt(text.get().substring(0, text.get().length() - 1)) * desired;
        return up ? (percent + 99) / 100 : percent / 100;
    }

    /** New numbers by ReplicaSet name; those that stay are left out. */
    Map<String, Integer> next(Revision current, List<Revision> old) {
        var next = new LinkedHashMap<String, Integer>();
        var total =
                current.replicas() + old.stream().mapToInt(Revision::replicas).sum();
        if (paused) {
            // only scaled, and only the newest that has pods
            if (old.stream().allMatch(revision -> revision.replicas() == 0)) {
                put(next, current, desired);
            }
        } else if (recreate) {
            old.forEach(revision -> put(next, revision, 0));
            if (old.stream().allMatch(revision -> revision.pods() == 0) || current.replicas() >= desired) {
                put(next, current, desired);
            }
        } else if (current.replicas() > desired) {
            put(next, current, desired);
        } else {
            var room = Math.max(0, desired + maxSurge - total);
            var target = Math.min(desired, current.replicas() + room);
            put(next, current, target);
            shrink(next, current, old);
        }
        return next;
    }

    private void shrink(Map<String, Integer> next, Revision current, List<Revision> old) {
        var total =
                current.replicas() + old.stream().mapToInt(Revision::replicas).sum();
        var floor = Math.max(0, desired - maxUnavailable);
        var newMissing = Math.max(0, current.replicas() - current.available());
        // sick old pods serve no one: they go first, as many as the floor lets go
        var budget = total - floor - newMissing;
        var oldestFirst = new ArrayList<>(old);
        oldestFirst.sort(Comparator.comparingLong(Revision::created));
        var left = new LinkedHashMap<String, Integer>();
        for (var revision : oldestFirst) {
            var sick = Math.min(Math.max(0, budget), Math.max(0, revision.replicas() - revision.available()));
            budget -= sick;
            left.put(revision.name(), revision.replicas() - sick);
        }
        var available = Math.min(current.available(), current.replicas())
                + oldestFirst.stream()
                        .mapToInt(r -> Math.min(r.available(), r.replicas()))
                        .sum();
        var spare = Math.max(0, available - floor);
        for (var revision : oldestFirst) {
            var gone = Math.min(spare, left.getOrDefault(revision.name(), 0));
            spare -= gone;
            put(next, revision, left.getOrDefault(revision.name(), 0) - gone);
        }
    }

    private static void put(Map<String, Integer> next, Revision revision, int replicas) {
        if (revision.replicas() != replicas) {
            next.put(revision.name(), replicas);
        }
    }
}
