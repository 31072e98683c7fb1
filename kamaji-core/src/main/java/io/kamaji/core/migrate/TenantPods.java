package io.kamaji.core.migrate;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.manifest.Manifests;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.reconcile.PassLoop;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.storage.TenantPlace;
import java.time.Duration;
import java.time.InstantSource;

/** Ends a tenant's pods; the next pass starts them again. */
record TenantPods(ClusterClient admin, TenantControlPlane tenant, InstantSource clock) {
    private static final Duration LOOK = Duration.ofMillis(300);

    /** Returns when there is no pod left; a pass that was under way may start them again meanwhile, so it is said again. */
    void stop(Duration atMost, Runnable meanwhile) {
        var ref = TenantPlace.deployment(tenant);
        var pods = ListRequest.of(
                ResourceTypes.POD, ref.namespace().orElseThrow(), Ownership.selector(Target.ADMIN, ref.name()));
        new PassLoop(ref, admin, clock).until(atMost, () -> {
            meanwhile.run();
            scaleDown(ref);
            var left = admin.list(pods).items().size();
            return new PassLoop.Step<>(
                    left, left == 0 ? NextStep.done() : NextStep.retryAfter(LOOK, "the end of " + left + " pods"));
        });
    }

    /** By a manager of its own: the next pass sees that the field is no longer its own, and takes it back. */
    private void scaleDown(ObjectRef ref) {
        var live = admin.get(ref);
        if (live.isPresent() && live.get().number("spec", "replicas").orElse(1L) > 0) {
            admin.apply(
                    Manifests.of(ref).with("spec", JsonObject.of("replicas", 0)).build(),
                    new ApplyOptions("kamaji-migration", true, false));
        }
    }
}
