package io.kamaji.core.reconcile;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.apply.Applier;
import io.kamaji.core.apply.ApplyReport;
import io.kamaji.core.apply.StoreEffect;
import io.kamaji.core.boundary.BoundaryCheck;
import io.kamaji.core.cluster.Budget;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.manifest.Manifest;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.observe.Rollout;
import io.kamaji.core.observe.TenantFingerprint;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.observe.TenantState;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.render.ClusterCredentials;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.PassFacts;
import io.kamaji.core.status.RetryPolicy;
import io.kamaji.core.status.TenantStatus;
import io.kamaji.core.status.WireStatus;
import io.kamaji.core.storage.DataStoreResolver;
import io.kamaji.core.storage.DueMove;
import io.kamaji.core.storage.DueMove.Cause;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.TenantAccounts;
import io.kamaji.core.storage.TenantQuota;
import io.kamaji.pki.KeyedCertificate;
import io.kamaji.pki.Kubeconfig;
import io.kamaji.pki.PkiException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One pass over one tenant: looks once, decides once, writes what differs, and says what to do next. Keeps no state of its
 * own, so passes may run in any process; two passes over one tenant at a time are safe but waste requests. Thread-safe.
 */
public final class TenantReconciler {
    private final ReconcilerSettings settings;
    private final Planner planner = Planner.standard();
    private final Applier applier = Applier.standard();
    private final PassTelling telling;

    private TenantReconciler(ReconcilerSettings settings) {
        this.settings = settings;
        this.telling = new PassTelling(settings);
    }

    public static TenantReconciler create(ReconcilerSettings settings) {
        return new TenantReconciler(settings);
    }

    /**
     * What a tenant would be made of, given what is there now. Reads only.
     *
     * @throws InvalidSpecException with everything that is wrong with the spec
     */
    public Rendered render(TenantControlPlane tenant, ClusterClient admin) {
        return PassBoundary.within(
                ref(tenant),
                () -> PassInputs.of(SpecCheck.of(tenant, settings, admin), admin)
                        .rendered());
    }

    /**
     * What a pass would do. Reads only; for what may be a mere difference in writing it asks by dry run.
     *
     * @throws InvalidSpecException with everything that is wrong with the spec
     */
    public Plan plan(TenantControlPlane tenant, ClusterClient admin) {
        return PassBoundary.within(ref(tenant), () -> {
            var inputs = PassInputs.of(SpecCheck.of(tenant, settings, admin), admin);
            try (var reached = look(inputs)) {
                return inputs.boundaries().forecast(planner.plan(inputs.planRequest(reached)), admin);
            }
        });
    }

    /**
     * Applies a plan that was made earlier.
     *
     * @throws io.kamaji.core.apply.StalePlanException if the cluster moved under it; nothing is written then
     */
    public ApplyReport apply(Plan plan, ClusterClient admin) {
        var names = TenantObjects.of(requireTenants(Objects.requireNonNull(plan, "plan")));
        return PassBoundary.within(names.ref(), () -> apply(plan, names, admin));
    }

    private static ObjectRef requireTenants(Plan plan) {
        if (!ResourceTypes.TENANT_CONTROL_PLANE.is(plan.subject())) {
            throw KamajiException.at(plan.subject(), "this is no tenant: reconcile the object to apply a plan of it");
        }
        return plan.subject();
    }

    private ApplyReport apply(Plan plan, TenantObjects names, ClusterClient admin) {
        var planned = plan.changes().stream()
                .filter(change -> change.target() == Target.ADMIN)
                .map(Change::ref)
                .toList();
        var observed = AdminState.at(names, settings.renderer().registry(), planned, admin)
                .observed();
        requireNoMigration(plan, names, observed);
        applier.checkFresh(plan, Map.of(Target.ADMIN, observed));
        var inTenant = plan.changes().stream()
                .filter(change -> change.target() == Target.TENANT)
                .toList();
        if (inTenant.stream().noneMatch(change -> change.action().writes())) {
            return applier.apply(plan, Map.of(Target.ADMIN, admin), storeEffect(plan, names, admin));
        }
        var superAdmin = HandedOut.kubeconfig(
                names, ClusterCredentials.SUPER_ADMIN.file(), observed.get(names.adminKubeconfig()));
        try (var client = open(superAdmin)) {
            applier.checkFresh(
                    plan,
                    Map.of(
                            Target.TENANT,
                            TenantState.objects(
                                    client, inTenant.stream().map(Change::ref).toList())));
            return applier.apply(
                    plan, Map.of(Target.ADMIN, admin, Target.TENANT, client), storeEffect(plan, names, admin));
        }
    }

