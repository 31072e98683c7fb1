package io.kamaji.testkit.node.internal;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the Deployment and ReplicaSet controllers and the garbage collector do, as far as a node without them needs it.
 * For the node's thread.
 */
final class Workloads {
    private static final long STANDARD_HISTORY = 10;

    private final NodeSettings settings;
    private final ClusterClient client;
    private final Map<ResourceType, Watched> watched;
    private final Pods pods;
    private final Map<String, JsonObject> progress = new HashMap<>();
    private final Map<String, JsonObject> written = new HashMap<>();
    private final Map<String, Instant> progressed = new HashMap<>();

    Workloads(NodeSettings settings, Map<ResourceType, Watched> watched, Pods pods) {
        this.settings = settings;
        this.client = settings.client();
        this.watched = watched;
        this.pods = pods;
    }

    void pass() {
        for (var deployment : of(ResourceTypes.DEPLOYMENT).items()) {
            if (!deployment.object("metadata").has("deletionTimestamp")) {
                deployment(deployment);
            }
        }
        orphans();
        of(ResourceTypes.REPLICA_SET).items().forEach(this::replicaSet);
    }

    private void deployment(JsonObject deployment) {
        var hash = WorkloadObjects.hash(deployment.object("spec", "template"));
        var owned = owned(deployment);
        var rollout = Rollout.of(deployment);
        var newest = owned.stream().mapToLong(WorkloadObjects::revision).max().orElse(0);
        var found = owned.stream().filter(set -> hash.equals(hash(set))).findFirst();
        if (found.isEmpty()) {
            if (rollout.paused() && !owned.isEmpty()) {
                return;
            }
            var empty = new Rollout.Revision("", Long.MAX_VALUE, 0, 0, 0);
            var replicas = rollout.next(empty, revisions(deployment, owned)).getOrDefault("", 0);
            found = Optional.of(client.create(WorkloadObjects.replicaSet(deployment, hash, replicas, newest + 1)));
            of(ResourceTypes.REPLICA_SET).put(found.get());
            newest++;
        } else if (WorkloadObjects.revision(found.get()) < newest) {
            newest++; // gone back to: the newest again
            annotate(ResourceTypes.REPLICA_SET, found.get(), newest);
        }
        if (WorkloadObjects.revision(deployment) != newest) {
            annotate(ResourceTypes.DEPLOYMENT, deployment, newest);
        }
        var current = found.get();
        var old = owned.stream().filter(set -> !hash.equals(hash(set))).toList();
        var byName = new HashMap<String, JsonObject>();
        owned(deployment).forEach(set -> byName.put(WorkloadObjects.name(set), set));
        rollout.next(revisions(deployment, List.of(current)).get(0), revisions(deployment, old))
                .forEach((name, replicas) -> patch(
                        ResourceTypes.REPLICA_SET,
                        Objects.requireNonNull(byName.get(name)),
                        JsonObject.EMPTY.withAt(List.of("spec", "replicas"), replicas)));
        history(deployment, old);
    }

    private void annotate(ResourceType type, JsonObject object, long revision) {
        patch(
                type,
                object,
                JsonObject.EMPTY.withAt(
                        List.of("metadata", "annotations", WorkloadObjects.REVISION), String.valueOf(revision)));
    }

    private void patch(ResourceType type, JsonObject object, JsonObject patch) {
        of(type).put(client.patch(ObjectRef.of(object), ClusterClient.PatchType.MERGE, patch, ""));
    }

    private void history(JsonObject deployment, List<JsonObject> old) {
        var most = deployment.number("spec", "revisionHistoryLimit").orElse(STANDARD_HISTORY);
        var idle = new ArrayList<>(old.stream()
                .filter(set -> set.number("spec", "replicas").orElse(1L) == 0
                        && runners(set).isEmpty())
                .sorted(Comparator.comparingLong(WorkloadObjects::revision))
                .toList());
        while (idle.size() > most) {
            delete(ResourceTypes.REPLICA_SET, idle.remove(0));
        }
    }

    /** ReplicaSets whose Deployment is gone, pods whose ReplicaSet is. */
    private void orphans() {
        for (var set : of(ResourceTypes.REPLICA_SET).items()) {
            var isOurs = set.array("metadata", "ownerReferences")
                    .objects()
                    .anyMatch(owner ->
                            owner.text("kind").filter("Deployment"::equals).isPresent());
            if (isOurs
                    && of(ResourceTypes.DEPLOYMENT).items().stream()
                            .noneMatch(deployment -> WorkloadObjects.isOwned(set, deployment))) {
                delete(ResourceTypes.REPLICA_SET, set);
            }
        }
        var sets = of(ResourceTypes.REPLICA_SET).items();
        for (var runner : pods.all()) {
            if (!runner.isStopping() && sets.stream().noneMatch(set -> WorkloadObjects.isOwned(runner.pod(), set))) {
                end(runner);
            }
        }
        var running = pods.all().stream().map(PodRunner::uid).toList();
        for (var pod : of(ResourceTypes.POD).items()) {
            // of a node of the same name that is no more
            if (pod.text("spec", "nodeName").filter(settings.name()::equals).isPresent()
                    && !running.contains(pod.text("metadata", "uid").orElse(""))) {
                NodeLoop.StatusWriter.deletePod(client, pod, JsonObject.of("phase", "Failed"));
                of(ResourceTypes.POD).remove(pod);
            }
        }
    }

