package io.kamaji.core;

import io.kamaji.api.ObjectRef;
import io.kamaji.api.boundary.BoundaryPolicy;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.Applier;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.apply.StoreEffect;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.component.Declaration;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.Labels;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.plan.DryRun;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.render.Rendered.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The boundaries of an admin cluster as admission policies of its API server: those that are given are there, those that were made
 * here before and are not given are gone. Thread-safe.
 */
public final class BoundaryPolicies {
    private static final String OWNER = "tenant-boundaries";
    private static final List<ResourceType> KINDS =
            List.of(ResourceTypes.ADMISSION_POLICY, ResourceTypes.ADMISSION_POLICY_BINDING);
    private static final Registry REGISTRY = Registry.of(Map.of(
            OWNER,
            Declaration.builder()
                    .kind(Target.ADMIN, KINDS.get(0))
                    .kind(Target.ADMIN, KINDS.get(1))
                    .build()));

    private final ClusterClient admin;

    BoundaryPolicies(ClusterClient admin) {
        this.admin = admin;
    }

    /** What {@link #install} would write: policies and bindings, each with what changes in it. Reads only. */
    public Plan plan(List<BoundaryPolicy> policies) {
        var parts = policies.stream()
                .flatMap(policy -> policy.manifests().stream())
                .map(manifest -> new Part(new Manifest(Target.ADMIN, labelled(manifest)), OWNER, Set.of()))
                .toList();
        var request = PlanRequest.builder("", OWNER, new Rendered(parts, List.of()))
                .registry(REGISTRY)
                .putSeen(Target.ADMIN, observed(), DryRun.by(admin))
                .build();
        var plan = Planner.standard().plan(request);
        return new Plan(
                ResourceTypes.TENANT_BOUNDARY.ref(OWNER),
                plan.changes(),
                plan.consequences(),
                plan.storeSteps(),
                plan.warnings(),
                plan.dryRuns());
    }

    /**
     * Does what {@link #plan} says; nothing the second time.
     *
     * @throws io.kamaji.api.KamajiException if a write fails; installing again goes on from there
     */
    public ApplyReport install(List<BoundaryPolicy> policies) {
        return Applier.standard()
                .apply(plan(policies), Map.of(Target.ADMIN, admin), StoreEffect.NONE)
                .orThrow();
    }

    private Observed observed() {
        var objects = new LinkedHashMap<ObjectRef, JsonObject>();
        for (var kind : KINDS) {
            admin.list(new ListRequest(kind, Optional.empty(), Labels.NAME + "=" + OWNER, false))
                    .items()
                    .forEach(object -> objects.put(ObjectRef.of(object), object));
        }
        return new Observed(objects);
    }

    private static JsonObject labelled(JsonObject manifest) {
        var labels = JsonObject.of(Labels.NAME, OWNER, Labels.PROJECT, "kamaji", Labels.COMPONENT, OWNER);
        return manifest.update("metadata", metadata -> metadata.with("labels", labels));
    }
}