    /**
     * One pass.
     *
     * @throws InvalidSpecException with everything that is wrong with the spec; nothing is written then
     * @throws KamajiException for a failure that no later pass will mend by itself
     */
    public Pass reconcile(TenantControlPlane tenant, ClusterClient admin) {
        return reconcile(tenant, admin, plan -> plan);
    }

    /**
     * One pass that does only what is left of the plan.
     *
     * @param allowed given the plan; what it gives is done
     * @throws InvalidSpecException with everything that is wrong with the spec; nothing is written then
     * @throws KamajiException for a failure that no later pass will mend by itself
     */
    public Pass reconcile(TenantControlPlane tenant, ClusterClient admin, UnaryOperator<Plan> allowed) {
        return PassBoundary.within(ref(tenant), () -> {
            var check = SpecCheck.of(tenant, settings, admin);
            return telling.told(tenant, () -> pass(check, admin, allowed));
        });
    }

    private Pass pass(SpecCheck check, ClusterClient admin, UnaryOperator<Plan> allowed) {
        var inputs = PassInputs.of(check, admin);
        try (var reached = look(inputs)) {
            var plan = inputs.boundaries().begun(allowed.apply(planner.plan(inputs.planRequest(reached))));
            var clusters = new EnumMap<Target, ClusterClient>(Target.class);
            clusters.put(Target.ADMIN, admin);
            reached.client().ifPresent(client -> clusters.put(Target.TENANT, client));
            var report = applier.apply(plan, clusters, storeEffect(plan, inputs.names(), admin));
            telling.issued(inputs, report);
            telling.checked(inputs);
            return pass(inputs.facts(reached, plan, report));
        }
    }

    /** Looks into the tenant's own cluster, once its API can be up. */
    private TenantState look(PassInputs inputs) {
        var names = inputs.names();
        var wanted = inputs.rendered().manifests(Target.TENANT).stream()
                .map(Manifest::ref)
                .toList();
        var superAdmin = Optional.ofNullable(
                inputs.credentials().stored().kubeconfigs().get(ClusterCredentials.SUPER_ADMIN.file()));
        var serves = inputs.seen().get(names.deployment()).map(Rollout::new).filter(Rollout::available);
        if (wanted.isEmpty() || superAdmin.isEmpty() || serves.isEmpty()) {
            return TenantState.unseen();
        }
        Kubeconfig kubeconfig;
        try {
            kubeconfig = Kubeconfig.parse(superAdmin.get());
        } catch (PkiException e) {
            return TenantState.unanswered(names.adminKubeconfig() + ", super-admin.conf can't be read: "
                    + e.getMessage() + "; it is made anew");
        }
        return TenantState.at(
                () -> open(kubeconfig),
                inputs.seen(),
                settings.renderer().registry().types(Target.TENANT, kind -> kind.isFor(inputs.tenant())),
                wanted,
                observed -> UpgradeOrder.settled(inputs, observed));
    }

    /** The tenant's API for one pass or one look: whatever it answers, that takes no more than the budget. */
    private ClusterClient open(Kubeconfig superAdmin) {
        return settings.access().open(superAdmin, settings.endpoints()).within(Budget.ofLook());
    }

    /** @throws KamajiException if the pass failed for a reason that goes away only if someone does something */
    private Pass pass(PassFacts facts) {
        facts.report()
                .failure()
                .filter(failure -> !RetryPolicy.isTransient(failure))
                .ifPresent(failure -> {
                    throw failure;
                });
        var status = TenantStatus.of(facts);
        var wire = WireStatus.of(
                facts.tenant().status(), facts, status, settings.clock().instant());
        var quota = Optional.of(facts.quota()).filter(TenantQuota::isSet);
        return new Pass(facts.plan(), facts.report(), status, NextStep.of(facts), wire, facts.dueMove(), quota);
    }

    /**
     * One pass of a deletion: the tenant's pods end, then its data is dropped from the datastore, then every object that
     * Kamaji made for it is deleted. Objects of others stay; what holds an object of ours up is waited for.
     *
     * @return done once nothing is left, objects on their way out included
     * @throws KamajiException for a failure that no later pass will mend by itself
     */
    public Pass delete(TenantControlPlane tenant, ClusterClient admin) {
        return PassBoundary.within(ref(tenant), () -> {
            var deletion = new TenantDeletion(settings, planner, applier);
            return telling.told(tenant, () -> deletion.pass(tenant, admin));
        });
    }

    /** What a deletion would take away. Reads only; it may need several passes, so apply it with {@link #delete}. */
    public Plan planDelete(TenantControlPlane tenant, ClusterClient admin) {
        return PassBoundary.within(
                ref(tenant), () -> new TenantDeletion(settings, planner, applier).plan(tenant, admin));
    }

