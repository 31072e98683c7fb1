package io.kamaji.core.migrate;

import io.kamaji.api.InvalidSpecException;
import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ApplyOptions;
import io.kamaji.core.event.MigrationStepped;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.reconcile.PassBoundary;
import io.kamaji.core.reconcile.PassLoop;
import io.kamaji.core.reconcile.ReconcilerSettings;
import io.kamaji.core.reconcile.TenantReconciler;
import io.kamaji.core.storage.DataStoreResolver;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.MigrationRecord.Step;
import io.kamaji.core.storage.TenantPlace;
import io.kamaji.datastore.DataStoreException;
import io.kamaji.datastore.Exportable;
import io.kamaji.datastore.Freezable;
import io.kamaji.datastore.KeyValueStore;
import io.kamaji.datastore.KineLauncher;
import io.kamaji.datastore.Renumberable;
import io.kamaji.datastore.transfer.ContentSummary;
import io.kamaji.datastore.transfer.TenantCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Moves one tenant's data to another datastore and the tenant after it: freeze, copy, stop, verify, switch.
 *
 * <p>Where it is, is kept in the admin cluster ({@link MigrationRecord}): a process that finds it half-done goes on with it.
 * A failure before the switch puts the tenant back on the old store, where nothing was lost, as writes were refused; after
 * that only the way on is left. While a store that can refuse writes ({@link Freezable}) is copied, reads go on; with any
 * other the pods are ended first. No API server of the new store starts before the last of the old one has ended.
 * Not thread-safe; one instance per migration.
 */
public final class TenantMigration {
    private static final Duration ADVANCE = Duration.ofSeconds(20);

    private final TenantReconciler reconciler;
    private final ReconcilerSettings settings;
    private final ClusterClient admin;
    private final TenantControlPlane tenant;
    private final MigrationOptions options;
    private final KineLauncher kine;
    private final TenantPods pods;
    private final Instant end;
    private Optional<ContentSummary> verified = Optional.empty();
    private boolean revisionsWentBack;

    private TenantMigration(
            TenantReconciler reconciler,
            ReconcilerSettings settings,
            ClusterClient admin,
            TenantControlPlane tenant,
            MigrationOptions options) {
        this.reconciler = reconciler;
        this.settings = settings;
        this.admin = admin;
        this.tenant = tenant;
        this.options = options;
        this.kine = options.kine().orElseGet(() -> PodKineLauncher.create(admin, settings, tenant));
        this.pods = new TenantPods(admin, tenant, settings.clock());
        this.end = settings.clock().instant().plus(options.atMost());
    }

    public static TenantMigration create(
            TenantReconciler reconciler,
            ReconcilerSettings settings,
            ClusterClient admin,
            TenantControlPlane tenant,
            MigrationOptions options) {
        return new TenantMigration(reconciler, settings, admin, tenant, options);
    }

    /**
     * Moves it, or goes on with moving it.
     *
     * @param to datastore
     * @throws KamajiException if it can't be done; the message says where the tenant is now
     */
    public MigrationReport run(String to) {
        var stored = MigrationLease.stored(admin, tenant);
        var moving = stored.filter(record -> record.step() != Step.DONE);
        if (moving.isEmpty()) {
            var source = TenantPlace.current(tenant, admin, settings.storage());
            if (source.name().equals(to)) {
                return finished(to, stored);
            }
            var target = source.in(to, admin, settings.storage());
            Prerequisites.check(tenant, source, target, settings, admin);
            dropLeftover(source, stored, to);
            return work(
                    MigrationLease.begin(
                            admin, tenant, settings.clock(), options.takeOver(), source.name(), to, stored),
                    source,
                    target);
        }
        var record = moving.get();
        if (!record.to().equals(to)) {
            throw KamajiException.at(
                    TenantPlace.migration(tenant),
                    "the tenant is being moved to datastore " + record.to() + " (step " + record.step()
                            + "): end or abort that migration first");
        }
        var claim = MigrationLease.resume(admin, tenant, settings.clock(), options.takeOver(), record);
        var current = TenantPlace.current(tenant, admin, settings.storage());
        var target = current.in(to, admin, settings.storage());
        return record.step() == Step.SWITCH
                ? switchOver(claim, target)
                : work(claim, current.in(record.from(), admin, settings.storage()), target);
    }

