package io.kamaji.core.operator.custom;

import io.kamaji.api.DataStore;
import io.kamaji.api.ObjectRef;
import io.kamaji.api.datastore.DataStoreStatus;
import io.kamaji.api.json.JsonObject;
import io.kamaji.core.cluster.ClusterClient.ListRequest;
import io.kamaji.core.cluster.EventRecorder;
import io.kamaji.core.event.DataStoreReported;
import io.kamaji.core.event.Transition;
import io.kamaji.core.manifest.ResourceType;
import io.kamaji.core.manifest.ResourceTypes;
import io.kamaji.core.operator.Annotations;
import io.kamaji.core.operator.Controller;
import io.kamaji.core.operator.OperatorContext;
import io.kamaji.core.operator.Subscription;
import io.kamaji.core.operator.custom.DataStoreCheck.Verdict;
import io.kamaji.core.status.NextStep;
import io.kamaji.core.storage.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Says of each DataStore whether it can be used, who uses it and how far one that drains is emptied, and keeps one that is used
 * from vanishing; one that nobody uses may go whether its server answers or not. Its server and its Secrets are looked at each
 * half minute, what is not usable yet more often; when either changes, its tenants are woken, and no others. Thread-safe.
 */
final class DataStoreController implements Controller {
    /** The reference's. */
    static final String FINALIZER = "kamaji.clastix.io/TenantControlPlane";

    private static final String VALIDATION = "kamaji.clastix.io/DataStoreValidation";
    private static final String ALLOWED_DELETION = "kamaji.clastix.io/DataStoreAllowedDeletion";
    private static final String READY = "Ready";

    /** Conditions that are there only while they say something. */
    private static final Set<String> PASSING = Set.of(ALLOWED_DELETION, Draining.TYPE);

    private static final Verdict STILL_USED = new Verdict(
            Optional.of(false),
            "DataStoreStillUsed",
            "The DataStore is still used and referenced by one (or more) TenantControlPlane objects.");
    private static final Duration USABLE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration NOT_YET = Duration.ofSeconds(5);

    private final OperatorContext context;
    private final Scope scope;
    private final TenantIndex tenants;
    private final Draining draining;
    private final Finalizers finalizers;
    private final StatusWriter statuses;
    private final EventRecorder events;

    /** By name, what the last look showed. */
    private final Map<String, DataStoreCheck> seen = new ConcurrentHashMap<>();

    DataStoreController(OperatorContext context, Scope scope, TenantIndex tenants, EventRecorder events) {
        this.context = context;
        this.scope = scope;
        this.tenants = tenants;
        this.draining = new Draining(context.admin());
        this.finalizers = new Finalizers(context.admin());
        this.statuses = new StatusWriter(context.admin());
        this.events = events;
    }

    @Override
    public ResourceType type() {
        return ResourceTypes.DATA_STORE;
    }

    @Override
    public Subscription watch(Consumer<ObjectRef> changed) {
        return context.watches().watch(all(true), changed);
    }

    @Override
    public Collection<ObjectRef> all() {
        return context.admin().list(all(true)).items().stream()
                .map(item -> ResourceTypes.DATA_STORE.ref(
                        item.text("metadata", "name").orElse("")))
                .toList();
    }

    private static ListRequest all(boolean metadataOnly) {
        return new ListRequest(ResourceTypes.DATA_STORE, Optional.empty(), "", metadataOnly);
    }

    @Override
    public NextStep handle(ObjectRef key) {
        var live = context.admin().get(key);
        if (live.isEmpty()) {
            seen.remove(key.name());
            report(key, Optional.empty(), "Unknown");
            return NextStep.done();
        }
        var store = DataStore.stored(live.get());
        if (store.metadata().annotations().orElse(Map.of()).containsKey(Annotations.PAUSED)) {
            return NextStep.done();
        }
        if (Finalizers.isGoing(live.get())) {
            return going(key, store);
        }
        if (!tenants.isComplete()) {
            return NextStep.retryAfter(SOON, "the list of tenants");
        }
        finalizers.add(live.get(), FINALIZER);
        var check = DataStoreCheck.of(store, context.settings(), context.admin());
        var users = tenants.users(key.name());
        tell(key, store, status(store, check, users));
        report(key, Optional.of(store.spec().driver()), check.ready().isTrue() ? "True" : "False");
        wake(users, Optional.ofNullable(seen.put(key.name(), check)), check);
        return check.ready().isTrue()
                ? NextStep.retryAfter(USABLE, "the next look at the datastore")
                : NextStep.retryAfter(NOT_YET, "the datastore: " + check.ready().message());
    }