    private void delete(ResourceType type, JsonObject object) {
        delete(object);
        of(type).remove(object);
    }

    private void delete(JsonObject object) {
        var uid = object.text("metadata", "uid");
        try {
            client.delete(ObjectRef.of(object), new ClusterClient.Preconditions(uid, Optional.empty()));
        } catch (ClusterException e) {
            if (!e.isConflict()) { // replaced by another of its name: this one is gone
                throw e;
            }
        }
    }

    /** Stops a pod and has the API say so, where others may shorten what it has left. */
    private void end(PodRunner runner) {
        runner.stop(runner.standardGrace());
        delete(runner.pod());
    }

    /** As many pods as the ReplicaSet asks for. */
    private void replicaSet(JsonObject set) {
        if (set.object("metadata").has("deletionTimestamp")) {
            return;
        }
        var wanted = set.number("spec", "replicas").orElse(1L).intValue();
        var running = new ArrayList<>(runners(set).stream()
                .filter(runner -> !runner.isStopping())
                .sorted(Comparator.comparing(
                                (PodRunner runner) -> runner.readySince().isPresent())
                        .thenComparing(PodRunner::created, Comparator.reverseOrder()))
                .toList());
        for (int missing = wanted - running.size(); missing > 0; missing--) {
            var pod = client.create(WorkloadObjects.pod(set, settings.name(), settings.random()));
            of(ResourceTypes.POD).put(pod);
            pods.start(pod);
        }
        running.stream().limit(Math.max(0, running.size() - wanted)).forEach(this::end);
    }

    void statuses() {
        var now = Instant.now();
        var known = Stream.of(ResourceTypes.DEPLOYMENT, ResourceTypes.REPLICA_SET)
                .flatMap(type -> of(type).items().stream())
                .map(object -> object.text("metadata", "uid").orElse(""))
                .collect(Collectors.toSet());
        List.of(written, progress, progressed).forEach(map -> map.keySet().retainAll(known));
        for (var deployment : of(ResourceTypes.DEPLOYMENT).items()) {
            if (deployment.object("metadata").has("deletionTimestamp")) {
                continue;
            }
            var hash = WorkloadObjects.hash(deployment.object("spec", "template"));
            var none = new DeploymentStatus.Count(0, 0, 0);
            var all = none;
            var current = none;
            var name = "";
            for (var set : owned(deployment)) {
                var count = count(set, minReady(deployment), now);
                all = all.plus(count);
                if (hash.equals(hash(set))) {
                    current = count;
                    name = WorkloadObjects.name(set);
                }
                write(ResourceTypes.REPLICA_SET, set, DeploymentStatus.replicaSet(set, count));
            }
            var numbers = JsonObject.of("all", all.toString(), "current", current.toString(), "of", hash);
            var uid = deployment.text("metadata", "uid").orElse("");
            if (!numbers.equals(progress.put(uid, numbers))) {
                progressed.put(uid, now);
            }
            write(
                    ResourceTypes.DEPLOYMENT,
                    deployment,
                    DeploymentStatus.deployment(
                            deployment,
                            name,
                            Rollout.of(deployment),
                            current,
                            all,
                            progressed.getOrDefault(uid, now),
                            now));
        }
    }

    private void write(ResourceType type, JsonObject object, JsonObject status) {
        var uid = object.text("metadata", "uid").orElse("");
        // an API may add to what was written: that is no reason to write again
        if (!object.object("status").equals(status) && !status.equals(written.get(uid))) {
            try {
                written.put(uid, status);
                of(type).put(NodeLoop.StatusWriter.write(client, object, status));
            } catch (ClusterException e) {
                written.remove(uid);
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
    }

    private static Duration minReady(JsonObject deployment) {
        return Duration.ofSeconds(deployment.number("spec", "minReadySeconds").orElse(0L));
    }

    private DeploymentStatus.Count count(JsonObject set, Duration minReady, Instant now) {
        var running =
                runners(set).stream().filter(runner -> !runner.isStopping()).toList();
        var ready =
                running.stream().flatMap(runner -> runner.readySince().stream()).toList();
        var available = ready.stream()
                .filter(since -> !since.plus(minReady).isAfter(now))
                .count();
        return new DeploymentStatus.Count(running.size(), ready.size(), (int) available);
    }

    private List<Rollout.Revision> revisions(JsonObject deployment, List<JsonObject> sets) {
        return sets.stream()
                .map(set -> new Rollout.Revision(
                        WorkloadObjects.name(set),
                        WorkloadObjects.revision(set),
                        set.number("spec", "replicas").orElse(1L).intValue(),
                        count(set, minReady(deployment), Instant.now()).available(),
                        runners(set).size()))
                .toList();
    }

    private List<JsonObject> owned(JsonObject deployment) {
        return of(ResourceTypes.REPLICA_SET).items().stream()
                .filter(set -> WorkloadObjects.isOwned(set, deployment))
                .toList();
    }

    private List<PodRunner> runners(JsonObject set) {
        return pods.all().stream()
                .filter(runner -> WorkloadObjects.isOwned(runner.pod(), set))
                .toList();
    }

    private static String hash(JsonObject set) {
        return set.text("metadata", "labels", WorkloadObjects.HASH).orElse("");
    }

    private Watched of(ResourceType type) {
        return Objects.requireNonNull(watched.get(type));
    }
}
