package io.kamaji.core.reconcile;

import io.kamaji.api.KamajiException;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.TenantControlPlane;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.apply.Applier;
import io.kamaji.core.cluster.ClusterClient;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.component.Registry;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.manifest.Target;
import io.kamaji.core.observe.AdminState;
import io.kamaji.core.observe.TenantObjects;
import io.kamaji.core.plan.Change;
import io.kamaji.core.plan.DryRun;
import io.kamaji.core.plan.Ownership;
import io.kamaji.core.plan.Plan;
import io.kamaji.core.plan.PlanRequest;
import io.kamaji.core.plan.Planner;
import io.kamaji.core.render.Rendered;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.status.RetryPolicy;
import io.kamaji.core.status.TenantStatus;
import io.kamaji.core.status.WireStatus;
import io.kamaji.core.storage.DataStoreResolver;
import io.kamaji.core.storage.MigrationRecord;
import io.kamaji.core.storage.TenantAccounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Deletes a tenant, in an order from which any cut can be taken up again: its pods end before its data goes, and the Secret
 * that says what is its own in the store goes last. Nobody calls a tenant that goes, so its pods need not drain: what made
 * them is deleted without them, and then they are told to end at once. Each pass is a plan like any other: what can't go yet
 * waits in it.
 */
record TenantDeletion(ReconcilerSettings settings, Planner planner, Applier applier) {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration WATCHED = Duration.ofSeconds(10);

    /** The finalizers that the Go operator puts on Secrets and answers for itself; no other is ever taken away. */
    private static final String FINALIZERS = "finalizer.kamaji.clastix.io";

    /** What is there of a tenant that is to go. */
    private record Seen(
            TenantObjects names,
            Map<ObjectRef, JsonObject> ours,
            AdminState admin,
            List<JsonObject> replicaSets,
            List<JsonObject> pods,
            SortedMap<ObjectRef, JsonObject> accounts) {

        static Seen of(TenantControlPlane tenant, Registry registry, ClusterClient client) {
            var names = TenantObjects.of(tenant);
            var admin = AdminState.of(tenant, registry, client);
            var replicaSets = list(ResourceTypes.REPLICA_SET, names, client);
            var pods = list(ResourceTypes.POD, names, client);
            var ours = new TreeMap<ObjectRef, JsonObject>(Comparator.comparing(ObjectRef::toString));
            var accounts = new TreeMap<ObjectRef, JsonObject>(Comparator.comparing(ObjectRef::name));
            admin.observed().objects().forEach((ref, object) -> {
                if (names.isStorageConfig(ref) && Ownership.isATenants(object)) {
                    accounts.put(ref, object);
                }
                if (Ownership.isOurs(Target.ADMIN, names.tenant(), object)
                        && (Ownership.isMadeByUs(object)
                                || ref.equals(names.deployment())
                                || ref.equals(names.migration())
                                || accounts.containsKey(ref))) {
                    ours.put(ref, object);
                }
            });
            return new Seen(names, ours, admin, replicaSets, pods, accounts);
        }

        private static List<JsonObject> list(ResourceType type, TenantObjects names, ClusterClient client) {
            return client.list(ListRequest.of(type, names.namespace(), names.selector()))
                    .items();
        }

        boolean runs() {
            return !pods.isEmpty() || !replicaSets.isEmpty() || ours.containsKey(names.deployment());
        }

        /** What is to go so that no pod is left, in this order: none is made anew. */
        List<JsonObject> running() {
            return Stream.of(Stream.ofNullable(ours.get(names.deployment())), replicaSets.stream(), pods.stream())
                    .flatMap(objects -> objects)
                    .filter(object -> !Ownership.isTerminating(object))
                    .toList();
        }

        /** An object that is on its way out, held up by a finalizer or by what it contains. */
        Optional<JsonObject> terminating() {
            return ours.values().stream().filter(Ownership::isTerminating).findFirst();
        }
    }

    Pass pass(TenantControlPlane given, ClusterClient admin) {
        var tenant = given.withReadableSettings();
        var seen = Seen.of(tenant, settings.renderer().registry(), admin);
        var plan = plan(seen);
        var report = applier.apply(plan, Map.of(Target.ADMIN, admin), () -> dropData(seen, tenant, admin));
        report.failure().filter(failure -> !RetryPolicy.isTransient(failure)).ifPresent(failure -> {
            throw failure;
        });
        var next = report.failure().map(NextStep::again).orElseGet(() -> next(seen, report.writes() > 0));
        var status = TenantStatus.deleting(next.isDone(), next instanceof NextStep.Retry retry ? retry.why() : "");
        var wire = WireStatus.of(tenant.status(), status, settings.clock().instant());
        return new Pass(plan, report, status, next, wire, Optional.empty(), Optional.empty());
    }

    /** All that is still to be deleted; what can't go yet waits for what has to go before. */
    Plan plan(TenantControlPlane tenant, ClusterClient admin) {
        return plan(Seen.of(tenant.withReadableSettings(), settings.renderer().registry(), admin));
    }

    private Plan plan(Seen seen) {
        var names = seen.names();
        var all =
                planner.plan(PlanRequest.builder(names.namespace(), names.tenant(), new Rendered(List.of(), List.of()))
                        .registry(settings.renderer().registry())
                        .putSeen(Target.ADMIN, seen.admin().observed(), DryRun.NONE)
                        .keep(special(seen))
                        .allowDataLoss(true)
                        .warnings(seen.accounts().values().stream()
                                .flatMap(secret -> dataLoss(secret).stream())
                                .toList())
                        .build());
        var changes = new ArrayList<Change>();
        changes.addAll(all.changes());
        present(seen, names.migration()).map(planner::deletion).ifPresent(changes::add);
        seen.accounts().values().forEach(secret -> account(secret).ifPresent(changes::add));
        var waits = waits(seen);
        return new Plan(
                all.subject(),
                Stream.concat(
                                seen.running().stream().map(planner::undrained),
                                changes.stream().map(change -> waits.isEmpty() ? change : change.waitingFor(waits)))
                        .toList(),
                all.consequences(),
                waits.isEmpty() ? storeSteps(seen) : List.of(),
                all.warnings(),
                all.dryRuns());
    }