    /** What the move before this one left: the record has room for one pair of datastores only. */
    private void dropLeftover(TenantPlace current, Optional<MigrationRecord> finished, String to) {
        finished.map(MigrationRecord::from)
                .filter(old -> !old.equals(to) && !old.equals(current.name()))
                .ifPresent(old -> current.dropIn(old, admin, settings.storage()));
    }

    private static MigrationReport finished(String to, Optional<MigrationRecord> record) {
        return new MigrationReport(record.map(MigrationRecord::from).orElse(to), to, Optional.empty(), false);
    }

    /**
     * Gives up one that has not switched yet: the tenant goes back to the old store.
     *
     * @throws KamajiException if it has switched, or there is none
     */
    public void abort() {
        var record = MigrationLease.stored(admin, tenant)
                .filter(r -> r.step() != Step.DONE)
                .orElseThrow(() -> failure("not being moved to another datastore: nothing to abort"));
        if (record.step() == Step.SWITCH) {
            throw failure("the tenant may have written to datastore " + record.to()
                    + " already: let the migration end, then move the tenant back");
        }
        var claim = MigrationLease.resume(admin, tenant, settings.clock(), options.takeOver(), record);
        fallBack(
                claim,
                TenantPlace.current(tenant, admin, settings.storage()).in(record.from(), admin, settings.storage()));
    }

    private KamajiException failure(String message) {
        return KamajiException.at(TenantObjects.of(tenant).ref(), message);
    }

    private MigrationReport work(MigrationLease claim, TenantPlace source, TenantPlace target) {
        if (claim.record().step() == Step.FALL_BACK) {
            fallBack(claim, source);
            throw failure("the migration had failed before; the tenant is back on datastore " + source.name()
                    + ": migrate again to try again");
        }
        MigrationLease prepared;
        try {
            prepared = PassBoundary.within(TenantObjects.of(tenant).ref(), () -> prepare(claim, source, target));
        } catch (InvalidSpecException | KamajiException e) {
            if (claim.record().step() != Step.SWITCH) {
                fallBackAfter(e, claim, source);
            }
            throw e;
        }
        return switchOver(prepared, target);
    }

    /** Everything up to the point of no return, from wherever it is. */
    private MigrationLease prepare(MigrationLease claim, TenantPlace source, TenantPlace target) {
        if (claim.record().step() == Step.FREEZE) {
            freeze(claim, source);
            claim.at(Step.COPY);
        }
        if (claim.record().step() == Step.COPY) {
            copy(claim, source, target);
            claim.at(Step.STOP);
        }
        if (claim.record().step() == Step.STOP) {
            tell(claim, 0, "ends the pods on " + source);
            pods.stop(left(), claim::renew);
            claim.at(Step.VERIFY);
        }
        if (claim.record().step() == Step.VERIFY) {
            verify(claim, source, target);
            claim.at(Step.SWITCH);
        }
        return claim;
    }

    private void freeze(MigrationLease claim, TenantPlace source) {
        var freezable = source.driver().capability(Freezable.class);
        tell(claim, 0, (freezable.isPresent() ? "refuses writes to " : "ends the pods on ") + source);
        if (freezable.isEmpty()) {
            pods.stop(left(), claim::renew);
            return;
        }
        freezable.get().freeze(source.store(), source.tenant());
        if (!freezable.get().frozen(source.store(), source.tenant())) {
            throw KamajiException.at(
                    ResourceTypes.DATA_STORE.ref(source.name()),
                    "driver " + source.driver().name()
                            + " does not confirm that the tenant's writes are refused: migrate again to try again");
        }
    }

