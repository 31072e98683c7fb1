package io.kamaji.core.operator;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.PatchType;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.reconcile.Pass;
import io.kamaji.core.status.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is particular about deletions that the operator makes: a deadline for each step, force, and tenants that are left as
 * orphans. Since when a step takes is known to this process only, so a restart begins the deadline anew. Thread-safe.
 */
final class Departure {
    /** The steps of a deletion, as passes make them. */
    private enum Step {
        PODS("pods"),
        DATA("data in the datastore"),
        OBJECTS("objects");

        private final String text;

        Step(String text) {
            this.text = text;
        }

        static Step of(Pass pass) {
            if (pass.report().failure().isPresent()) {
                return DATA;
            }
            return pass.plan().waits().isEmpty() ? OBJECTS : PODS;
        }
    }

    private record Since(Step step, Instant at) {}

    private final OperatorContext context;
    private final Duration deadline;
    private final Map<ObjectRef, Since> since = new ConcurrentHashMap<>();

    Departure(OperatorContext context, Duration deadline) {
        this.context = context;
        this.deadline = deadline;
    }

    /** Why a pass of a deletion is late; empty if it is in time. */
    Optional<String> overdue(ObjectRef tenant, Pass pass) {
        var step = Step.of(pass);
        var now = context.settings().clock().instant();
        var began = since.compute(
                tenant, (ref, before) -> before != null && before.step == step ? before : new Since(step, now));
        if (!began.at.plus(deadline).isBefore(now)) {
            return Optional.empty();
        }
        var why = pass.result() instanceof NextStep.Retry retry ? retry.why() : "";
        return Optional.of("the " + step.text + " should be gone since " + began.at.plus(deadline) + ": " + why
                + "; annotation " + Annotations.DELETION_POLICY + ": force leaves them behind");
    }

    void forget(ObjectRef tenant) {
        since.remove(tenant);
    }

    /**
     * Leaves behind what is late.
     *
     * @return whether the deletion can go on without it; else it is over
     */
    boolean leaveBehind(TenantWish wish, Pass pass) {
        if (Step.of(pass) != Step.DATA) {
            return false;
        }
        var names = TenantObjects.of(wish.tenant());
        var secrets = ListRequest.of(ResourceTypes.SECRET, names.namespace(), names.selector());
        context.admin().list(secrets).items().stream()
                .filter(secret -> names.isStorageConfig(ObjectRef.of(secret)) && Ownership.isATenants(secret))
                .forEach(secret -> {
                    if (!Ownership.finalizers(secret).isEmpty()) {
                        context.admin()
                                .patch(
                                        ObjectRef.of(secret),
                                        PatchType.MERGE,
                                        JsonObject.of("metadata", JsonObject.EMPTY.with("finalizers", List.of())),
                                        "");
                    }
                    context.admin().delete(ObjectRef.of(secret), Preconditions.NONE);
                });
        return true;
    }

    /** Takes away what would have the cluster collect a tenant's objects once its own object is gone. */
    void orphan(TenantWish wish) {
        var uid = wish.tenant().metadata().uid();
        if (uid.isEmpty()) {
            return;
        }
        var names = TenantObjects.of(wish.tenant());
        for (var type : context.settings().renderer().registry().types(Target.ADMIN)) {
            list(type, names).stream()
                    .map(object -> object.with("apiVersion", type.apiVersion()).with("kind", type.kind()))
                    .forEach(object -> disown(object, uid.get()));
        }
    }

    private List<JsonObject> list(ResourceType type, TenantObjects names) {
        try {
            return context.admin()
                    .list(new ListRequest(type, Optional.of(names.namespace()), names.selector(), true))
                    .items();
        } catch (ClusterException e) {
            if (e.isNotFound()) {
                return List.of(); // not served, so there is none
            }
            throw e;
        }
    }

    private void disown(JsonObject object, String uid) {
        var owners = object.array("metadata", "ownerReferences").objects().toList();
        var others = owners.stream()
                .filter(owner -> !owner.text("uid").equals(Optional.of(uid)))
                .toList();
        if (others.size() < owners.size()) {
            context.admin()
                    .patch(
                            ObjectRef.of(object),
                            PatchType.MERGE,
                            JsonObject.of("metadata", JsonObject.of("ownerReferences", others)),
                            "");
        }
    }

    /** What is told of a tenant of which something was left. */
    KamajiException left(TenantWish wish, Pass pass) {
        return KamajiException.at(
                wish.ref(),
                "deleted by force, and left behind: " + Step.of(pass).text
                        + (pass.result() instanceof NextStep.Retry retry ? " (" + retry.why() + ")" : ""));
    }
}
