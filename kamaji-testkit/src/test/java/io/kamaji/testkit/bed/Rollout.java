package io.kamaji.testkit.bed;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sees, by one watch, when a Deployment is made and when it is Available: its conditions tell whole seconds only. */
final class Rollout {
    private final CompletableFuture<Instant> created = new CompletableFuture<>();
    private final CompletableFuture<Instant> available = new CompletableFuture<>();
    private final Thread watcher;

    private Rollout(ClusterClient admin, ObjectRef deployment) {
        var all = new ListRequest(ResourceTypes.DEPLOYMENT, deployment.namespace(), "", false);
        watcher = new Thread(
                () -> admin.watch(all, "0", Duration.ofMinutes(2), event -> seen(event.object(), deployment)));
        watcher.setDaemon(true);
    }

    static Rollout watch(ClusterClient admin, ObjectRef deployment) {
        var rollout = new Rollout(admin, deployment);
        rollout.watcher.start();
        return rollout;
    }

    private boolean seen(JsonObject object, ObjectRef deployment) {
        if (!object.text("metadata", "name").equals(Optional.of(deployment.name()))) {
            return false;
        }
        created.complete(Instant.now());
        if (object.array("status", "conditions").objects().anyMatch(Rollout::available)) {
            available.complete(Instant.now());
        }
        return available.isDone();
    }

    private static boolean available(JsonObject condition) {
        return condition.text("type").equals(Optional.of("Available"))
                && condition.text("status").equals(Optional.of("True"));
    }

    Instant created() throws Exception {
        return created.get(1, TimeUnit.MINUTES);
    }

    Instant available() throws Exception {
        return available.get(1, TimeUnit.MINUTES);
    }
}