    /** Whether a tenant's state is not to stay where it is, and why; by what the cluster shows, without a pass. Reads only. */
    public Optional<DueMove> dueMove(TenantControlPlane tenant, ClusterClient admin) {
        return PassBoundary.within(ref(tenant), () -> {
            var due = DueMove.of(tenant, admin, settings.storage());
            return due.filter(move -> move.cause() == Cause.DRAINS).isEmpty()
                    ? due
                    : DueMove.of(settings.classes().classed(tenant, admin).tenant(), admin, settings.storage());
        });
    }

    /**
     * Where a tenant goes whose datastore drains, by its boundaries and the placement; empty: no other takes it. Reads only. The
     * place is kept for the tenant, so that whoever is placed meanwhile counts it.
     */
    public Optional<String> wayOut(TenantControlPlane tenant, ClusterClient admin) {
        return PassBoundary.within(ref(tenant), () -> {
            var check = SpecCheck.of(tenant, settings, admin);
            var seen = AdminState.of(check.tenant(), settings.renderer().registry(), admin);
            var boundaries = BoundaryCheck.of(settings.boundaries(), check.tenant(), seen, admin);
            return new DataStoreResolver(settings.storage(), admin).wayOut(check.tenant(), boundaries::admits);
        });
    }

    /**
     * One of the tenant's kubeconfigs for people.
     *
     * @param key {@code admin.conf}, {@code admin.svc}, {@code super-admin.conf} or {@code super-admin.svc}
     * @throws KamajiException if it is not there yet
     */
    public Kubeconfig kubeconfig(TenantControlPlane tenant, String key, ClusterClient admin) {
        var names = TenantObjects.of(tenant);
        return HandedOut.kubeconfig(names, key, admin.get(names.adminKubeconfig()));
    }

    /** A tenant by its name, as sweeps and events know it. */
    public static ObjectRef ref(TenantControlPlane tenant) {
        return TenantObjects.of(tenant).ref();
    }

    /**
     * A cheap look into the tenant's own cluster, to be compared with an earlier one: one GET in the admin cluster,
     * a metadata-only list per kind, connection closed.
     *
     * @throws KamajiException if the tenant has no kubeconfig yet or does not answer
     */
    public TenantFingerprint glimpse(ObjectRef tenant, ClusterClient admin) {
        var names = TenantObjects.of(tenant);
        return PassBoundary.within(names.ref(), () -> {
            var superAdmin = HandedOut.kubeconfig(
                    names, ClusterCredentials.SUPER_ADMIN.file(), admin.get(names.adminKubeconfig()));
            try (var client = open(superAdmin)) {
                return TenantFingerprint.of(
                        client, settings.renderer().registry().types(Target.TENANT));
            }
        });
    }

    /**
     * The tenant's CA with its key, to issue from.
     *
     * @throws KamajiException if it is not there yet or can't be read
     */
    public KeyedCertificate authority(TenantControlPlane tenant, ClusterClient admin) {
        return HandedOut.authority(TenantObjects.of(tenant), admin);
    }

    /** A plan from before would start the pods again that a migration has ended. */
    private static void requireNoMigration(Plan plan, TenantObjects names, Observed observed) {
        var dataStore = plan.change(Target.ADMIN, names.storageConfig())
                .flatMap(Change::manifest)
                .flatMap(manifest -> TenantAccounts.dataStore(manifest.tree()));
        MigrationRecord.of(observed, names).ifPresent(record -> record.requirePass(dataStore.orElse(""), names));
    }

    /** The stores as the plan's own Secrets have them, so that a plan that was kept for long needs nothing else. */
    private StoreEffect storeEffect(Plan plan, TenantObjects names, ClusterClient admin) {
        if (plan.storeSteps().isEmpty()) {
            return StoreEffect.NONE;
        }
        var accounts = plan.changes().stream()
                .filter(change -> change.target() == Target.ADMIN && names.isStorageConfig(change.ref()))
                .map(Change::body)
                .filter(body -> TenantAccounts.dataStore(body).isPresent())
                .toList();
        if (accounts.isEmpty()) {
            throw KamajiException.at(names.storageConfig(), "missing from the plan, which has store steps: plan again");
        }
        var stores = new DataStoreResolver(settings.storage(), admin);
        return () -> accounts.forEach(secret -> {
            var store = stores.named(TenantAccounts.dataStore(secret).orElseThrow());
            settings.drivers()
                    .driver(store.driver())
                    .ensure(store, TenantAccounts.read(secret).orElseThrow());
        });
    }
}