    private void copy(MigrationLease claim, TenantPlace source, TenantPlace target) {
        tell(claim, 0, "copies to " + target);
        // A stale copy from an earlier migration may be frozen there.
        target.driver().capability(Freezable.class).ifPresent(store -> {
            if (store.frozen(target.store(), target.tenant())) {
                store.thaw(target.store(), target.tenant());
            }
        });
        target.driver().ensure(target.store(), target.tenant());
        ensureClaim(target);
        try (var from = open(source);
                var to = open(target)) {
            var summary = TenantCopy.copy(from, to, (keys, bytes) -> {
                claim.renew();
                tell(claim, keys, keys + " keys, " + bytes + " bytes");
            });
            claim.copied(summary.toString());
        }
    }

    /** The file's claim is to be there before the first pass on the new store makes it, as that pass does. */
    private void ensureClaim(TenantPlace target) {
        PlaceRendering.of(tenant, target.storage(), settings)
                .claim()
                .filter(object -> admin.get(ObjectRef.of(object)).isEmpty())
                .ifPresent(object -> admin.apply(object, new ApplyOptions(Planner.MANAGER, true, false)));
    }

    /**
     * Clients go on watching from the last revision that they know. If the new store's were lower, it would tell them
     * nothing until it got there; if it is higher, it tells them to list anew.
     */
    private void verify(MigrationLease claim, TenantPlace source, TenantPlace target) {
        tell(claim, 0, "compares " + source + " with " + target);
        try (var from = open(source)) {
            var next = from.read(Optional.empty(), OptionalLong.empty(), 1).revision() + 1;
            target.driver()
                    .capability(Renumberable.class)
                    .ifPresent(store -> store.raise(target.store(), target.tenant(), next));
            try (var to = open(target)) {
                revisionsWentBack = !to.advance(next, ADVANCE);
                verified = Optional.of(TenantCopy.verify(from, to, (keys, bytes) -> claim.renew()));
            }
        }
    }

    private KeyValueStore open(TenantPlace place) {
        return place.require(Exportable.class).open(place.store(), place.tenant(), kine);
    }

    /** What the old store has is dropped before the record says that all is done, so that whoever goes on drops it, too. */
    private MigrationReport switchOver(MigrationLease claim, TenantPlace target) {
        tell(claim, 0, "starts the control plane on " + target);
        var moved =
                tenant.toBuilder().spec(spec -> spec.dataStore(target.name())).build();
        new PassLoop(TenantObjects.of(tenant).ref(), admin, settings.clock()).until(left(), () -> {
            claim.renew();
            var pass = reconciler.reconcile(moved, admin);
            return new PassLoop.Step<>(pass.status(), pass.result());
        });
        var from = claim.record().from();
        var stores = new DataStoreResolver(settings.storage(), admin);
        var empties = options.dropSource() || stores.drains(from);
        if (empties) {
            stores.dropIn(from, target.tenant());
        }
        claim.at(Step.DONE);
        tell(claim, 0, "the tenant runs on " + target);
        if (empties) {
            claim.forget();
        }
        return new MigrationReport(from, target.name(), verified, revisionsWentBack);
    }

    private void fallBackAfter(RuntimeException failure, MigrationLease claim, TenantPlace source) {
        try {
            fallBack(claim, source);
        } catch (KamajiException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Writes are allowed again, the copy is dropped, and the next pass starts the pods that may have ended. Where the copy can't be
     * dropped now, the record says that it is there, as after a move the other way.
     */
    private void fallBack(MigrationLease claim, TenantPlace source) {
        claim.at(Step.FALL_BACK);
        tell(claim, 0, "back to " + source);
        source.driver().capability(Freezable.class).ifPresent(store -> store.thaw(source.store(), source.tenant()));
        try {
            new DataStoreResolver(settings.storage(), admin)
                    .dropIn(claim.record().to(), source.tenant());
            claim.forget();
        } catch (DataStoreException e) {
            claim.turnBack();
        }
        var back =
                tenant.toBuilder().spec(spec -> spec.dataStore(source.name())).build();
        reconciler.reconcile(back, admin);
    }

    private Duration left() {
        var left = Duration.between(settings.clock().instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void tell(MigrationLease claim, long keys, String message) {
        var event = new MigrationStepped(
                TenantReconciler.ref(tenant),
                settings.clock().instant(),
                claim.record().step().name(),
                keys,
                message);
        settings.listener().accept(event);
        options.progress().accept(event);
    }
}