    /** Whether anybody uses it is asked of the cluster: a name too few would lose somebody's data. */
    private NextStep going(ObjectRef key, DataStore store) {
        var users = scope.list(context.admin(), false)
                .filter(tenant -> TenantIndex.dataStores(tenant).contains(key.name()))
                .map(tenant -> TenantIndex.text(ObjectRef.of(tenant)))
                .sorted()
                .toList();
        if (users.isEmpty()) {
            finalizers.remove(key, store.metadata().uid(), FINALIZER::equals);
            return NextStep.done();
        }
        var before = store.status()
                .orElseGet(() -> DataStoreStatus.builder().ready(false).build());
        tell(
                key,
                store,
                before.toBuilder()
                        .usedBy(users)
                        .conditions(conditions(store, drained(store, users, Map.of(ALLOWED_DELETION, STILL_USED))))
                        .build());
        return NextStep.retryAfter(USABLE, "the tenants that use it: " + String.join(", ", users));
    }

    private DataStoreStatus status(DataStore store, DataStoreCheck check, List<String> users) {
        var before = store.status()
                .orElseGet(() -> DataStoreStatus.builder().ready(false).build());
        return before.toBuilder()
                .ready(check.ready().isTrue())
                .observedGeneration(store.metadata().generation())
                .usedBy(users.isEmpty() ? Optional.empty() : Optional.of(users))
                .conditions(conditions(
                        store, drained(store, users, Map.of(VALIDATION, check.valid(), READY, check.ready()))))
                .build();
    }

    private Map<String, Verdict> drained(DataStore store, List<String> users, Map<String, Verdict> verdicts) {
        if (!Placement.drains(store)) {
            return verdicts;
        }
        var all = new HashMap<>(verdicts);
        all.put(Draining.TYPE, draining.of(store.metadata().name().orElse(""), users));
        return all;
    }

    /** Those of others stay as they are; a time stays for as long as the condition does. */
    private List<JsonObject> conditions(DataStore store, Map<String, Verdict> verdicts) {
        var before = store.status().flatMap(DataStoreStatus::conditions).orElse(List.of());
        var all = new ArrayList<JsonObject>();
        before.stream()
                .filter(condition ->
                        !verdicts.containsKey(condition.text("type").orElse("")))
                .filter(condition -> !PASSING.contains(condition.text("type").orElse("")))
                .forEach(all::add);
        verdicts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> WireCondition.of(
                        entry.getKey(),
                        entry.getValue(),
                        before,
                        store.metadata().generation(),
                        context.settings().clock().instant()))
                .forEach(all::add);
        return all;
    }

    private void report(ObjectRef key, Optional<String> driver, String valid) {
        var settings = context.settings();
        settings.listener().accept(new DataStoreReported(key, settings.clock().instant(), driver, valid));
    }

    private void tell(ObjectRef key, DataStore store, DataStoreStatus status) {
        var before = store.toJsonObject().object("status");
        var after = store.toBuilder().status(status).build().toJsonObject().object("status");
        if (statuses.write(key, store.metadata().uid(), before, after)) {
            Stream.of(READY, Draining.TYPE)
                    .flatMap(type ->
                            transition(WireCondition.find(before, type), WireCondition.find(after, type)).stream())
                    .forEach(transition -> events.record(key, store.metadata().uid(), transition));
        }
    }

    /** A condition that came, or is for another reason. */
    private static Optional<Transition> transition(JsonObject was, JsonObject is) {
        if (is.isEmpty()
                || was.text("status").equals(is.text("status"))
                        && was.text("reason").equals(is.text("reason"))) {
            return Optional.empty();
        }
        var holds = is.text("status").equals(Optional.of("True"));
        var type = is.text("type").orElse("");
        var reason = holds ? type : is.text("reason").orElse("Not" + type);
        var message = is.text("message").filter(text -> !text.isEmpty()).orElse("the datastore can be used");
        return Optional.of(new Transition(!holds && type.equals(READY), reason, "Check", message));
    }

    /** Who uses it, if it is another now for them; if it takes tenants now, those too that look for a place. */
    private void wake(List<String> users, Optional<DataStoreCheck> before, DataStoreCheck now) {
        var otherwise = before.filter(was -> was.ready().isTrue() != now.ready().isTrue()
                || was.drains() != now.drains()
                || now.credentials().isPresent() && !was.credentials().equals(now.credentials()));
        if (otherwise.isPresent()) {
            wake(users);
        }
        if (now.takesTenants() && before.filter(DataStoreCheck::takesTenants).isEmpty()) {
            seen.forEach((name, check) -> {
                if (check.drains()) {
                    wake(tenants.users(name));
                }
            });
        }
    }

    private void wake(List<String> users) {
        users.stream().map(Draining::tenant).forEach(context::wake);
    }
}
