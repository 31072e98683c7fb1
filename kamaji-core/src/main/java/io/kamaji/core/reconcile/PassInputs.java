package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.boundary.BoundaryCheck;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterException;
import io.kamaji.core.component.DataStoreBinding;
import io.kamaji.core.exposure.Acceptance;
import io.kamaji.core.exposure.Endpoints;
import io.kamaji.core.manifest.OwnerReferences;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.observe.ContributedKinds;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.observe.TenantState;
import io.kamaji.core.plan.DryRun;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.render.ControlPlaneRenderer;
import io.kamaji.core.render.RenderInputs;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.status.PassFacts;
import io.kamaji.core.status.RetryPolicy;
import io.kamaji.core.storage.DataStoreResolver;
import io.kamaji.core.storage.DueMove;
import io.kamaji.core.storage.OverrideWarnings;
import io.kamaji.core.storage.TenantAccounts;
import io.kamaji.core.storage.TenantQuota;
import io.kamaji.core.storage.TenantStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a pass saw of the admin cluster and made of it: everything up to the plan. Immutable.
 *
 * @param former what of earlier ways is kept
 * @param endpoints where the tenant is reached, by what was seen
 * @param store what the stores still lack
 * @param dueMove that the tenant is not to stay in its store
 * @param quota how much it may take in its store, and how it stands to that
 * @param boundaries those that it is in, and what is outside of them
 */
