package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.Applier;
import io.kamaji.core.apply.StoreEffect;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.ClusterClient.Preconditions;
import io.kamaji.core.cluster.Observed;
import io.kamaji.core.manifest.Action;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.plan.DryRun;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.storage.DataStoreResolver;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.TenantAccounts;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes a tenant away, in an order from which any cut can be taken up again: its pods end before its data goes, and the
 * Secret that says what is its own in the store goes last.
 */
record TenantDeletion(ReconcilerSettings settings, Planner planner, Applier applier) {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration PODS = Duration.ofSeconds(10);

    NextStep pass(TenantControlPlane tenant, ClusterClient admin) {
        var names = TenantObjects.of(tenant);
        var observed = AdminState.at(names, admin).observed();
        var deployment = observed.get(names.deployment());
        if (deployment.isPresent()
                && deployment.get().get("metadata", "deletionTimestamp").isEmpty()) {
            admin.delete(names.deployment(), Preconditions.of(deployment.get()));
        }
        var pods = admin.list(ListRequest.of(ResourceTypes.POD, names.namespace(), names.selector()))
                .items();
        if (!pods.isEmpty()) {
            return NextStep.retryOn(
                    NextStep.Watched.of(pods.get(0), pod -> false), PODS, "the end of " + pods.size() + " pods");
        }
        var accounts = accounts(names, observed);
        accounts.values().forEach(secret -> drop(secret, tenant, admin));
        observed.get(names.migration()).ifPresent(record -> {
            Optional.ofNullable(accounts.get(names.storageConfig()))
                    .ifPresent(secret -> dropMoved(MigrationRecord.parse(record), secret, admin));
            admin.delete(names.migration(), Preconditions.of(record));
        });
        var keep = new HashSet<>(accounts.keySet());
        keep.add(names.deployment());
        var rest = plan(names, observed, keep);
        applier.apply(rest, Map.of(Target.ADMIN, admin), StoreEffect.NONE).orThrow();
        accounts.forEach((ref, secret) -> forget(secret, ref, admin));
        return rest.changes(Action.DELETE).isEmpty() && deployment.isEmpty() && accounts.isEmpty()
                ? NextStep.done()
                : NextStep.retryAfter(SOON, "a look whether anything is left");
    }

    /** All that would be deleted, in words; what becomes of the store is a warning. */
    Plan plan(TenantControlPlane tenant, ClusterClient admin) {
        var names = TenantObjects.of(tenant);
        return plan(names, AdminState.at(names, admin).observed(), Set.of());
    }

    private Plan plan(TenantObjects names, Observed observed, Set<ObjectRef> keep) {
        var request = PlanRequest.builder(names.namespace(), names.tenant(), new Rendered(List.of(), List.of()))
                .putSeen(Target.ADMIN, observed, DryRun.NONE)
                .keep(keep)
                .allowDataLoss(true);
        request.warnings(accounts(names, observed).values().stream()
                .flatMap(secret -> TenantAccounts.read(secret).stream()
                        .map(identity -> "the data of schema " + identity.schema() + " will be deleted from "
                                + TenantAccounts.dataStore(secret)
                                        .map(name -> "datastore " + name)
                                        .orElse("the datastore")))
                .toList());
        return planner.plan(request.build());
    }

    /** What says what is the tenant's own in its stores. */
    private static SortedMap<ObjectRef, JsonObject> accounts(TenantObjects names, Observed observed) {
        var accounts = new TreeMap<ObjectRef, JsonObject>(Comparator.comparing(ObjectRef::name));
        observed.objects().forEach((ref, object) -> {
            if (names.isStorageConfig(ref) && Ownership.isATenants(object)) {
                accounts.put(ref, object);
            }
        });
        return accounts;
    }

    private void drop(JsonObject secret, TenantControlPlane tenant, ClusterClient admin) {
        var identity = TenantAccounts.read(secret)
                .orElseThrow(() -> new KamajiException(
                        "can't tell what is the tenant's in its datastore: DB_SCHEMA or DB_USER is missing; put it back, or delete"
                                + " the Secret to leave the data where it is",
                        null,
                        ObjectRef.of(secret),
                        null));
        var stores = new DataStoreResolver(settings.storage(), admin);
        // the reference's Secret does not say where it belongs: then the spec has to
        var store = TenantAccounts.dataStore(secret).map(stores::named).orElseGet(() -> stores.of(tenant));
        settings.drivers().driver(store.driver()).drop(store, identity);
    }

    /** What a migration left in the other store, finished or not; a store that is no longer declared can't be asked. */
    private void dropMoved(MigrationRecord record, JsonObject secret, ClusterClient admin) {
        var identity = TenantAccounts.read(secret).orElseThrow();
        for (var name : List.of(record.from(), record.to())) {
            if (!TenantAccounts.dataStore(secret).equals(Optional.of(name))) {
                new DataStoreResolver(settings.storage(), admin).dropIn(name, identity);
            }
        }
    }

    /** The Secret goes last; a finalizer that the reference put on it goes with it, as what it guards is gone. */
    private static void forget(JsonObject secret, ObjectRef ref, ClusterClient admin) {
        if (!secret.array("metadata", "finalizers").isEmpty()) {
            admin.patch(
                    ref,
                    ClusterClient.PatchType.MERGE,
                    JsonObject.of("metadata", JsonObject.of("finalizers", List.of())),
                    "");
            admin.delete(ref, Preconditions.NONE);
            return;
        }
        admin.delete(ref, Preconditions.of(secret));
    }
}
