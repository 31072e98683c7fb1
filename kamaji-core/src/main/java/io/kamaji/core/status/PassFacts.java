package io.kamaji.core.status;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.boundary.BoundaryCheck;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.component.Registry;
import io.kamaji.core.exposure.Acceptance;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.observe.Rollout;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.observe.TenantState;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.storage.DueMove;
import io.kamaji.core.storage.TenantQuota;
import io.kamaji.core.storage.TenantStorage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What one pass saw, planned and did: all that a tenant's status is made of. Immutable; its text form shows no key.
 *
 * @param registry what components declare
 * @param admin what was seen in the admin cluster
 * @param cluster what was seen in the tenant's own
 * @param endpoints where the tenant is reached, by what was seen before anything was written
 * @param resolver where it is reached if these are the objects of the admin cluster
 * @param fronts what fronts say of its routes if these are the objects of the admin cluster
 * @param store where the tenant keeps its state
 * @param lacking what the datastores lack of it
 * @param dueMove that it is not to stay there
 * @param quota how much it may take in its store, and how it stands to that
 * @param boundaries those that it is in, and what is outside of them
 */
public record PassFacts(
        TenantControlPlane tenant,
        TenantObjects names,
        Registry registry,
        AdminState admin,
        TenantState cluster,
        Endpoints endpoints,
        Function<Function<ObjectRef, Optional<JsonObject>>, Endpoints> resolver,
        Function<Function<ObjectRef, Optional<JsonObject>>, List<Acceptance>> fronts,
        DataStoreBinding store,
        TenantStorage.Lacking lacking,
        Optional<DueMove> dueMove,
        TenantQuota quota,
        BoundaryCheck boundaries,
        Plan plan,
        ApplyReport report) {

    /** An object of the admin cluster as it is after the pass. */
    public Optional<JsonObject> live(ObjectRef ref) {
        return report.answered(Target.ADMIN, ref)
                .or(() -> admin.get(ref))
                .filter(live -> !report.deleted(Target.ADMIN, ref));
    }

    /** The same of an object that is rendered. */
    Optional<JsonObject> wanted(ObjectRef ref) {
        return live(ref)
                .filter(live -> plan.change(Target.ADMIN, ref)
                        .filter(change -> change.manifest().isPresent())
                        .isPresent());
    }

    /** What fronts say of the tenant's routes after the pass; empty where none is asked. */
    List<Acceptance> acceptances() {
        return fronts.apply(this::live);
    }

    /** The first route that a front does not take. */
    Optional<Acceptance> refusal() {
        return acceptances().stream().filter(front -> !front.isAccepted()).findFirst();
    }

    /** An object of the tenant's own cluster as it is after the pass. */
    public Optional<JsonObject> liveInTenant(ObjectRef ref) {
        return report.answered(Target.TENANT, ref).or(() -> cluster.observed().get(ref));
    }

    /** How far the control plane's Deployment is, if it is there. */
    public Optional<Rollout> rollout() {
        return live(names.deployment()).map(Rollout::new);
    }

    /** Whether the Deployment has no pods because none are asked for. */
    public boolean sleeps() {
        return rollout().filter(rollout -> rollout.desired() == 0).isPresent();
    }

    /** When an object of the admin cluster was created. */
    public Optional<Instant> created(ObjectRef ref) {
        return live(ref)
                .flatMap(object -> object.text("metadata", "creationTimestamp"))
                .map(Instant::parse);
    }

    /** Where the tenant is reached after the pass: not where it was when a Service was made or made anew. */
    Endpoints endpointsAfter() {
        return resolver.apply(this::live);
    }

    /** Whether the tenant is reached where it was rendered to be, with nothing of that waited for. */
    boolean addressSettled() {
        var after = endpointsAfter();
        return after.equals(endpoints) && after.pending().findAny().isEmpty();
    }

    /** What the plan left for later, but for consent that may never come, and for what sleeps with the tenant. */
    Set<String> waits() {
        var waits = new TreeSet<String>();
        plan.changes().stream()
                .filter(change -> change.action() == Action.WAIT)
                .filter(change -> change.target() == Target.ADMIN || !sleeps())
                .forEach(change -> waits.addAll(change.waitsFor()));
        waits.remove(Plan.CONSENT);
        return waits;
    }

    @Override
    public String toString() {
        return "PassFacts[" + names.ref() + ", " + plan.summary() + "]";
    }
}