    /** What goes before or after the rest, and is planned here. */
    private static Set<ObjectRef> special(Seen seen) {
        var special = new LinkedHashSet<>(seen.accounts().keySet());
        special.add(seen.names().deployment());
        special.add(seen.names().migration());
        return special;
    }

    private static Optional<JsonObject> present(Seen seen, ObjectRef ref) {
        return Optional.ofNullable(seen.ours().get(ref)).filter(object -> !Ownership.isTerminating(object));
    }

    /** An account goes once no finalizer of the Go operator is on its Secret: what that guards is gone by then. */
    private Optional<Change> account(JsonObject secret) {
        var finalizers = Ownership.finalizers(secret);
        var others =
                finalizers.stream().filter(name -> !name.startsWith(FINALIZERS)).toList();
        if (others.size() < finalizers.size()) {
            return Optional.of(planner.release(secret, others));
        }
        return Ownership.isTerminating(secret) ? Optional.empty() : Optional.of(planner.deletion(secret));
    }

    private static Set<String> waits(Seen seen) {
        if (!seen.runs()) {
            return Set.of();
        }
        return Set.of("<"
                + (seen.pods().isEmpty() ? "Deployment " + seen.names().tenant() + " to be deleted" : podsLeft(seen))
                + ">");
    }

    private static String podsLeft(Seen seen) {
        var count = seen.pods().size();
        return (count == 1 ? "1 pod" : count + " pods") + " to terminate";
    }

    private static List<String> storeSteps(Seen seen) {
        return seen.accounts().values().stream()
                .flatMap(secret -> TenantAccounts.read(secret).stream()
                        .map(account -> "drop schema " + account.schema() + " and user " + account.username()
                                + TenantAccounts.dataStore(secret)
                                        .map(name -> " in datastore " + name)
                                        .orElse("")))
                .toList();
    }

    private static Optional<String> dataLoss(JsonObject secret) {
        return TenantAccounts.read(secret)
                .map(account -> "the data of schema " + account.schema() + " will be deleted from "
                        + TenantAccounts.dataStore(secret)
                                .map(name -> "datastore " + name)
                                .orElse("the datastore"));
    }

    private static NextStep next(Seen seen, boolean wrote) {
        if (!seen.pods().isEmpty()) {
            var pod = seen.pods().get(0);
            return NextStep.retryOn(
                    NextStep.Watched.of(pod, live -> false), WATCHED, podsLeft(seen) + where(seen.pods()));
        }
        if (wrote || !seen.replicaSets().isEmpty()) {
            return NextStep.retryAfter(wrote ? Duration.ZERO : SOON, "the end of what was just deleted");
        }
        return seen.terminating()
                .map(object -> NextStep.retryOn(
                        NextStep.Watched.of(
                                object, live -> Ownership.finalizers(live).isEmpty()),
                        WATCHED,
                        Ownership.terminating(object)))
                .orElseGet(NextStep::done);
    }

    /** Who can't end on a node that is gone needs an administrator: so the pods are named with their nodes. */
    private static String where(List<JsonObject> pods) {
        return pods.stream()
                .map(pod -> pod.text("metadata", "name").orElse("?")
                        + pod.text("spec", "nodeName")
                                .map(node -> " on node " + node)
                                .orElse("")
                        + pod.text("metadata", "deletionTimestamp")
                                .map(since -> " since " + since)
                                .orElse(""))
                .collect(Collectors.joining(", ", " (", ")"));
    }

    private void dropData(Seen seen, TenantControlPlane tenant, ClusterClient admin) {
        seen.accounts().forEach((ref, secret) -> drop(ref, secret, tenant, admin));
        Optional.ofNullable(seen.ours().get(seen.names().migration()))
                .ifPresent(record -> Optional.ofNullable(
                                seen.accounts().get(seen.names().storageConfig()))
                        .ifPresent(secret -> dropMoved(MigrationRecord.parse(record), secret, admin)));
    }

    private void drop(ObjectRef ref, JsonObject secret, TenantControlPlane tenant, ClusterClient admin) {
        var account = TenantAccounts.read(secret)
                .orElseThrow(() -> KamajiException.at(
                        ref,
                        "DB_SCHEMA or DB_USER is missing, so the tenant's data in its datastore can't be found: put the"
                                + " key back, or delete the Secret to leave the data where it is"));
        var stores = new DataStoreResolver(settings.storage(), admin);
        // the reference's Secret does not say where it belongs: then the spec or the status has to, nothing is placed
        // now
        var store = TenantAccounts.dataStore(secret)
                .map(stores::named)
                .orElseGet(() -> stores.of(tenant, Optional.of(secret), any -> false));
        settings.drivers().driver(store.driver()).drop(store, account);
    }

    /** What a migration left in the other store, finished or not; a store that is no longer declared can't be asked. */
    private void dropMoved(MigrationRecord record, JsonObject secret, ClusterClient admin) {
        var account = TenantAccounts.read(secret).orElseThrow();
        for (var name : List.of(record.from(), record.to())) {
            if (!TenantAccounts.dataStore(secret).equals(Optional.of(name))) {
                new DataStoreResolver(settings.storage(), admin).dropIn(name, account);
            }
        }
    }
}