record PassInputs(
        TenantControlPlane tenant,
        TenantObjects names,
        ClusterClient admin,
        AdminState seen,
        ControlPlaneRenderer renderer,
        DataStoreBinding binding,
        FormerWays former,
        Endpoints endpoints,
        TenantCredentials credentials,
        Rendered rendered,
        TenantStorage.Lacking store,
        Optional<DueMove> dueMove,
        TenantQuota quota,
        BoundaryCheck boundaries,
        List<String> warnings,
        boolean adopt,
        boolean allowDataLoss) {

    private static final Duration OVERTAKEN = Duration.ofSeconds(1);

    /** Looks and decides. Reads only. */
    static PassInputs of(SpecCheck spec, ClusterClient admin) {
        var tenant = spec.tenant();
        var settings = spec.settings();
        var names = TenantObjects.of(tenant);
        var registry = settings.renderer().registry();
        var seen = settings.adopt()
                ? AdminState.adoptable(tenant, registry, admin)
                : AdminState.of(tenant, registry, admin);
        requireAccount(tenant, seen, settings);
        var spelled = BoundaryCheck.of(settings.boundaries(), tenant, seen, admin);
        spec.within(spelled);
        var storage = TenantStorage.of(tenant, seen, new DataStoreResolver(settings.storage(), admin), spelled::admits);
        var check = spec.placed(storage, seen);
        var now = settings.clock().instant();
        var quota = TenantQuota.of(tenant, spelled.boundaries(), storage, seen, settings.storeUsages(), now);
        var store = quota.in(storage.store());
        var renderer = settings.renderer();
        var former = FormerWays.of(tenant, registry, seen, now);
        var endpoints = former.at(renderer.endpoints(tenant, store, seen::get));
        var wanted = renderer.certificates(tenant, endpoints, store);
        var credentials = TenantCredentials.of(wanted, seen, storage, settings);
        var inputs = RenderInputs.builder(store, endpoints)
                .credentials(credentials.credentials())
                .kineImage(settings.kineImage());
        OwnerReferences.controller(tenant).ifPresent(inputs::owner);
        var bare = renderer.render(tenant, inputs.build());
        var boundaries = spelled.placed(
                storage.resolved(), seen.get(names.storageConfig()).flatMap(TenantAccounts::dataStore), bare, registry);
        var rendered = former.in(bare, registry, endpoints)
                .withWarnings(check.within(boundaries).warnings());
        check.refuse(SharedPorts.taken(rendered, seen, admin));
        var warnings = warnings(seen, credentials, rendered, storage);
        quota.warning().ifPresent(warnings::add);
        namespaceProblem(seen, admin).ifPresent(warnings::add);
        var lacking = storage.lacking();
        if (lacking.problem().isPresent() && seen.get(names.deployment()).isEmpty()) {
            requireNotOvertaken(seen, admin);
            // a control plane that can't reach its state would only crash; one that runs must not be held up
            RetryPolicy.retryAfter(lacking.problem().get());
            rendered = waiting(
                    rendered,
                    names.deployment(),
                    "<datastore " + storage.resolved().name() + ">");
        }
        return new PassInputs(
                tenant,
                names,
                admin,
                seen,
                renderer,
                store,
                former,
                endpoints,
                credentials,
                rendered,
                lacking,
                storage.dueMove(),
                quota,
                boundaries,
                warnings,
                settings.adopt(),
                settings.allowDataLoss());
    }

    /** Where the tenant is reached if these are the objects of the admin cluster. */
    private Endpoints endpointsAt(Function<ObjectRef, Optional<JsonObject>> objects) {
        return former.at(renderer.endpoints(tenant, binding, objects));
    }

    /** What fronts say of the tenant's routes if these are the objects of the admin cluster. */
    private List<Acceptance> frontsAt(Function<ObjectRef, Optional<JsonObject>> objects) {
        return renderer.acceptances(tenant, endpoints, binding, objects);
    }

    /** Told before the first write fails; asked only where nothing of the tenant is there yet. */
    private static Optional<String> namespaceProblem(AdminState seen, ClusterClient admin) {
        if (!seen.observed().objects().isEmpty()) {
            return Optional.empty();
        }
        var name = seen.names().namespace();
        try {
            var namespace = admin.get(ResourceTypes.NAMESPACE.ref(name));
            return namespace.isEmpty()
                    ? Optional.of("there is no namespace " + name + ": create it first")
                    : namespace
                            .filter(live ->
                                    live.get("metadata", "deletionTimestamp").isPresent())
                            .map(live -> "namespace " + name + " is being deleted: nothing can be created in it");
        } catch (ClusterException e) {
            if (e.code() == 403) {
                return Optional.empty(); // whoever may not see it need not be told of it
            }
            throw e;
        }
    }

    private static List<String> warnings(
            AdminState seen, TenantCredentials credentials, Rendered rendered, TenantStorage storage) {
        var warnings = new ArrayList<>(seen.warnings());
        warnings.addAll(credentials.warnings());
        var deployment = seen.names().deployment();
        rendered.manifests(Target.ADMIN).stream()
                .filter(manifest -> manifest.ref().equals(deployment))
                .map(manifest -> OverrideWarnings.warnings(seen.get(deployment), manifest.tree(), storage.store()))
                .forEach(warnings::addAll);
        return warnings;
    }

    /** Who a tenant is in its store can't be decided a second time: it would start anew on an empty one. */
    private static void requireAccount(TenantControlPlane tenant, AdminState seen, ReconcilerSettings settings) {
        var ref = seen.names().storageConfig();
        var isKnown = seen.get(ref).isPresent()
                || tenant.status().flatMap(s -> s.storage()).isPresent();
        if (!isKnown && seen.get(seen.names().deployment()).isPresent() && !settings.allowDataLoss()) {
            throw KamajiException.at(
                    ref,
                    "missing, and the tenant lives: its account in the datastore is recorded nowhere else. Restore the"
                            + " Secret from a backup; with consent to lose data (allowDataLoss) the tenant starts anew"
                            + " on an empty store");
        }
    }

    /** Where another process decided the tenant's account after we looked, the store knows that one and refuses ours. */
    private static void requireNotOvertaken(AdminState seen, ClusterClient admin) {
        var ref = seen.names().storageConfig();
        if (seen.get(ref).isEmpty() && admin.get(ref).isPresent()) {
            throw KamajiException.at(ref, "was created meanwhile: another process reconciles the tenant")
                    .retryAfter(OVERTAKEN);
        }
    }

    private static Rendered waiting(Rendered rendered, ObjectRef ref, String what) {
        var parts = rendered.parts().stream()
                .map(part -> part.manifest().ref().equals(ref) ? part.waitingFor(what) : part)
                .toList();
        return new Rendered(parts, rendered.warnings());
    }

    /** Accounts in stores that were overrides' once: only with them are the stores cleared when the tenant goes. */
    private Set<ObjectRef> leftStores() {
        var left = new TreeSet<>(Comparator.comparing(ObjectRef::name));
        left.addAll(seen.observed().objects().keySet());
        left.removeIf(ref -> !names.isStorageConfig(ref));
        rendered.manifests(Target.ADMIN).forEach(manifest -> left.remove(manifest.ref()));
        return left;
    }

    /** What the pass saw and did. */
    PassFacts facts(TenantState cluster, Plan plan, ApplyReport report) {
        return new PassFacts(
                tenant,
                names,
                renderer.registry(),
                seen,
                cluster,
                endpoints,
                this::endpointsAt,
                this::frontsAt,
                binding,
                store,
                dueMove,
                quota,
                boundaries,
                plan,
                report);
    }

    PlanRequest planRequest(TenantState tenantState) {
        var request = PlanRequest.builder(
                        names.namespace(),
                        names.tenant(),
                        quota.record(boundaries.record(ContributedKinds.record(rendered, seen, tenantState)), seen))
                .registry(renderer.registry())
                .putSeen(Target.ADMIN, seen.observed(), DryRun.by(admin))
                .issued(credentials.issued())
                .storeSteps(store.steps())
                .bringYourOwn(seen.bringYourOwn())
                .keep(leftStores())
                .adopt(adopt)
                .allowDataLoss(allowDataLoss);
        var all = new ArrayList<>(warnings);
        store.problem().map(KamajiException::getMessage).ifPresent(all::add);
        leftStores()
                .forEach(account ->
                        all.add(account + " stays: a store that nothing is kept in any more holds what it held"
                                + " until the tenant is deleted"));
        tenantState.problem().ifPresent(all::add);
        tenantState
                .client()
                .ifPresent(client -> request.putSeen(Target.TENANT, tenantState.observed(), DryRun.by(client)));
        return request.warnings(all).build();
    }
}
